import json

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import translation

from association.alliances.models import School
from association.peer_review.enums import RoundKind, RoundScope, TieKind
from association.peer_review.models import Seat, Tie
from association.peer_review.selection import verify
from association.peer_review.services import announce_draw, cancel_round, recuse, withdraw
from tests.factories import make_school
from tests.factories.rounds import (
    make_announced_round,
    make_drawn_round,
    make_round,
    make_running_round,
    make_sources,
)

pytestmark = pytest.mark.django_db

LIST = "/draws/"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def page(client, name, row):
    """What a reader without JavaScript reads on a page of a draw."""
    response = client.get(reverse(f"peer_review:{name}", args=[row.code]), {"lang": "en"})
    assert response.status_code == 200
    soup = BeautifulSoup(response.content, "html.parser")
    for script in soup.select("script"):
        script.decompose()
    return " ".join(soup.select_one("main").get_text(" ").split())


def visited_in(client, row):
    """The schools that the page says are visited, in its order."""
    page = client.get(reverse("peer_review:draw", args=[row.code]))
    items = BeautifulSoup(page.content, "html.parser").select("ol.drawn > li")
    return [item.contents[0].strip() for item in items]


def listed(client):
    soup = BeautifulSoup(client.get(LIST).content, "html.parser")
    return [link.text for link in soup.select(".draws__item h2 a")]


def test_without_a_draw_the_list_says_what_will_stand_there(client):
    make_round(schools=3)
    assert "No draw yet" in client.get(LIST, {"lang": "en"}).content.decode()


def test_the_newest_draw_comes_first_and_plans_and_sweeps_are_not_told(client):
    make_announced_round(title="第一轮", schools=8)
    make_announced_round(title="第二轮")
    make_round(title="未公布")
    make_running_round(RoundKind.SWEEP, title="排查")
    assert listed(client) == ["第二轮", "第一轮"]


@pytest.mark.parametrize("name", ["draw", "record", "repeat", "repeat_file"])
def test_a_round_without_a_published_draw_is_not_found(client, name):
    plan, sweep = make_round(schools=3), make_running_round(RoundKind.SWEEP)
    for code in (plan.code, sweep.code, "2026-99"):
        assert client.get(reverse(f"peer_review:{name}", args=[code])).status_code == 404


def test_an_announced_draw_shows_pool_sources_and_seal_and_no_code(client):
    row = make_announced_round(schools=9)
    text = page(client, "draw", row)
    announcement = row.draw.announcement
    assert announcement["commitment"] in text
    for school in announcement["pool"]:
        assert school["name"] in text
    assert "福彩快乐8 2026100" in text
    assert "Announced, not drawn yet" in text
    assert "Revealed code" not in text


def test_a_drawn_draw_shows_results_code_seed_and_who_is_visited(client):
    row = make_drawn_round(schools=9)
    text = page(client, "draw", row)
    record = row.draw.record
    code = record["code"]
    assert "-".join(code[start : start + 4] for start in range(0, 16, 4)) in text
    assert record["key"] in text
    assert record["seed"] in text
    assert "1 4 7 11 16" in text
    visited = {school["code"]: school["name"] for school in record["announcement"]["pool"]}
    assert visited_in(client, row) == [visited[code] for code in record["result"]]


def test_who_visits_whom_is_told_with_the_rules(client):
    row = make_drawn_round(RoundKind.MUTUAL, schools=10)
    names = {school["code"]: school["name"] for school in row.draw.announcement["pool"]}
    soup = BeautifulSoup(
        client.get(reverse("peer_review:draw", args=[row.code])).content, "html.parser"
    )
    told = {
        (visitor, line.select_one("th").get_text(" ").split()[-1])
        for line in soup.select("tbody tr")
        for visitor in line.select_one("td").stripped_strings
    }
    assert told == {(names[one], names[other]) for one, other in row.draw.record["result"]}
    assert "Every school sends out 2 visitors" in page(client, "draw", row)


def test_every_visit_as_it_was_drawn_is_listed_beside_the_ways_to_check_it(client):
    row = make_drawn_round(RoundKind.MUTUAL, schools=10)
    names = {school["code"]: school["name"] for school in row.draw.announcement["pool"]}
    seat = row.visits.all()[0].seats.all()[0]
    recuse(seat=seat, reason="有过合作", acting_user=None)
    for name in ("draw", "repeat"):
        text = page(client, name, row)
        assert "What was changed since is not in this list." in text
        for one, other in row.draw.record["outcome"]["pairs"]:
            assert f"{names[one]} visits {names[other]}" in text
    assert "worked out anew" in page(client, "draw", row)
    assert "see the same order" not in page(client, "draw", row)


def test_before_the_draw_it_is_told_which_rules_give_way_first(client):
    row = make_announced_round(RoundKind.MUTUAL, schools=9)
    text = page(client, "draw", row)
    first = text.index("Three schools may visit one another round about.")
    assert first < text.index("Each school sends out and receives 1 visits.")


def test_a_round_of_all_alliances_says_that_visits_stay_within_each(client):
    for alliance in ("north", "west"):
        for _each in range(9):
            make_school(alliance=alliance)
    row = make_announced_round(RoundKind.MUTUAL, scope=RoundScope.EACH)
    assert "Visits stay within each alliance" in page(client, "draw", row)


def test_the_letters_of_a_random_draw_are_explained_and_are_no_grade(client):
    text = page(client, "draw", make_announced_round(schools=8))
    assert "It is no grade" in text
    assert "No peer has visited within a year." in text
    mutual = page(client, "draw", make_announced_round(RoundKind.MUTUAL))
    assert "It is no grade" not in mutual


def test_a_withdrawal_stands_there_with_its_reason_and_who_moves_up(client):
    row = make_drawn_round(schools=12)
    leaver = row.participants.filter(chosen=True)[0]
    moved_up = withdraw(participant=leaver, reason="校舍翻修", acting_user=None)
    text = page(client, "draw", row)
    assert f"{leaver.school.name} is left out." in text
    assert f"{moved_up.school.name} moves up." in text
    assert "校舍翻修" in text
    assert leaver.school.name not in visited_in(client, row)
    assert moved_up.school.name in visited_in(client, row)


def test_an_excused_visitor_stands_there_with_whoever_goes_instead(client):
    row = make_drawn_round(RoundKind.MUTUAL, schools=10)
    seat = Seat.objects.filter(visit__round=row).select_related("school", "visit__school")[0]
    instead = recuse(seat=seat, reason="有过合作", acting_user=None)
    text = page(client, "draw", row)
    assert f"{seat.school.name} does not visit {seat.visit.school.name}." in text
    assert f"{instead.school.name} goes instead." in text
    assert "有过合作" in text


@pytest.mark.parametrize("make", [make_announced_round, make_drawn_round])
def test_a_round_that_is_called_off_says_so_and_keeps_what_was_published(client, make):
    row = make(schools=8)
    cancel_round(record=row, reason="台风停课", acting_user=None)
    text = page(client, "draw", row)
    assert "This round was called off" in text
    assert "台风停课" in text
    assert row.draw.announcement["commitment"] in text
    assert row.title in listed(client)


def test_the_record_is_a_file_that_passes_its_own_check(client):
    row = make_drawn_round(schools=12)
    withdraw(participant=row.participants.filter(chosen=True)[0], reason="搬迁", acting_user=None)
    response = client.get(reverse("peer_review:record", args=[row.code]))
    assert response["Content-Disposition"] == f'attachment; filename="draw-{row.code}.json"'
    record = json.loads(response.content)
    assert verify(record) == []
    assert [each["reason"] for each in record["amendments"]] == ["搬迁"]


def test_before_the_draw_the_file_is_the_announcement(client):
    row = make_announced_round(schools=8)
    response = client.get(reverse("peer_review:record", args=[row.code]))
    assert json.loads(response.content) == row.draw.announcement


def test_no_page_tells_a_phone_number_or_why_two_schools_are_kept_apart(client):
    row = make_round(RoundKind.MUTUAL, schools=9)
    first, second = School.objects.order_by("pk")[:2]
    Tie.objects.create(first=first, second=second, kind=TieKind.COMPLAINT, reason="家长投诉")
    announce_draw(record=row, sources=make_sources(), acting_user=None)
    for name in ("draw", "record", "repeat", "repeat_file"):
        body = client.get(reverse(f"peer_review:{name}", args=[row.code])).content.decode()
        assert "0536-0123456" not in body
        assert "家长投诉" not in body
        assert "complaint" not in body.replace("an open complaint", "")


def test_the_pages_say_what_may_be_kept_and_set_no_cookie(client):
    row = make_drawn_round(schools=8)
    for name in ("draw", "record", "repeat"):
        response = client.get(reverse(f"peer_review:{name}", args=[row.code]))
        assert response["Cache-Control"] == "no-store"
        assert not response.cookies


def test_a_script_in_a_title_or_a_name_stays_text(client):
    make_school("</script><script>alert(1)</script>")
    row = make_drawn_round(schools=8, title="<script>alert(2)</script>", scope=RoundScope.EACH)
    for name in ("draw", "repeat", "repeat_file"):
        body = client.get(reverse(f"peer_review:{name}", args=[row.code])).content.decode()
        assert "<script>alert" not in body
    assert "<script>alert" not in client.get(LIST).content.decode()


def test_the_number_of_queries_does_not_grow_with_the_draws(client, queries):
    make_announced_round(schools=8)
    client.get(LIST)
    with queries() as one:
        assert len(listed(client)) == 1
    make_announced_round()
    make_announced_round()
    with queries() as three:
        assert len(listed(client)) == 3
    assert len(three) == len(one)


@pytest.mark.parametrize("schools", [8, 24])
def test_the_number_of_queries_does_not_grow_with_the_pool(client, queries, schools):
    row = make_drawn_round(schools=schools)
    client.get(LIST)
    with queries() as asked:
        page(client, "draw", row)
    assert len(asked) == 3


@pytest.mark.parametrize("value", ["0", "-1", "999", "x", "１"])
def test_a_page_that_is_none_shows_one(client, value):
    make_announced_round(schools=8)
    assert client.get(LIST, {"page": value}).status_code == 200
