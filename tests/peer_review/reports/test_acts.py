"""Proposing, confirming, rejecting and deciding, over HTTP, for everybody."""

import pytest
from django.urls import reverse

from association.alliances.enums import Capacity
from association.peer_review.enums import ReportStatus, RoundKind
from association.peer_review.models import Finding, Report, Submission
from association.peer_review.services import name_visitor, propose_agreement
from tests.factories import make_lead, make_principal, make_school
from tests.factories.findings import days_later, opening_today
from tests.factories.rounds import make_running_round
from tests.peer_review.portal.desk import enter, fields_of, led, links, soup_of, words
from tests.peer_review.reports.making import (
    ONE,
    OTHER,
    PEOPLE,
    answer,
    differing,
    keeping,
    visitors_of,
)

pytestmark = pytest.mark.django_db
TIME_TO_AGREE = 14  # days; after so many the visitors' own days are over
ACTS = ("propose", "confirm", "reject", "decide")


def address(visit, act=""):
    return reverse(f"peer_review:{f'{act}_report' if act else 'report'}", args=[visit.pk])


def kept(visit, place=0):
    return {"kept-C12": visit.seats.order_by("pk")[place].pk}


def sent(visit, act):
    """What a person fills in for an act."""
    filled = {"propose": kept(visit) | {"note": "电话里对过"}, "reject": {"reason": "不是这样"}}
    return filled.get(act, kept(visit) | {"note": "以照片为准"} if act == "decide" else {})


def proposed(visit, place=0):
    report = differing(visit)
    propose_agreement(
        report=report,
        kept=keeping(visit, place),
        note="电话里对过",
        acting_user=visitors_of(visit)[0],
    )
    return report


# Who is answered how: the page, and what becomes of it. In a proposal of the first visitor.
ANSWERS = {
    "one visitor": {"propose": 422, "confirm": 422, "reject": 422, "decide": 404},
    "the other visitor": {"propose": 422, "confirm": 302, "reject": 302, "decide": 404},
    "lead": {"propose": 404, "confirm": 404, "reject": 404, "decide": 302},
    "clerk": {"propose": 404, "confirm": 404, "reject": 404, "decide": 302},
    "school": {"propose": 404, "confirm": 404, "reject": 404, "decide": 404},
    "another alliance's lead": {"propose": 404, "confirm": 404, "reject": 404, "decide": 404},
    "a visitor who was not named": {"propose": 404, "confirm": 404, "reject": 404, "decide": 404},
}
AFTERWARDS = {"confirm": ReportStatus.FINAL, "reject": "differing", "decide": ReportStatus.FINAL}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("who", ANSWERS)
def test_each_act_is_for_those_whose_it_is(client, visit, who, act):
    proposed(visit)
    expected = ANSWERS[who][act]
    with days_later(TIME_TO_AGREE):
        enter(client, PEOPLE[who](visit))
        response = client.post(address(visit, act), sent(visit, act))
        looked_at = client.get(address(visit, act)).status_code
    assert response.status_code == expected
    done = AFTERWARDS.get(act) if expected == 302 else ReportStatus.PROPOSED
    assert Report.objects.get().status == done
    assert list(Submission.objects.order_by("pk").values_list("answers", flat=True)) == [ONE, OTHER]
    assert (looked_at == 404) == (expected == 404)


def test_a_visitor_proposes_and_the_other_reads_it_and_confirms(client, visit):
    differing(visit)
    one, other = visitors_of(visit)
    enter(client, one)
    assert address(visit, "propose") in links(client.get(address(visit)))
    response = client.post(
        address(visit, "propose"), kept(visit, 1) | {"note": "照片上看得到"}, follow=True
    )
    assert response.redirect_chain == [(address(visit), 302)]
    assert "This is your proposal: it waits for the other visitor." in words(response)
    assert address(visit, "confirm") not in links(response)
    enter(client, other)
    response = client.get(address(visit))
    assert "照片上看得到" in words(response)
    marked = soup_of(response).select(".contrast__side.is-kept")
    assert [OTHER["C12_note"] in side.get_text() for side in marked] == [True]
    client.post(address(visit, "confirm"))
    assert Report.objects.get().answers["C12"] == "no"
    finding = Finding.objects.get()
    assert f"/findings/{finding.code}/" in links(client.get(address(visit)))


def test_every_difference_has_to_be_told_and_nothing_typed_is_lost(client, visit):
    differing(visit)
    enter(client, visitors_of(visit)[0])
    response = client.post(address(visit, "propose"), {"note": "先写下来"})
    assert response.status_code == 422
    assert "Choose whose answer is kept." in words(response)
    assert fields_of(response)["note"] == "先写下来"
    foreign = {"kept-C12": 999_999, "note": "先写下来"}
    assert client.post(address(visit, "propose"), foreign).status_code == 422
    assert Report.objects.get().status == ReportStatus.DIFFERING


def test_a_decision_needs_words_and_keeps_what_was_chosen(client, visit):
    differing(visit)
    with days_later(TIME_TO_AGREE):
        enter(client, make_lead("east"))
        assert address(visit, "decide") in links(client.get(address(visit)))
        response = client.post(address(visit, "decide"), kept(visit, 1))
    assert response.status_code == 422
    assert fields_of(response)["kept-C12"] == str(kept(visit, 1)["kept-C12"])


def test_a_lead_is_told_from_when_a_decision_is_possible(client, visit):
    differing(visit)
    enter(client, make_lead("east"))
    response = client.get(address(visit))
    assert address(visit, "decide") not in links(response)
    assert "If they do not agree by then, you can decide from" in words(response)
    response = client.get(address(visit, "decide"), follow=True)
    assert response.redirect_chain == [(address(visit), 302)]
    assert "The visitors agree between themselves first." in words(response)
    refused = client.post(address(visit, "decide"), kept(visit) | {"note": "我来定"})
    assert refused.status_code == 422
    assert fields_of(refused)["note"] == "我来定"
    assert Report.objects.get().status == ReportStatus.DIFFERING


def test_a_proposal_that_is_not_agreed_to_says_why(client, visit):
    proposed(visit)
    one, other = visitors_of(visit)
    enter(client, other)
    assert client.post(address(visit, "reject"), {"reason": ""}).status_code == 422
    client.post(address(visit, "reject"), {"reason": "我看到的是旧证"})
    enter(client, one)
    text = words(client.get(address(visit)))
    assert "我看到的是旧证" in text
    enter(client, make_principal(visit.school))
    assert "我看到的是旧证" not in words(client.get(address(visit)))


def test_whoever_runs_the_round_and_was_there_is_told_that_somebody_else_decides(client, visit):
    lead = make_lead("east")
    visit.seats.filter(pk=visit.seats.first().pk).update(visitor=lead)
    report = differing(visit)
    enter(client, lead)
    response = client.get(address(visit))
    assert "somebody else who runs the round decides" in words(response)
    assert address(visit, "decide") not in links(response)
    assert client.post(address(visit, "decide"), sent(visit, "decide")).status_code == 422
    report.refresh_from_db()
    assert report.status == ReportStatus.DIFFERING


@pytest.mark.parametrize("act", ["propose", "confirm", "reject"])
def test_a_step_that_is_over_leads_back_and_its_words_are_kept_when_sent(client, visit, act):
    report = proposed(visit)
    Report.objects.filter(pk=report.pk).update(status=ReportStatus.FINAL, answers=ONE)
    enter(client, visitors_of(visit)[1])
    assert client.get(address(visit, act)).url == address(visit)
    response = client.post(address(visit, act), sent(visit, act))
    assert response.status_code == 422
    for value in sent(visit, act).values():
        assert str(value) in response.content.decode()


def test_what_waits_for_agreement_stands_on_the_visitors_desk(client, visit):
    differing(visit)
    one, other = visitors_of(visit)
    enter(client, one)
    desk = reverse("alliances:visited_alliance", args=["east"])
    text = words(client.get(desk))
    assert "1 report waits for your agreement." in text
    client.post(address(visit, "propose"), sent(visit, "propose"))
    assert "waits for your agreement" not in words(client.get(desk))
    enter(client, other)
    assert address(visit) in links(client.get(desk))


def test_a_lead_reads_on_the_round_which_reports_differ(client, visit):
    enter(client, make_lead("east"))
    board = led("led_round", visit.round)
    assert "Reports in which visitors differ" not in words(client.get(board))
    differing(visit)
    response = client.get(board)
    assert "Reports in which visitors differ" in words(response)
    assert address(visit) in links(response)
    enter(client, make_lead("west"))
    assert client.get(board).status_code == 404


def test_whoever_goes_for_a_school_finds_the_report_on_its_desk(client):
    for _each in range(10):
        make_school()
    visit = make_running_round(RoundKind.MUTUAL, **opening_today()).visits.all()[0]
    seats = list(visit.seats.select_related("school").order_by("pk"))
    for seat in seats:
        name_visitor(seat=seat, user=make_principal(seat.school), acting_user=None)
    answer(visit, ONE, OTHER)
    for seat in visit.seats.select_related("school", "visitor"):
        enter(client, seat.visitor)
        response = client.get(f"/desk/{seat.school.uscc}/")
        assert address(visit) in links(response)
        assert f"agree on the report of your visit to {visit.school.name}" in words(response)
    enter(client, make_principal(seats[0].school, Capacity.STAFF))
    assert address(visit) not in links(client.get(f"/desk/{seats[0].school.uscc}/"))


def test_a_lead_reads_who_is_late(client, visit):
    answer(visit, ONE)
    enter(client, make_lead("east"))
    board = led("led_round", visit.round)
    assert "Answers that are missing" not in words(client.get(board))
    with days_later(40):
        section = soup_of(client.get(board)).select_one("section[aria-labelledby=attention]")
    late, there = (str(person) for person in reversed(visitors_of(visit)))
    assert late in section.get_text()
    assert there not in section.get_text()
