"""More than one case on a school: undoing one leaves what the others say."""

import datetime as dt
from unittest.mock import patch

import pytest

from association.accounts.roles import Role
from association.alliances.services import join_alliance, leave_association
from association.core import clock
from association.core.errors import RuleError
from association.plaques.enums import (
    PlaqueStatus,
    ProposalStatus,
    PublicState,
    TakeDownStatus,
    Verb,
)
from association.plaques.models import Plaque
from association.plaques.selectors import public_by_number
from association.plaques.services import activate_plaque, approve_measure, issue_plaque
from association.pledges.enums import PledgeStatus
from association.pledges.services import start_pledge
from association.violations.enums import CaseStatus, Measure, ObjectionStatus, RepairStatus
from association.violations.models import Case
from association.violations.selectors.ways_back_office import follows_withdrawal, given_back
from association.violations.services import (
    confirm_withdrawal,
    dismiss_case,
    end_cases,
    grant_repair,
    propose_danger,
    propose_withdrawal,
)
from tests.factories import (
    make_accepted_pledge,
    make_active_plaque,
    make_gate_photo,
    make_plaque,
    make_secretary,
)
from tests.factories.cases import (
    MONTHS,
    Way,
    accept,
    answer,
    appeal,
    carry_out,
    make_case,
    put,
    uphold,
    vote,
)
from tests.factories.ways_back import REASONS, make_objection, make_repair, make_visit
from tests.plaques.measures import withdraw_decision
from tests.violations.acting import on

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
A, B = "第一件事实", "第二件事实"


@pytest.fixture
def plaque():
    return make_active_plaque()


def in_force(school, measure, words, months=12):
    """A case in force, its entry so many months long."""
    with patch.dict(MONTHS, {"S3": (months, 36)}):
        return make_case("in_force", school=school, measure=measure, public_words=words)


def told(plaque):
    """What the public reads: state, reason, and the last day of a suspension."""
    plaque.refresh_from_db()
    shown = public_by_number(plaque.number)
    return shown.state.key, shown.state.reason, shown.state.until


def reasons_told(plaque):
    return [event.reason for event in public_by_number(plaque.number).history if event.reason]


def repair(case):
    make_repair(RepairStatus.GRANTED, case=case)


UNDO = {"withdrawn": withdraw_decision, "repaired": repair}


# -- suspensions -----------------------------------------------------------------------------------


@pytest.mark.parametrize("months", [(12, 24), (24, 12), (12, 12)])
def test_a_suspension_never_ends_earlier_for_another_one(plaque, months):
    first = in_force(plaque.school, Measure.SUSPEND, A, months[0])
    second = in_force(plaque.school, Measure.SUSPEND, B, months[1])
    longer, words = (second, B) if months[1] > months[0] else (first, A)
    assert told(plaque) == (PublicState.SUSPENDED, words, longer.public_until)
    assert plaque.told_until == longer.public_until


@pytest.mark.parametrize("undo", UNDO)
@pytest.mark.parametrize("months", [(12, 24), (24, 12)])
@pytest.mark.parametrize("which", [0, 1])
def test_what_is_left_of_two_suspensions_is_the_other(plaque, undo, months, which):
    cases = [
        in_force(plaque.school, Measure.SUSPEND, words, length)
        for words, length in zip((A, B), months, strict=True)
    ]
    UNDO[undo](cases[which])
    left, words = cases[1 - which], (A, B)[1 - which]
    assert told(plaque) == (PublicState.SUSPENDED, words, left.public_until)
    assert plaque.resumes_as == PlaqueStatus.ACTIVE
    assert reasons_told(plaque) == [words]
    UNDO[undo](left)
    assert told(plaque)[:2] == (PublicState.VALID, "")
    assert reasons_told(plaque) == []


def test_a_danger_that_comes_to_nothing_leaves_a_decided_suspension(plaque):
    danger = make_case("told", school=plaque.school, severity="S3")
    clerk = danger.people.get(part="investigator").user
    proposal = propose_danger(case=danger, plaque=plaque, reason="一处出口被占", acting_user=clerk)
    approve_measure(proposal=proposal, acting_user=make_secretary(Role.APPROVER))
    decided = in_force(plaque.school, Measure.SUSPEND, A)
    dismiss_case(case=danger, words="不属实", acting_user=make_secretary(Role.APPROVER))
    assert told(plaque) == (PublicState.SUSPENDED, A, decided.public_until)


# -- taking back -----------------------------------------------------------------------------------


def test_a_taking_back_that_is_withdrawn_leaves_the_suspension_before_it(plaque):
    suspended = in_force(plaque.school, Measure.SUSPEND, A, 24)
    withdraw_decision(in_force(plaque.school, Measure.REVOKE, B))
    assert told(plaque) == (PublicState.SUSPENDED, A, suspended.public_until)
    assert plaque.resumes_as == PlaqueStatus.ACTIVE
    assert reasons_told(plaque) == [A]
    plaque.pledge.refresh_from_db()
    assert plaque.pledge.status == PledgeStatus.ACCEPTED
    assert plaque.take_down.status == TakeDownStatus.CLOSED
    with on(suspended.public_until + DAY):
        assert told(plaque)[:2] == (PublicState.VALID, "")


def test_a_suspension_that_is_over_does_not_come_back(plaque):
    suspended = in_force(plaque.school, Measure.SUSPEND, A)
    with on(suspended.public_until - DAY):
        revoked = in_force(plaque.school, Measure.REVOKE, B)
    with on(suspended.public_until + DAY):
        withdraw_decision(revoked)
        assert told(plaque)[:2] == (PublicState.VALID, "")


@pytest.mark.parametrize(
    ("measures", "undo"),
    [
        (("revoke", "revoke"), "withdrawn"),
        (("revoke", "expel"), "withdrawn"),
        (("expel", "revoke"), "withdrawn"),
        (("revoke", "revoke"), "repaired"),  # visits are made at members
    ],
)
def test_a_plaque_stays_taken_back_by_the_other_decision(plaque, measures, undo):
    first, second = (
        in_force(plaque.school, measure, words)
        for measure, words in zip(measures, (A, B), strict=True)
    )
    plaque.refresh_from_db()
    since = plaque.status_since
    UNDO[undo](first)
    assert told(plaque)[:2] == (PublicState.REVOKED, B)
    assert plaque.status_since == since
    assert reasons_told(plaque) == [B]
    assert plaque.take_down.status == TakeDownStatus.OPEN
    assert not plaque.school.pledges.accepted().exists()
    if is_member(plaque.school):
        with pytest.raises(RuleError, match=second.code):
            start_pledge(school=plaque.school, acting_user=None)
    if undo == "withdrawn":
        withdraw_decision(second)
        assert told(plaque)[0] == PublicState.VALID
        plaque.pledge.refresh_from_db()
        assert plaque.pledge.status == PledgeStatus.ACCEPTED


def is_member(school):
    return school.memberships.filter(status="active").exists()


@pytest.mark.parametrize("first", [0, 1])
def test_whoever_was_expelled_twice_is_a_member_again_when_both_are_withdrawn(plaque, first):
    cases = [in_force(plaque.school, Measure.EXPEL, words) for words in (A, B)]
    withdraw_decision(cases[first])
    assert not is_member(plaque.school)
    assert told(plaque)[:2] == (PublicState.REVOKED, (A, B)[1 - first])
    withdraw_decision(cases[1 - first])
    assert is_member(plaque.school)
    assert told(plaque)[0] == PublicState.VALID


def test_whoever_left_is_no_member_again_by_a_withdrawal(plaque):
    case = make_case("decided", school=plaque.school, measure=Measure.EXPEL)
    leave_association(school=plaque.school, acting_user=None)
    for act in (accept, carry_out):
        act(case, make_secretary())
    withdraw_decision(case)
    assert not is_member(plaque.school)


def test_an_expulsion_that_ran_out_is_not_undone_by_the_withdrawal_of_another(plaque):
    first = in_force(plaque.school, Measure.EXPEL, A)
    with on(first.public_until - DAY):
        second = in_force(plaque.school, Measure.EXPEL, B)
    with on(first.public_until + DAY):
        end_cases()
        withdraw_decision(second)
        assert not is_member(plaque.school)


@pytest.mark.parametrize("other", [Measure.SUSPEND, Measure.REVOKE])
def test_the_page_before_a_withdrawal_says_which_decision_stays(plaque, other):
    stays = in_force(plaque.school, other, A) if other == Measure.SUSPEND else None
    case = in_force(plaque.school, Measure.REVOKE, B)
    stays = stays or in_force(plaque.school, other, A)
    [shown] = given_back(case)
    assert stays.code in shown.follows[0]
    if other == Measure.REVOKE:
        assert given_back(stays) == []


def test_the_page_before_a_withdrawal_promises_no_membership_another_decision_ended(plaque):
    first = in_force(plaque.school, Measure.EXPEL, A)
    assert any("member" in said for said in follows_withdrawal(first))
    in_force(plaque.school, Measure.EXPEL, B)
    assert not any("member" in said for said in follows_withdrawal(first))


# -- repaired --------------------------------------------------------------------------------------


def test_after_a_repair_nobody_reads_why_the_plaque_was_taken_back(client, plaque):
    case = in_force(plaque.school, Measure.REVOKE, A)
    repair(case)
    plaque.refresh_from_db()
    with on(clock.today() + DAY):
        pages = [
            client.get(plaque.get_absolute_url()).content.decode().partition("</style>")[2],
            client.get(f"/api/v1/plaques/{plaque.number}").content.decode(),
            client.get("/plaques.atom").content.decode(),
            client.get(f"/badge/{plaque.number}.svg").content.decode(),
        ]
        shown = public_by_number(plaque.number)
    assert not [page for page in pages if A in page or "promises__broken" in page]
    assert (shown.state.key, shown.state.reason) == (PublicState.REVOKED, "")
    assert shown.broken_promise is None
    assert plaque.events.last().verb == Verb.TELL_NO_MORE


# -- schools that left -----------------------------------------------------------------------------


@pytest.mark.parametrize("undo", ["withdrawn", "dismissed", "mild"])
def test_what_was_undone_is_not_told_of_a_school_that_left(plaque, undo):
    if undo == "withdrawn":
        case = in_force(plaque.school, Measure.SUSPEND, A)
    else:
        case = make_case("told", school=plaque.school, severity="S3")
        clerk = case.people.get(part="investigator").user
        proposal = propose_danger(case=case, plaque=plaque, reason=A, acting_user=clerk)
        approve_measure(proposal=proposal, acting_user=make_secretary(Role.APPROVER))
    leave_association(school=plaque.school, acting_user=None)
    assert told(plaque)[:2] == (PublicState.RETURNED, A)
    if undo == "withdrawn":
        withdraw_decision(case)
    elif undo == "dismissed":
        dismiss_case(case=case, words="不属实", acting_user=make_secretary(Role.APPROVER))
    else:
        for act in (answer, put, vote):
            act(case, clerk)
    assert told(plaque)[:2] == (PublicState.RETURNED, "")
    assert reasons_told(plaque) == []
    assert public_by_number(plaque.number).broken_promise is None


def test_a_repair_ends_what_is_told_of_a_school_that_left(plaque):
    case = in_force(plaque.school, Measure.SUSPEND, A)
    asked = make_repair(case=case)
    with on(clock.today() + DAY):
        visit = make_visit(case.school)
        leave_association(school=case.school, acting_user=None)
        decider = make_secretary(Role.APPROVER)
        grant_repair(repair=asked, visit=visit, reasons=REASONS, acting_user=decider)
        assert told(plaque)[:2] == (PublicState.RETURNED, "")


# -- no way round ----------------------------------------------------------------------------------


def test_no_plaque_is_issued_while_a_suspension_is_in_force():
    pledge = make_accepted_pledge()
    case = in_force(pledge.school, Measure.SUSPEND, A)
    with pytest.raises(RuleError, match=case.code) as refused:
        issue_plaque(pledge=pledge, acting_user=make_secretary())
    assert str(case.public_until.year) in str(refused.value)
    with on(case.public_until + DAY):
        assert issue_plaque(pledge=pledge, acting_user=make_secretary()).number


def test_leaving_and_joining_again_is_no_way_round_a_suspension(plaque):
    case = in_force(plaque.school, Measure.SUSPEND, A)
    alliance = plaque.school.memberships.get().alliance
    leave_association(school=plaque.school, acting_user=None)
    join_alliance(school=plaque.school, alliance=alliance, acting_user=None)
    # It may sign; a plaque waits for the day.
    pledge = make_accepted_pledge(plaque.school, signer=plaque.pledge.signature.signer)
    with pytest.raises(RuleError, match=case.code):
        issue_plaque(pledge=pledge, acting_user=make_secretary())


def test_no_plaque_is_confirmed_while_a_suspension_is_in_force():
    plaque = make_plaque()
    case = in_force(plaque.school, Measure.SUSPEND, A)
    # One that was lent meanwhile by whatever way.
    Plaque.objects.filter(pk=plaque.pk).update(status="issued")
    with pytest.raises(RuleError, match=case.code):
        activate_plaque(plaque=plaque, photo=make_gate_photo(plaque), acting_user=make_secretary())


# -- without a plaque ------------------------------------------------------------------------------


@pytest.mark.parametrize("measure", [Measure.REVOKE, Measure.EXPEL])
def test_the_pledge_ends_where_there_is_no_plaque_yet(measure):
    pledge = make_accepted_pledge()
    case = in_force(pledge.school, measure, A)
    pledge.refresh_from_db()
    assert (pledge.status, pledge.decision_reason) == (PledgeStatus.ENDED, A)
    withdraw_decision(case)
    pledge.refresh_from_db()
    assert pledge.status == PledgeStatus.ACCEPTED


def test_of_two_decisions_the_pledge_comes_back_with_the_last():
    pledge = make_accepted_pledge()
    first, second = (in_force(pledge.school, Measure.REVOKE, words) for words in (A, B))
    withdraw_decision(first)
    pledge.refresh_from_db()
    assert pledge.status == PledgeStatus.ENDED
    withdraw_decision(second)
    pledge.refresh_from_db()
    assert pledge.status == PledgeStatus.ACCEPTED


# -- proposals and days ----------------------------------------------------------------------------


def decided(case, clerk, measure):
    way = Way(measure, A)
    for act in (answer, put, vote):
        act(case, clerk, way)


@pytest.mark.parametrize("undo", ["dismissed", "mild", "hard", "withdrawn"])
def test_a_proposal_does_not_outlive_what_its_case_asked_for(plaque, undo):
    in_view = Measure.SUSPEND if undo in {"hard", "withdrawn"} else Measure.MEND
    case = make_case("told", school=plaque.school, severity="S3", measure=in_view)
    clerk = case.people.get(part="investigator").user
    proposal = propose_danger(case=case, plaque=plaque, reason=A, acting_user=clerk)
    if undo == "dismissed":
        dismiss_case(case=case, words="不属实", acting_user=make_secretary(Role.APPROVER))
    else:
        decided(case, clerk, in_view)
    if undo == "withdrawn":
        appeal(case, None)
        uphold(case, None)
    proposal.refresh_from_db()
    assert proposal.status == ProposalStatus.WITHDRAWN
    assert proposal.decision_note


def test_an_entry_is_not_withdrawn_after_its_last_day():
    case = in_force(make_active_plaque().school, Measure.CIRCULAR, A)
    with on(case.public_until):
        lodged = make_objection(case=case)
        proposed = make_objection(ObjectionStatus.PROPOSED, case=case)
    with on(case.public_until + DAY):
        decider = make_secretary(Role.APPROVER)
        with pytest.raises(RuleError, match="has ended"):
            propose_withdrawal(objection=lodged, reasons=REASONS, acting_user=decider)
        with pytest.raises(RuleError, match="has ended"):
            confirm_withdrawal(objection=proposed, acting_user=decider)
    assert Case.objects.get(pk=case.pk).status == CaseStatus.IN_FORCE
