"""The board: what waits for each person, counted in one query a line, each line with its list."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from association.accounts.roles import Role
from association.alliances.services import appoint_representative
from association.core import clock
from association.plaques.enums import Colourway, PrintState, ReportKind
from association.plaques.models import PlaqueBatch
from association.plaques.services import issue_batch, report_plaque
from association.violations.enums import CaseStatus, Part
from association.violations.services import take_back_case, vote_case
from home.board import Board
from tests.factories import (
    make_accepted_pledge,
    make_active_plaque,
    make_plaque,
    make_secretary,
    make_signed_pledge,
)
from tests.factories.cases import make_case, make_pledged_school
from tests.plaques.measures import propose_danger

pytestmark = pytest.mark.django_db


def board(client):
    return {
        str(line["label"]): line["count"]
        for panel in client.get(reverse("wagtailadmin_home")).context["panels"]
        if hasattr(panel, "lines")
        for line in panel.lines()
    }


def make_proposal(plaque, *, proposed_by):
    return propose_danger(plaque, acting_user=proposed_by)


def make_failed_batch():
    pledge = make_accepted_pledge()
    batch = issue_batch(
        key=f"20261122-{pledge.pk}",
        choices=[(pledge, pledge.school.campuses.get())],
        colourway=Colourway.PAPER,
        acting_user=make_secretary(),
    )
    PlaqueBatch.objects.filter(pk=batch.pk).update(print_state=PrintState.FAILED)
    return batch


def test_the_board_counts_what_waits_for_each_person(client):
    make_signed_pledge(confirmed=True)
    make_accepted_pledge()
    make_plaque()
    make_failed_batch()
    clerk = make_secretary(Role.CLERK)
    make_proposal(make_active_plaque(), proposed_by=clerk)
    make_proposal(make_active_plaque(), proposed_by=make_secretary(Role.CLERK))
    report_plaque(plaque=make_active_plaque(), kind=ReportKind.ALTERED, words="二维码上贴着纸")
    make_case()
    client.force_login(clerk)
    with translation.override("en"):
        shown = board(client)
    assert shown == {
        "Signed pledges to review": 1,
        "Accepted pledges that wait for a plaque or a renewal": 2,
        "Your proposals that wait for another person": 1,
        "Plaques not confirmed at the gate": 2,
        "Plaques that need a new photo from the gate": 0,
        "Print files that could not be made": 1,
        "Open reports about plaques": 1,
        "Plaques scanned this week that should not hang": 0,
        "Far more scans than usual on a day this week": 0,
        "Take-downs to look at": 0,
        "Findings overdue for long, to be taken up": 0,
        "Findings that have waited two weeks for a decision or a re-check": 0,
        "Cases the school is not told of yet": 1,
        "Cases in which a hearing is to be held": 0,
        "Cases decided, to be seen to": 0,
        "Cases heard out, to be put to decision": 0,
        "Cases decided and overdue": 0,
        "Decisions to be put in force": 0,
        "Appeals that nobody is named to hear": 0,
        "Appeals not answered in time": 0,
        "Objections not answered in time": 0,
        "Repairs not answered in time": 0,
        "Public decisions of which no notice is drafted": 0,
        "Notices to be finished and submitted": 0,
        "Cases to be filed with a department": 0,
        "Filings to be sent": 0,
        "Filings not acknowledged in time": 0,
        "Joint visits whose record is missing": 0,
        "Joint visits not answered by the wished day, or whose case is over": 0,
        "Licences that end within 90 days": 0,
        "Ledger imports to look at": 0,
    }
    client.force_login(make_secretary(Role.APPROVER))
    # hand-overs, measures, votes; then appeals, objections, repairs and notices
    assert list(board(client).values()) == [0, 2, 0, *[0] * 8]
    client.force_login(make_secretary(Role.EDITOR))
    assert list(board(client).values()) == [0]


@pytest.mark.parametrize("role", Role)
def test_every_line_of_the_board_leads_to_a_list_the_person_may_see(client, role):
    make_signed_pledge(confirmed=True)
    client.force_login(make_secretary(role))
    for panel in client.get(reverse("wagtailadmin_home")).context["panels"]:
        for line in getattr(panel, "lines", list)():
            assert client.get(line["url"]).status_code == 200


def test_what_is_not_hung_leads_to_the_list_of_what_is_to_hang():
    with translation.override("en"):
        lines = {str(line["label"]): line["url"] for line in Board(make_secretary()).lines()}
    assert lines["Plaques not confirmed at the gate"] == reverse("plaque_admin:hanging")


@pytest.mark.parametrize("rows", [1, 3])
def test_each_line_is_one_query_however_many_wait(rows):
    for _row in range(rows):
        make_accepted_pledge()
        make_failed_batch()
    shown = Board(make_secretary(Role.CLERK))
    with CaptureQueriesContext(connection) as asked:
        lines = list(shown.lines())
    assert len(asked) == len(lines) == len(shown.duties)


def test_a_case_waits_for_each_of_those_named_until_they_have_voted(client):
    case = make_case(CaseStatus.DECIDING)
    first, second = [row.user for row in case.people.filter(part=Part.DECIDER)]
    vote_case(case=case, in_favour=True, words="", acting_user=first)
    waiting = {}
    for user in (first, second, make_secretary(Role.APPROVER)):
        client.force_login(user)
        with translation.override("en"):
            waiting[user] = board(client)["Cases that wait for your vote"]
    assert list(waiting.values()) == [0, 1, 0]


def test_cases_wait_for_whoever_looks_into_them_and_never_for_the_schools_own_people():
    def counts(user):
        with translation.override("en"):
            lines = list(Board(user).lines())
            return [line["count"] for line in lines if str(line["label"]).startswith("Cases")]

    school = make_pledged_school()
    decided = make_case(CaseStatus.DECIDED, school=school)
    heard = make_case(CaseStatus.DECIDING, school=school)
    take_back_case(case=heard, reason="有人回避", acting_user=None)
    make_case(school=school)
    clerk, own = make_secretary(), make_secretary()
    appoint_representative(school=school, user=own, capacity="staff", acting_user=None)
    late = clock.at(clock.now() + dt.timedelta(days=(decided.mend_by - clock.today()).days + 1))
    assert counts(clerk) == [1, 0, 1, 0, 0, 0]
    with late:
        assert counts(clerk) == [1, 0, 1, 0, 1, 0]
        assert counts(own) == [0, 0, 0, 0, 0, 0]
