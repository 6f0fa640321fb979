"""The draw in the admin: sources chosen, read before it is published, results checked, drawn."""

import pytest
from django.urls import reverse

from association.alliances.models import School
from association.peer_review.enums import RoundKind, RoundScope, RoundStatus
from association.peer_review.models import Draw, Participant, Seat
from tests.factories import make_school
from tests.factories.rounds import RESULTS, make_announced_round, make_drawn_round, make_round
from tests.peer_review.admin.desk import address, fields_of, in_days, two_issues, words

pytestmark = pytest.mark.django_db


def typed(results=RESULTS):
    return {f"result_{place}": text for place, text in enumerate(results)}


def test_what_will_be_published_is_shown_first_and_published_with_the_last_button(client, clerk):
    row = make_round(schools=3)
    names = [each.name for each in School.objects.order_by("uscc")]
    page = client.post(address("announce", row), two_issues())
    said = words(page)
    assert page.status_code == 200
    assert "福彩快乐8 2026135" in said
    assert "123 bits; this draw needs 64" in said
    assert [one.name for one in page.context["published"].pool] == names
    assert all(name in said for name in names)
    assert not Draw.objects.exists()
    assert not Participant.objects.exists()

    client.post(address("announce", row), fields_of(page, button="confirm"))
    row.refresh_from_db()
    assert row.status == RoundStatus.ANNOUNCED
    sources = row.draw.announcement["sources"]
    assert [source["issue"] for source in sources] == ["2026135", "2026136"]
    assert [one["name"] for one in row.draw.announcement["pool"]] == names


def test_nobody_announces_anything_but_what_was_shown(client, clerk):
    row = make_round(schools=2)
    first = client.post(address("announce", row), two_issues())
    joined = make_school(alliance="east")
    second = client.post(address("announce", row), fields_of(first, button="confirm"))
    assert second.status_code == 422
    assert "changed since you looked" in words(second)
    assert joined.name in words(second)
    assert not Draw.objects.exists()
    client.post(address("announce", row), fields_of(second, button="confirm"))
    assert len(Draw.objects.get().announcement["pool"]) == 3


def test_from_the_preview_one_goes_back_to_the_sources_with_nothing_lost(client, clerk):
    row = make_round(schools=2)
    preview = client.post(address("announce", row), two_issues())
    back = client.post(address("announce", row), fields_of(preview, button="change"))
    kept = fields_of(back)
    assert kept["sources-0-issue"] == "2026135"
    assert kept["sources-1-kind"] == "kl8"
    assert not Draw.objects.exists()


def test_one_more_row_keeps_what_was_typed_without_looking_for_faults(client, clerk):
    row = make_round(schools=2)
    sent = two_issues() | {"sources-2-kind": "ssq", "more": "1"}
    page = client.post(address("announce", row), sent)
    kept = fields_of(page)
    assert kept["sources-TOTAL_FORMS"] == "4"
    assert kept["sources-2-kind"] == "ssq"
    assert kept["sources-1-issue"] == "第2026136期"
    assert not page.context["form"].is_bound
    # The row begun and left is asked about, an empty one is not.
    again = client.post(address("announce", row), kept)
    assert again.status_code == 422
    assert [set(each) for each in again.context["form"].errors] == [
        set(),
        set(),
        {"issue", "date"},
        set(),
    ]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"sources-1-kind": "", "sources-1-issue": "", "sources-1-date": ""}, "61 bits of chance"),
        ({"sources-1-issue": "2026135"}, "The same issue of a source is named twice."),
        ({"sources-1-issue": "135"}, "its issue number has 7 digits"),
        ({"sources-1-kind": "roulette"}, "roulette is not one of the available choices"),
        ({"sources-1-kind": ""}, "Choose which source this is."),
        ({"sources-1-date": "2020-01-01"}, "Name one that is drawn tomorrow or later."),
        ({"sources-1-kind": "numbers"}, "This field is required."),
        ({"sources-TOTAL_FORMS": "0"}, "Name at least one public source."),
        ({"sources-TOTAL_FORMS": "1000000"}, "There are too many sources."),
        ({"sources-TOTAL_FORMS": "x"}, "The form did not arrive whole."),
        ({"sources-1-issue": "2026135\x00"}, "Null characters are not allowed."),
    ],
)
def test_sources_that_cannot_be_are_refused_in_words(client, clerk, changes, sentence):
    row = make_round(schools=2)
    for pressed in ({}, {"confirm": "1"}):
        response = client.post(address("announce", row), two_issues() | changes | pressed)
        assert response.status_code == 422
        assert sentence in words(response)
    row.refresh_from_db()
    assert row.status == RoundStatus.DRAFT
    assert not Draw.objects.exists()


def test_results_that_come_after_the_visits_are_too_late(client, clerk):
    row = make_round(schools=2)
    response = client.post(address("announce", row), two_issues(days=30))
    if response.status_code == 200:
        response = client.post(address("announce", row), fields_of(response, button="confirm"))
    assert response.status_code == 422
    assert "The results are known too late" in words(response)
    assert not Draw.objects.exists()


def test_other_public_numbers_can_be_described(client, clerk):
    row = make_round(schools=2)
    own = {
        "sources-1-kind": "numbers",
        "sources-1-issue": "",
        "sources-1-name": "市摇号公告",
        "sources-1-count": "3",
        "sources-1-low": "1",
        "sources-1-high": "90",
        "sources-1-ordered": "on",
    }
    page = client.post(address("announce", row), two_issues() | own)
    client.post(address("announce", row), fields_of(page, button="confirm"))
    source = Draw.objects.get().announcement["sources"][1]
    assert (source["name"], source["issue"]) == ("市摇号公告", "")
    assert source["parts"] == [
        {"count": 3, "low": 1, "high": 90, "ordered": True, "repeats": False}
    ]


def test_numbers_from_high_to_low_are_refused_beside_the_field(client, clerk):
    row = make_round(schools=2)
    crossed = {
        "sources-1-kind": "numbers",
        "sources-1-name": "市摇号公告",
        "sources-1-count": "3",
        "sources-1-low": "9",
        "sources-1-high": "1",
    }
    response = client.post(address("announce", row), two_issues() | crossed)
    assert list(response.context["form"].errors[1]) == ["high"]


def test_a_self_check_has_no_draw_to_announce(client, clerk):
    row = make_round(RoundKind.SELF, schools=1)
    for pressed in ({}, {"more": "1"}):
        response = client.post(address("announce", row), two_issues() | pressed)
        assert response.url == address("inspect", row)
    assert client.post(address("results", row), typed()).url == address("inspect", row)
    assert address("announce", row) not in client.get(address("inspect", row)).content.decode()


def test_results_are_shown_as_they_were_read_and_drawn_with_the_last_button(client, clerk):
    row = make_announced_round(schools=5)
    wide = RESULTS[0].replace(" ", "，").translate({48 + n: 0xFF10 + n for n in range(10)})
    backwards = " ".join(reversed(RESULTS[1].split()))
    with in_days(3):
        page = client.post(address("results", row), typed([wide, backwards]))
        assert "1 4 7 11 16 18 23 29 31 38" in words(page)
        assert "2 5 8 12 17 19 24 30 32 39" in words(page)
        row.refresh_from_db()
        assert row.status == RoundStatus.ANNOUNCED
        client.post(address("results", row), fields_of(page, button="confirm"))
    row.refresh_from_db()
    assert row.status == RoundStatus.DRAWN
    assert row.draw.drawn_by == clerk
    assert row.draw.record["results"][0][0][:3] == [1, 4, 7]
    chosen = row.participants.get(chosen=True)
    board = words(client.get(address("inspect", row)))
    assert "Revealed code" in board
    assert chosen.school.name in board


@pytest.mark.parametrize(
    ("result", "sentence"),
    [
        ("", "Please type what was drawn."),
        ("1 2 3", "20 numbers are needed, 3 were typed"),
        (RESULTS[1].replace("80", "81"), "81 is not between 1 and 80"),
        (RESULTS[1].replace("80", "74"), "74 stands there twice"),
        (RESULTS[1].replace("80", "eighty"), "only numbers belong here"),
        ("9" * 601, "at most 600 characters"),
    ],
)
def test_a_result_that_cannot_be_is_told_beside_its_field(client, clerk, result, sentence):
    row = make_announced_round(schools=2)
    with in_days(3):
        response = client.post(address("results", row), typed([RESULTS[0], result]))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["result_1"]
    assert sentence in words(response)
    assert fields_of(response)["result_0"] == RESULTS[0]


def test_before_the_last_result_is_known_nothing_is_drawn(client, clerk):
    row = make_announced_round(schools=2)
    assert "before that day nothing can be drawn" in words(client.get(address("results", row)))
    response = client.post(address("results", row), typed() | {"confirm": "1"})
    assert response.status_code == 422
    row.refresh_from_db()
    assert row.status == RoundStatus.ANNOUNCED


def test_a_mutual_round_is_announced_drawn_and_its_visitors_excused_on_record(client, clerk):
    row = make_drawn_round(RoundKind.MUTUAL, schools=9)
    board = client.get(address("inspect", row))
    assert "nobody named yet" in words(board)
    seat = Seat.objects.first()
    assert address("recuse", seat) in board.content.decode()
    assert client.post(address("recuse", seat), {"reason": ""}).status_code == 422
    response = client.post(address("recuse", seat), {"reason": "校长是亲属"}, follow=True)
    assert response.status_code == 200
    seat.refresh_from_db()
    assert seat.end_reason == "校长是亲属"
    assert seat.successor.school != seat.school
    assert row.draw.amendments.get().entry["reason"] == "校长是亲属"
    again = client.post(address("recuse", seat), {"reason": "再次"})
    assert again.status_code == 422
    assert "This place was given to another school." in words(again)


def test_where_nobody_else_may_go_the_clerk_can_call_the_part_off(client, clerk):
    row = make_drawn_round(RoundKind.MUTUAL, schools=7)
    seat = Seat.objects.first()
    refused = client.post(address("recuse", seat), {"reason": "生病"})
    assert refused.status_code == 422
    assert address("call_off_seat", seat) in refused.content.decode()
    assert "nobody goes instead" in words(client.get(address("call_off_seat", seat)))
    client.post(address("call_off_seat", seat), {"reason": "生病"})
    seat.refresh_from_db()
    assert seat.until is not None
    assert row.draw.amendments.count() == 1


def test_a_school_of_a_random_draw_is_left_out_with_a_reason(client, clerk):
    row = make_drawn_round(schools=12)
    drawn = row.participants.filter(chosen=True).order_by("position").first()
    board = client.get(address("inspect", row)).content.decode()
    assert address("withdraw", drawn) in board
    client.post(address("withdraw", drawn), {"reason": "停课装修"})
    drawn.refresh_from_db()
    assert (drawn.chosen, drawn.withdrawal_reason) == (False, "停课装修")
    assert "Left out: 停课装修" in words(client.get(address("inspect", row)))
    assert row.draw.amendments.get().entry["code"] == drawn.school.uscc


def test_a_round_that_no_draw_could_assign_says_why_and_what_could_give_way(client, clerk):
    row = make_announced_round(RoundKind.MUTUAL, schools=6)
    with in_days(3):
        page = client.post(address("results", row), typed() | {"confirm": "1"})
    assert page.status_code == 422
    explanation = page.context["explanation"]
    said = words(page)
    assert "Why nobody can be assigned" in said
    assert explanation.sentences
    assert explanation.in_words
    assert all(" ".join(line.split()) in said for line in explanation.sentences)
    assert all(" ".join(line.split()) in said for line in explanation.in_words)
    assert said.count(" ".join(explanation.sentences[0].split())) == 1
    assert fields_of(page)["result_1"] == RESULTS[1]
    row.refresh_from_db()
    assert row.status == RoundStatus.ANNOUNCED
    assert not Seat.objects.exists()


def test_a_round_that_nothing_could_help_is_not_announced(client, clerk):
    row = make_round(RoundKind.MUTUAL, schools=2)
    page = client.post(address("announce", row), two_issues())
    assert page.status_code == 422
    assert "Why nobody can be assigned" in words(page)
    assert "Change the plan first." in words(page)
    assert address("edit_plan", row) in page.content.decode()
    assert fields_of(page)["sources-0-issue"] == "2026135"
    assert not Draw.objects.exists()


def test_a_round_is_drawn_with_exactly_the_rules_relaxed_that_were_offered(client, clerk):
    row = make_announced_round(RoundKind.MUTUAL, schools=6)
    with in_days(3):
        page = client.post(address("results", row), typed() | {"confirm": "1"})
        offered = page.context["explanation"].offered
        forged = fields_of(page) | {"relax": "visits=1"}
        refused = client.post(address("results", row), forged)
        assert (refused.status_code, Seat.objects.count()) == (422, 0)
        relaxed = fields_of(page) | {"relax": ",".join(offered)}
        client.post(address("results", row), relaxed)
    row.refresh_from_db()
    assert row.status == RoundStatus.DRAWN
    assert tuple(row.draw.record["outcome"]["relaxations"]) == offered
    assert Seat.objects.exists()


def test_a_round_of_all_alliances_says_that_visits_stay_within_each(client, clerk):
    row = make_round(RoundKind.MUTUAL, scope=RoundScope.EACH)
    page = client.get(reverse("round_admin:inspect", args=[row.pk]))
    assert "Visits stay within each alliance" in words(page)


def test_the_preview_explains_the_letters_and_what_gives_way_first(client, clerk):
    random = words(client.post(address("announce", make_round(schools=9)), two_issues()))
    assert "It is no grade" in random
    mutual = words(client.post(address("announce", make_round(RoundKind.MUTUAL)), two_issues()))
    assert "If not all rules can hold" in mutual


def test_a_reason_for_the_public_record_is_asked_without_names(client, clerk):
    visit = make_drawn_round(RoundKind.MUTUAL, schools=10).visits.all()[0]
    page = client.get(reverse("round_admin:recuse", args=[visit.seats.all()[0].pk]))
    assert "Name no person and no private matter." in words(page)
