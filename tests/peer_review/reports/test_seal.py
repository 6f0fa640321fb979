"""Who reads which visitor's answers: sealed until all are in, for the school once final."""

import pytest
from django.urls import reverse

from association.accounts.roles import Role
from association.alliances.enums import Capacity
from association.peer_review.enums import ReportStatus, RoundKind
from association.peer_review.models import Seat
from association.peer_review.services import decide_agreement, name_visitor
from tests.factories import make_lead, make_principal, make_school, make_secretary
from tests.factories.findings import days_later, opening_today
from tests.factories.rounds import make_running_round
from tests.peer_review.portal.desk import enter, links, words
from tests.peer_review.reports.making import (
    ONE,
    OTHER,
    PEOPLE,
    answer,
    differing,
    keeping,
)

pytestmark = pytest.mark.django_db
QUERIES = 29
NOTES = {"one": ONE["C12_note"], "other": OTHER["C12_note"]}


def page(visit, name="visit"):
    return reverse(f"peer_review:{name}", args=[visit.pk])


def read(client, visit, user):
    """Whose notes a person reads on the pages of a visit and its report."""
    enter(client, user)
    told = words(client.get(page(visit)))
    report = client.get(page(visit, "report"))
    if report.status_code == 200:
        told += words(report)
    return {name for name, note in NOTES.items() if note in told}


SEALED = {
    "one visitor": {"one"},
    "the other visitor": set(),
    "lead": set(),
    "clerk": set(),
    "school": set(),
}


@pytest.mark.parametrize(("who", "notes"), SEALED.items(), ids=SEALED)
def test_until_all_are_in_everybody_reads_the_own_alone(client, visit, who, notes):
    answer(visit, ONE)
    assert read(client, visit, PEOPLE[who](visit)) == notes


def test_whoever_typed_a_sheet_in_reads_what_they_typed(client, visit):
    clerk = make_secretary()
    answer(visit, ONE, by=clerk)
    assert read(client, visit, clerk) == {"one"}
    assert read(client, visit, make_secretary()) == set()


def test_that_answers_came_in_is_no_secret(client, visit):
    answer(visit, ONE)
    enter(client, make_lead("east"))
    assert "On this site" in words(client.get(page(visit)))


ALL_IN = {who: {"one", "other"} for who in SEALED if who != "school"}


@pytest.mark.parametrize(("who", "notes"), (ALL_IN | {"school": set()}).items())
def test_once_all_are_in_visitors_and_the_association_read_all(client, visit, who, notes):
    differing(visit)
    assert read(client, visit, PEOPLE[who](visit)) == notes


@pytest.mark.parametrize("role", [Role.APPROVER, Role.SECRETARY_GENERAL, Role.AUDITOR])
def test_whoever_reads_all_visits_reads_them_then_too(client, visit, role):
    user = make_secretary(role)
    answer(visit, ONE)
    assert read(client, visit, user) == set()
    answer(visit, ONE, OTHER)
    assert read(client, visit, user) == {"one", "other"}


@pytest.mark.parametrize("who", [*ALL_IN, "school"])
def test_a_final_report_is_read_by_all_with_the_originals_below(client, visit, who):
    report = differing(visit)
    with days_later(14):
        lead = make_lead("east")
        kept = keeping(visit, 1)
        decide_agreement(report=report, kept=kept, note="以照片为准", acting_user=lead)
    assert read(client, visit, PEOPLE[who](visit)) == {"one", "other"}
    text = words(client.get(page(visit, "report")))
    agreed, originals = text.index("The agreed answers"), text.index("As each visitor handed it in")
    assert agreed < originals
    assert OTHER["C12_note"] in text[agreed:originals]
    assert ONE["C12_note"] not in text[agreed:originals]
    assert ONE["C12_note"] in text[originals:]
    assert "以照片为准" in text


def test_the_school_learns_that_it_is_being_settled_and_not_what(client, visit):
    report = differing(visit)
    enter(client, make_principal(visit.school))
    assert page(visit, "report") in links(client.get(page(visit)))
    text = words(client.get(page(visit, "report")))
    assert "The report can be read here once it is final." in text
    assert "C12" not in text
    assert report.status == ReportStatus.DIFFERING


def test_before_there_is_a_report_there_is_no_page(client, visit):
    answer(visit, ONE)
    enter(client, make_lead("east"))
    assert client.get(page(visit, "report")).status_code == 404
    assert page(visit, "report") not in links(client.get(page(visit)))


@pytest.mark.parametrize("stranger", ["another alliance's lead", "a visitor who was not named"])
def test_strangers_find_no_report(client, visit, stranger):
    differing(visit)
    enter(client, PEOPLE[stranger](visit))
    assert client.get(page(visit, "report")).status_code == 404


def test_a_colleague_at_the_sending_school_reads_its_visitors_answers_alone(client):
    for _each in range(10):
        make_school()
    row = make_running_round(RoundKind.MUTUAL, **opening_today())
    visit = row.visits.all()[0]
    seats = list(Seat.objects.filter(visit=visit).select_related("school").order_by("pk"))
    for seat in seats:
        name_visitor(seat=seat, user=make_principal(seat.school), acting_user=None)
    colleague = make_principal(seats[0].school, Capacity.STAFF)
    answer(visit, ONE)
    assert read(client, visit, colleague) == set()
    answer(visit, ONE, OTHER)
    assert read(client, visit, colleague) == {"one"}


@pytest.mark.parametrize("differences", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_differences(
    client, visit, queries, differences
):
    more = dict.fromkeys(["C12", "C13", "C11"][:differences], "no")
    answer(visit, {"C11": "yes", "C12": "yes", "C13": "yes"}, {"C11": "yes", "C13": "yes"} | more)
    enter(client, make_lead("east"))
    client.get(page(visit, "report"))
    with queries() as made:
        response = client.get(page(visit, "report"))
    assert len(response.context["read"].contrasts) == differences
    assert len(made) == QUERIES
