"""The board: what waits for each person, most urgent first, few of them by name."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from association.accounts.roles import Role
from association.alliances.enums import Capacity
from association.alliances.models import School
from association.alliances.services import appoint_representative, invite
from association.core import clock
from association.plaques.enums import Colourway, PrintState, ReportKind
from association.plaques.models import PlaqueBatch
from association.plaques.services import issue_batch, report_plaque
from association.violations.enums import CaseStatus, Part
from association.violations.services import take_back_case, vote_case
from home.board import DUTIES, Board
from home.board.duty import FEW
from tests.factories import (
    make_accepted_pledge,
    make_active_plaque,
    make_plaque,
    make_revoked_plaque,
    make_school,
    make_secretary,
    make_signed_pledge,
)
from tests.factories.cases import make_case, make_pledged_school
from tests.factories.findings import days_later, make_finding
from tests.factories.ways_back import make_appeal, make_objection, make_repair
from tests.plaques.measures import propose_danger

pytestmark = pytest.mark.django_db

HOME = reverse("wagtailadmin_home")


def lines(user):
    """What waits for somebody, by its English label."""
    with translation.override("en"):
        return {str(line.label): line for line in Board(user).lines()}


def counts(user):
    return {label: line.count for label, line in lines(user).items()}


def board_of(client):
    """The board as it is shown."""
    page = client.get(HOME, headers={"accept-language": "en"})
    return BeautifulSoup(page.content, "html.parser").select_one(".board")


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


def make_one_of_each(clerk):
    """One row of what is quickly made: pledges, plaques, files, reports, proposals, cases."""
    make_signed_pledge(confirmed=True)
    make_failed_batch()
    make_case()
    propose_danger(make_active_plaque(), acting_user=clerk)
    report_plaque(plaque=make_active_plaque(), kind=ReportKind.ALTERED, words="二维码上贴着纸")
    invite(school=make_school(), acting_user=clerk)


def make_the_rest():
    """What takes the whole way through a case, or a visit."""
    make_revoked_plaque()
    make_finding()
    make_appeal()
    make_objection()
    make_repair()
    for status in (CaseStatus.TOLD, CaseStatus.DECIDED):
        make_case(status)


def test_the_board_counts_what_waits_for_each_person():
    make_signed_pledge(confirmed=True)
    make_accepted_pledge()
    make_plaque()
    make_failed_batch()
    clerk = make_secretary(Role.CLERK)
    propose_danger(make_active_plaque(), acting_user=clerk)
    propose_danger(make_active_plaque(), acting_user=make_secretary(Role.CLERK))
    report_plaque(plaque=make_active_plaque(), kind=ReportKind.ALTERED, words="二维码上贴着纸")
    make_case()
    assert counts(clerk) == {
        "Signed pledges to review": 1,
        "Cases the school is not told of yet": 1,
        "Accepted pledges that wait for a plaque or a renewal": 2,
        "Plaques not confirmed at the gate": 2,
        "Open reports about plaques": 1,
        "Print files that could not be made": 1,
        "Your proposals that wait for another person": 1,
    }
    assert counts(make_secretary(Role.APPROVER)) == {"Measures that wait for your decision": 2}
    assert counts(make_secretary(Role.SECRETARY_GENERAL)) == {
        "Measures that wait for your decision": 2
    }
    assert counts(make_secretary(Role.EDITOR)) == {}
    assert counts(make_secretary(Role.AUDITOR)) == {}


def test_what_is_late_stands_first_in_its_group_and_decisions_stand_before_all():
    make_signed_pledge(confirmed=True)
    make_accepted_pledge()
    make_case(CaseStatus.DECIDED)
    clerk = make_secretary()
    yesterday = clock.today() - dt.timedelta(days=1)
    School.objects.update(licence_long_term=False, licence_valid_until=yesterday)
    with days_later(60):
        shown = [(line.group.value, line.late) for line in Board(clerk).lines()]
    assert shown == sorted(shown, key=lambda one: (["decide", "do", "look"].index(one[0]), -one[1]))
    assert {group for group, _late in shown} == {"decide", "do", "look"}
    assert ("do", True) in shown


def test_every_address_on_the_board_is_open_to_whoever_reads_it(client):
    make_one_of_each(make_secretary())
    make_the_rest()
    users = {role: make_secretary(role) for role in Role}
    with days_later(70):
        for role, user in users.items():
            client.force_login(user)
            addresses = {link["href"] for link in board_of(client).select("a")}
            answers = {url: client.get(url, follow=True).status_code for url in addresses}
            assert set(answers.values()) <= {200}, (role, answers)
            assert bool(addresses) is (role != Role.EDITOR), role


def test_few_stand_by_name_with_the_page_of_the_act_and_many_do_not():
    clerk = make_secretary()
    first = make_signed_pledge(make_school("甲校"), confirmed=True)
    label = "Signed pledges to review"
    [record] = lines(clerk)[label].records
    assert record == ("甲校", reverse("pledge:inspect", args=[first.pk]))
    for _more in range(3):
        make_signed_pledge(confirmed=True)
    line = lines(clerk)[label]
    assert (line.count, line.records) == (4, [])
    assert line.url == reverse("pledge:index") + "?state=ready"


def test_what_is_not_hung_leads_to_the_list_of_what_is_to_hang():
    make_plaque()
    label = "Plaques not confirmed at the gate"
    assert lines(make_secretary())[label].url == reverse("plaque_admin:hanging")


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("role", "queries"), [(Role.CLERK, 54), (Role.APPROVER, 19)])
def test_the_board_takes_a_fixed_number_of_queries_however_much_waits(role, queries, rows):
    clerk = make_secretary()
    for _row in range(rows):
        make_one_of_each(clerk)
    user = clerk if role == Role.CLERK else make_secretary(role)
    many = sum(line.count > FEW for line in Board(user).lines())
    with CaptureQueriesContext(connection) as asked:
        Board(user).get_context_data({})
    # One more where many wait: they are counted.
    assert len(asked) - many == queries


def test_an_invitation_waits_after_a_week_and_while_its_seat_is_empty():
    clerk, school = make_secretary(), make_school()
    label = "Invitations that nobody has answered"
    invitation = invite(school=school, acting_user=clerk)
    assert label not in counts(clerk)
    seen = []
    for days in (6, 8, 20, 50):
        with days_later(days):
            seen.append(counts(clerk).get(label))
    assert seen == [None, 1, 1, None]
    appoint_representative(
        school=school, user=make_secretary(), capacity=Capacity.PRINCIPAL, acting_user=None
    )
    with days_later(8):
        assert label not in counts(clerk)
    assert invitation.school == school


def test_nothing_waits_is_said_and_an_empty_register_begins_with_the_ledger(client):
    client.force_login(make_secretary())
    begin = f'[href="{reverse("roster_imports:add")}"]'
    board = board_of(client)
    assert gettext("Nothing waits for you.") in board.get_text()
    assert board.select(begin)
    make_school()
    assert not board_of(client).select(begin)


def test_no_duty_stands_twice_and_each_has_a_list():
    with translation.override("en"):
        labels = [str(duty.label) for duty in DUTIES]
        assert len(set(labels)) == len(labels)
        assert all(duty.url().startswith("/admin/") for duty in DUTIES)


def test_a_case_waits_for_each_of_those_named_until_they_have_voted():
    case = make_case(CaseStatus.DECIDING)
    first, second = [row.user for row in case.people.filter(part=Part.DECIDER)]
    vote_case(case=case, in_favour=True, words="", acting_user=first)
    label = "Cases that wait for your vote"
    others = make_secretary(Role.APPROVER)
    waiting = [counts(user).get(label) for user in (first, second, others)]
    assert waiting == [None, 1, None]


def test_cases_wait_for_whoever_looks_into_them_and_never_for_the_schools_own_people():
    def of_cases(user):
        return [line.count for label, line in lines(user).items() if label.startswith("Cases")]

    school = make_pledged_school()
    decided = make_case(CaseStatus.DECIDED, school=school)
    heard = make_case(CaseStatus.DECIDING, school=school)
    take_back_case(case=heard, reason="有人回避", acting_user=None)
    make_case(school=school)
    clerk, own = make_secretary(), make_secretary()
    appoint_representative(school=school, user=own, capacity="staff", acting_user=None)
    late = clock.at(clock.now() + dt.timedelta(days=(decided.mend_by - clock.today()).days + 1))
    assert of_cases(clerk) == [1, 1]
    with late:
        assert of_cases(clerk) == [1, 1, 1]
        assert of_cases(own) == []
