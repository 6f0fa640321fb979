"""Immediate danger: two people, ten working days, once, and the case goes its way."""

import datetime as dt

import pytest

from association.accounts.roles import Role
from association.alliances.services import (
    appoint_representative,
    join_alliance,
    leave_association,
)
from association.core import clock
from association.core.errors import InvalidTransition, RuleError
from association.core.workdays import add_working_days
from association.plaques.enums import PlaqueStatus, ProposalStatus, PublicState
from association.plaques.models import MeasureProposal, Plaque
from association.plaques.services import (
    approve_measure,
    end_suspensions,
    issue_plaque,
    propose_measure,
    reject_measure,
)
from association.violations.enums import CaseStatus, Measure
from association.violations.services import amend_case, dismiss_case, propose_danger
from tests.factories import (
    make_accepted_pledge,
    make_active_plaque,
    make_danger_case,
    make_school,
    make_secretary,
)
from tests.factories.cases import (
    Way,
    accept,
    answer,
    carry_out,
    make_accusation,
    make_case,
    put,
    vote,
)
from tests.violations.acting import on

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
WORDS = "一处安全出口被桌椅占用"


@pytest.fixture
def plaque():
    return make_active_plaque()


def propose(case, plaque, user=None):
    user = user or case.people.filter(part="investigator").first().user
    return propose_danger(case=case, plaque=plaque, reason=WORDS, acting_user=user)


def suspend(plaque):
    """A case with its plaque suspended for danger today."""
    case = make_danger_case(plaque)
    approve_measure(proposal=propose(case, plaque), acting_user=make_secretary(Role.APPROVER))
    plaque.refresh_from_db()
    return case


def state(plaque):
    return Plaque.objects.get(pk=plaque.pk).state


def test_it_takes_a_second_person_who_did_not_look_into_the_case(plaque):
    case = make_danger_case(plaque)
    clerk = case.people.get(part="investigator").user
    proposal = propose(case, plaque)
    assert state(plaque) == PublicState.VALID
    with pytest.raises(RuleError, match="Another person"):
        approve_measure(proposal=proposal, acting_user=clerk)
    assert state(plaque) == PublicState.VALID
    approve_measure(proposal=proposal, acting_user=make_secretary(Role.APPROVER))
    assert state(plaque) == PublicState.SUSPENDED


def test_it_ends_by_itself_after_ten_working_days(plaque):
    suspend(plaque)
    last = add_working_days(clock.today(), 10)
    assert plaque.suspended_until == last
    with on(last):
        assert (state(plaque), end_suspensions()) == (PublicState.SUSPENDED, 0)
    with on(last + DAY):
        assert state(plaque) == PublicState.VALID
        assert end_suspensions() == 1
        plaque.refresh_from_db()
        assert (plaque.status, plaque.public_reason) == (PlaqueStatus.ACTIVE, "")


def test_it_is_not_prolonged_by_another_one(plaque):
    case = suspend(plaque)
    with on(plaque.suspended_until + DAY), pytest.raises(RuleError, match="already"):
        propose(case, plaque)


def test_nor_by_another_case_nor_on_another_number_of_the_campus(plaque):
    first = suspend(plaque)
    other = make_danger_case(plaque)
    with on(plaque.suspended_until + DAY):
        end_suspensions()
        with pytest.raises(RuleError, match=first.code):
            propose(other, plaque)
        school, alliance = plaque.school, plaque.school.memberships.get().alliance
        leave_association(school=school, acting_user=None)
        join_alliance(school=school, alliance=alliance, acting_user=None)
        signer = school.representatives.first().user
        pledge = make_accepted_pledge(school, signer=signer)
        newer = issue_plaque(pledge=pledge, campus=plaque.campus, acting_user=make_secretary())
        assert newer.number != plaque.number
        with pytest.raises(RuleError, match=first.code):
            propose(other, newer)
        dismiss_case(case=first, words="不属实", acting_user=make_secretary(Role.APPROVER))
        assert propose(other, newer).status == ProposalStatus.OPEN


def test_another_campus_is_another_danger(plaque):
    campus = plaque.school.campuses.create(name="分校", kind="campus", address="示范路2号")
    further = issue_plaque(pledge=plaque.pledge, campus=campus, acting_user=make_secretary())
    case = suspend(plaque)
    assert propose(case, further).status == ProposalStatus.OPEN


def test_the_school_is_told_first(plaque):
    case = make_case("open", school=plaque.school, severity="S3")
    with pytest.raises(RuleError, match="tell the school"):
        propose(case, plaque)
    assert not MeasureProposal.objects.exists()


def test_the_case_cannot_be_made_milder_meanwhile(plaque):
    case = make_danger_case(plaque)
    propose(case, plaque)
    clerk = case.people.get(part="investigator").user
    with pytest.raises(InvalidTransition):
        amend_case(
            case=case, accusation=make_accusation(case.school, severity="S1"), acting_user=clerk
        )


def test_its_words_name_nobody_and_no_number(plaque):
    user = make_secretary(last_name="诸葛", first_name="提议")
    case = make_case("told", school=plaque.school, severity="S3", clerk=user)
    for words in ("诸葛提议看到漏电", "请拨打13812345678"):
        with pytest.raises(RuleError, match="take out"):
            propose_danger(case=case, plaque=plaque, reason=words, acting_user=user)


@pytest.mark.parametrize("severity", ["S1", "S2"])
def test_only_a_serious_case_carries_it(plaque, severity):
    case = make_case("told", school=plaque.school, severity=severity)
    with pytest.raises(RuleError, match="S3"):
        propose(case, plaque)


def test_it_needs_a_case_of_that_school(plaque):
    case = make_danger_case(make_active_plaque())
    with pytest.raises(RuleError, match="not the school's"):
        propose(case, plaque)
    promise = plaque.pledge.covenant_version.promises.get(code="P7")
    with pytest.raises(RuleError, match="case"):
        propose_measure(
            plaque=plaque,
            kind="suspend",
            reason=WORDS,
            promise=promise,
            acting_user=make_secretary(),
        )


@pytest.mark.parametrize("status", [CaseStatus.DECIDED, CaseStatus.CLOSED, CaseStatus.DISMISSED])
def test_it_comes_before_the_decision(plaque, status):
    case = make_case(status, school=plaque.school, severity="S3")
    with pytest.raises(InvalidTransition):
        propose(case, plaque, make_secretary())


def test_a_case_that_comes_to_nothing_lifts_it_at_once(plaque):
    case = suspend(plaque)
    dismiss_case(case=case, words="经核实不属实", acting_user=make_secretary(Role.APPROVER))
    assert state(plaque) == PublicState.VALID


def test_a_mild_decision_lifts_it_at_once(plaque):
    case = suspend(plaque)
    clerk = case.people.get(part="investigator").user
    answer(case, clerk)
    put(case, clerk)
    vote(case, clerk)
    assert (case.status, state(plaque)) == (CaseStatus.DECIDED, PublicState.VALID)


def test_two_people_may_lift_it_before(plaque):
    suspend(plaque)
    proposal = propose_measure(
        plaque=plaque, kind="reinstate", reason="已清空", acting_user=make_secretary()
    )
    approve_measure(proposal=proposal, acting_user=make_secretary(Role.APPROVER))
    assert state(plaque) == PublicState.VALID


def rival_of(school, role=Role.APPROVER):
    """Somebody of the secretariat who acts for a school of the same alliance."""
    user = make_secretary(role)
    appoint_representative(school=make_school(), user=user, capacity="staff", acting_user=None)
    return user


def lifting(plaque, user):
    return propose_measure(plaque=plaque, kind="reinstate", reason="已清空", acting_user=user)


def test_nobody_of_a_rival_lifts_it_or_turns_it_down(plaque):
    proposal = propose(make_danger_case(plaque), plaque)
    rival = rival_of(plaque.school)
    for decide in (approve_measure, reject_measure):
        with pytest.raises(RuleError, match="same alliance"):
            decide(proposal=proposal, acting_user=rival, note="x")
    approve_measure(proposal=proposal, acting_user=make_secretary(Role.APPROVER))
    with pytest.raises(RuleError, match="same alliance"):
        lifting(plaque, rival_of(plaque.school, Role.CLERK))
    second = lifting(plaque, make_secretary())
    for decide in (approve_measure, reject_measure):
        with pytest.raises(RuleError, match="same alliance"):
            decide(proposal=second, acting_user=rival, note="x")
    assert state(plaque) == PublicState.SUSPENDED
    approve_measure(proposal=second, acting_user=make_secretary(Role.APPROVER))
    assert state(plaque) == PublicState.VALID


def test_it_ends_with_the_case_whatever_became_of_those_who_met_the_danger(plaque):
    case = suspend(plaque)
    proposer = plaque.proposals.get().proposed_by
    appoint_representative(school=make_school(), user=proposer, capacity="staff", acting_user=None)
    dismiss_case(case=case, words="经核实不属实", acting_user=make_secretary(Role.APPROVER))
    assert state(plaque) == PublicState.VALID


def test_a_decision_takes_its_place_and_is_lifted_by_no_proposal(plaque):
    case = make_case("told", school=plaque.school, measure=Measure.SUSPEND)
    clerk = case.people.get(part="investigator").user
    approve_measure(proposal=propose(case, plaque), acting_user=make_secretary(Role.APPROVER))
    way = Way(Measure.SUSPEND, WORDS)
    for act in (answer, put, vote, accept, carry_out):
        act(case, clerk, way)
    plaque.refresh_from_db()
    assert plaque.suspended_until == case.public_until
    assert plaque.resumes_as == PlaqueStatus.ACTIVE
    with pytest.raises(RuleError, match="was decided"):
        propose_measure(
            plaque=plaque, kind="reinstate", reason="已清空", acting_user=make_secretary()
        )
