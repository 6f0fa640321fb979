import pytest

from association.alliances.models import School
from association.peer_review import selection
from association.peer_review.enums import RoundKind, RoundStatus
from association.peer_review.models import Draw
from association.peer_review.services import announce_draw, declare_tie
from tests.factories import make_lead, make_school
from tests.factories.rounds import (
    RESULTS,
    make_announced_round,
    make_round,
    make_running_round,
    make_sources,
)
from tests.peer_review.portal.desk import day, enter, fields_of, in_days, led, soup_of, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(client):
    return enter(client, make_lead("east"))


def sources(*, days=3, issues=("2026135", "第2026136期")):
    sent = {"sources-TOTAL_FORMS": "3", "sources-INITIAL_FORMS": "0"}
    for place, issue in enumerate(issues):
        sent |= {
            f"sources-{place}-kind": "kl8",
            f"sources-{place}-issue": issue,
            f"sources-{place}-date": day(days),
        }
    return sent


def test_what_will_be_published_is_shown_before_it_is(client, lead):
    row = make_round(schools=8)
    page = client.post(led("announce", row), sources() | {"check": "1"})
    text = words(page)
    assert "8 schools in the pool." in text
    assert "福彩快乐8 2026136" in text
    assert not Draw.objects.exists()
    client.post(led("announce", row), fields_of(page, button="announce"))
    row.refresh_from_db()
    assert row.status == RoundStatus.ANNOUNCED
    assert [each["issue"] for each in row.draw.announcement["sources"]] == ["2026135", "2026136"]


def test_a_lead_announces_nothing_but_what_was_shown(client, lead):
    row = make_round(schools=3)
    first = client.post(led("announce", row), sources() | {"check": "1"})
    joined = make_school(alliance="east")
    second = client.post(led("announce", row), fields_of(first, button="announce"))
    assert second.status_code == 422
    assert "changed since you looked" in words(second)
    assert joined.name in words(second)
    assert not Draw.objects.exists()
    assert not row.participants.exists()
    client.post(led("announce", row), fields_of(second, button="announce"))
    assert len(Draw.objects.get().announcement["pool"]) == 4


def test_other_sources_than_those_shown_are_shown_first(client, lead):
    row = make_round(schools=3)
    page = client.post(led("announce", row), sources() | {"check": "1"})
    changed = fields_of(page, button="announce") | {"sources-0-issue": "2026140"}
    second = client.post(led("announce", row), changed)
    assert second.status_code == 422
    assert "福彩快乐8 2026140" in words(second)
    assert not Draw.objects.exists()


def test_the_preview_tells_rules_and_what_gives_way_first(client, lead):
    row = make_round(RoundKind.MUTUAL, schools=9)
    text = words(client.post(led("announce", row), sources() | {"check": "1"}))
    assert "Every school sends out 2 visitors" in text
    assert "Each school sends out and receives 1 visits." in text


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (sources(issues=()), "Name at least one public source."),
        (lambda: sources(days=0), "Name one that is drawn tomorrow or later."),
        (lambda: sources(issues=["2026135"]), "bits of chance"),
        (lambda: sources(issues=["26"]), "its issue number has 7 digits"),
        (dict, "did not arrive whole"),
    ],
    ids=["none", "today", "too little chance", "no issue", "nothing sent"],
)
@pytest.mark.parametrize("button", ["check", "announce"])
def test_sources_that_cannot_be_are_told_and_nothing_is_announced(client, lead, sent, told, button):
    row = make_round(schools=8)
    sent = sent() if callable(sent) else sent
    response = client.post(led("announce", row), sent | {button: "1"})
    assert response.status_code == 422
    assert told in words(response)
    row.refresh_from_db()
    assert row.status == RoundStatus.DRAFT


def test_sources_known_only_after_the_visits_are_refused(client, lead):
    row = make_round(schools=8)
    response = client.post(led("announce", row), sources(days=31) | {"announce": "1"})
    assert response.status_code == 422
    assert "too late" in words(response)
    assert not Draw.objects.exists()


def test_one_more_source_keeps_what_was_typed(client, lead):
    row = make_round(schools=8)
    page = client.post(led("announce", row), sources() | {"more": "1"})
    kept = fields_of(page)
    assert kept["sources-1-issue"] == "第2026136期"
    assert kept["sources-TOTAL_FORMS"] == "4"


def test_a_round_without_a_draw_leads_back(client, lead):
    row = make_round(RoundKind.SELF, schools=2)
    response = client.post(led("announce", row), sources() | {"announce": "1"}, follow=True)
    assert "no draw to announce" in words(response)
    running = make_running_round(RoundKind.SWEEP)
    assert "does not wait for results" in words(client.get(led("results", running), follow=True))


def typed(*, first=RESULTS[0], button="draw"):
    return {"result_0": first, "result_1": RESULTS[1], button: "1"}


def test_results_are_shown_as_read_before_anything_is_drawn(client, lead):
    row = make_announced_round(schools=8)
    messy = RESULTS[0].replace(" ", "，").replace("01", "０１")
    with in_days(3):
        page = client.post(led("results", row), typed(first=messy, button="check"))
        assert "1 4 7 11 16 18" in words(page)
        row.refresh_from_db()
        assert row.status == RoundStatus.ANNOUNCED
        response = client.post(led("results", row), fields_of(page, button="draw"), follow=True)
    assert "It is drawn, checked and published." in words(response)
    row.refresh_from_db()
    assert row.status == RoundStatus.DRAWN
    assert selection.verify(row.draw.record) == []


@pytest.mark.parametrize(
    ("first", "told"),
    [
        ("", "Please type what was drawn."),
        ("1 2 3", "20 numbers are needed, 3 were typed."),
        (RESULTS[0].replace("79", "99"), "99 is not between 1 and 80."),
        (RESULTS[0].replace("79", "01"), "1 stands there twice."),
        ("二十", "only numbers belong here"),
    ],
)
def test_a_result_that_cannot_be_is_told_beside_its_field(client, lead, first, told):
    row = make_announced_round(schools=8)
    with in_days(3):
        response = client.post(led("results", row), typed(first=first))
    assert response.status_code == 422
    assert told in words(response)
    assert fields_of(response)["result_1"] == RESULTS[1]
    row.refresh_from_db()
    assert row.status == RoundStatus.ANNOUNCED


def test_nothing_is_drawn_before_the_results_can_be_known(client, lead):
    row = make_announced_round(schools=8)
    response = client.post(led("results", row), typed())
    assert response.status_code == 422
    row.refresh_from_db()
    assert row.status == RoundStatus.ANNOUNCED


@pytest.mark.parametrize("name", ["result_0", "result_1"])
def test_hostile_results_are_refused_and_draw_nothing(client, lead, hostile, name):
    row = make_announced_round(schools=8)
    with in_days(3):
        response = client.post(led("results", row), typed() | {name: hostile})
    assert response.status_code == 422
    assert not Draw.objects.filter(record__isnull=False).exists()


def test_rules_that_leave_no_assignment_are_explained_and_may_give_way(client, lead):
    row = make_round(RoundKind.MUTUAL, schools=9)
    first, *others = School.objects.order_by("pk")
    for other in others[3:]:
        declare_tie(one=first, other=other, kind="owner", reason="同一举办者", acting_user=None)
    announce_draw(record=row, sources=make_sources(), acting_user=lead)
    with in_days(3):
        page = client.post(led("results", row), typed())
        assert page.status_code == 422
        text = words(page)
        assert "Why nothing could be drawn" in text
        assert first.name in text
        row.refresh_from_db()
        assert row.status == RoundStatus.ANNOUNCED
        button = soup_of(page).select_one("button[name=relax]")
        offered = button["value"]
        skipped = client.post(led("results", row), typed(button="relax") | {"relax": "visits=1"})
        assert (skipped.status_code, row.status) == (422, RoundStatus.ANNOUNCED)
        client.post(led("results", row), fields_of(page) | {"relax": offered})
    row.refresh_from_db()
    assert row.status == RoundStatus.DRAWN
    assert row.draw.record["outcome"]["relaxations"] == offered.split(",")
    public = words(client.get(f"/draws/{row.code}/"))
    assert "Rules that had to give way" in public


def test_a_round_that_no_draw_could_assign_is_not_announced(client, lead):
    row = make_round(RoundKind.MUTUAL, schools=2)
    for button in ("check", "announce"):
        response = client.post(led("announce", row), sources() | {button: "1"})
        assert response.status_code == 422
        assert "Why nothing could be drawn" in words(response)
    assert not Draw.objects.exists()
