import pytest
from django.db import DatabaseError, transaction

from association.accounts.roles import Role
from association.alliances.services import join_alliance, leave_association
from association.core import clock
from association.core.errors import InvalidTransition, RuleError
from association.core.workdays import add_working_days
from association.plaques.enums import MeasureKind, PlaqueStatus, ProposalStatus, PublicState
from association.plaques.grounds import refuse_without_ground
from association.plaques.models import MeasureProposal
from association.plaques.services import (
    approve_measure,
    carry_out_decision,
    issue_plaque,
    possible_measures,
    propose_measure,
    reject_measure,
    withdraw_proposal,
)
from association.plaques.services.carrying import carry_out
from association.pledges.enums import PledgeStatus
from tests.factories import (
    make_accepted_pledge,
    make_active_plaque,
    make_covenant,
    make_danger_case,
    make_plaque,
    make_revoked_plaque,
    make_secretary,
    put_in_force,
)
from tests.plaques.measures import lift, propose_danger, propose_lifting, suspend_for_danger

pytestmark = pytest.mark.django_db


def test_a_decision_carried_out_is_what_the_public_reads():
    plaque = make_revoked_plaque(reason="未公开收费项目")
    assert plaque.state == PublicState.REVOKED
    assert plaque.public_reason == "未公开收费项目"
    assert list(plaque.events.values_list("sequence", "verb", "old_status", "new_status")) == [
        (1, "issue_plaque", "", "issued"),
        (2, "activate_plaque", "issued", "active"),
        (3, "revoke_plaque", "active", "revoked"),
    ]


def test_the_history_of_a_decided_measure_names_its_two_people_and_its_case():
    measure = make_revoked_plaque().proposals.get()
    told = list(measure.events.values_list("verb", "acting_user"))
    assert told == [
        ("propose_measure", measure.proposed_by_id),
        ("approve_measure", measure.decided_by_id),
    ]
    assert measure.proposed_by_id != measure.decided_by_id
    assert measure.basis
    assert measure.carried_out_at is not None


@pytest.mark.parametrize("kind", [MeasureKind.REVOKE, MeasureKind.RESTORE])
def test_nothing_is_taken_or_given_back_by_a_proposal(kind):
    plaque = make_active_plaque()
    case = make_danger_case(plaque)
    with pytest.raises(RuleError):
        propose_danger(plaque, kind=kind, basis=case.code)
    assert not plaque.proposals.exists()


@pytest.mark.parametrize("basis", [" ", "HC-2026-9999"])
def test_a_suspension_for_danger_needs_a_case_that_carries_it(basis):
    plaque = make_active_plaque()
    with pytest.raises(RuleError):
        propose_danger(plaque, basis=basis)
    assert not plaque.proposals.exists()


def test_a_case_of_another_school_carries_no_measure():
    case = make_danger_case(make_active_plaque())
    with pytest.raises(RuleError):
        propose_danger(make_active_plaque(), basis=case.code)


def test_a_suspension_for_danger_ends_after_ten_working_days():
    plaque = suspend_for_danger()
    last_day = add_working_days(clock.today(), 10)
    assert (plaque.state, plaque.suspended_until) == (PublicState.SUSPENDED, last_day)
    assert plaque.proposals.get().until == last_day


def test_a_plaque_that_does_not_hang_yet_is_suspended_and_waits_again_afterwards():
    plaque = suspend_for_danger(make_plaque())
    assert plaque.state == PublicState.SUSPENDED
    assert lift(plaque).state == PublicState.NOT_ACTIVATED


def test_a_suspended_plaque_is_not_suspended_for_danger_once_more():
    plaque = suspend_for_danger()
    with pytest.raises(RuleError):
        propose_danger(plaque)


def test_only_the_lifting_of_a_suspension_is_offered_on_the_plaques_page():
    assert possible_measures(make_plaque()) == []
    assert possible_measures(make_active_plaque()) == []
    assert possible_measures(suspend_for_danger()) == [MeasureKind.REINSTATE]


def test_a_suspension_that_was_decided_is_not_lifted_by_a_proposal():
    plaque = make_revoked_plaque(kind=MeasureKind.SUSPEND)
    with pytest.raises(RuleError):
        propose_lifting(plaque)
    plaque.refresh_from_db()
    assert plaque.state == PublicState.SUSPENDED


def test_a_suspension_for_danger_cannot_be_lifted_once_a_decision_took_its_place():
    plaque = suspend_for_danger()
    waiting = propose_lifting(plaque)
    put_in_force(plaque, kind=MeasureKind.SUSPEND)
    waiting.refresh_from_db()
    assert waiting.status == ProposalStatus.WITHDRAWN
    with pytest.raises(RuleError):
        propose_lifting(plaque)


def test_nobody_decides_on_their_own_proposal():
    clerk = make_secretary()
    proposal = propose_danger(acting_user=clerk)
    with pytest.raises(RuleError):
        approve_measure(proposal=proposal, acting_user=clerk)
    proposal.plaque.refresh_from_db()
    assert proposal.plaque.status == PlaqueStatus.ACTIVE


def test_nothing_is_carried_out_on_an_open_proposal():
    proposal = propose_danger()
    with pytest.raises(RuleError):
        carry_out(measure=proposal, acting_user=make_secretary())
    proposal.plaque.refresh_from_db()
    assert proposal.plaque.status == PlaqueStatus.ACTIVE


def test_a_measure_is_carried_out_once():
    plaque = suspend_for_danger()
    measure = plaque.proposals.get()
    lift(plaque)
    with pytest.raises(RuleError):
        carry_out(measure=measure, acting_user=make_secretary())
    plaque.refresh_from_db()
    assert plaque.state == PublicState.VALID
    assert plaque.public_reason == ""


def test_a_decision_without_a_case_touches_no_plaque():
    plaque = make_active_plaque()
    with pytest.raises(RuleError):
        carry_out_decision(
            plaque=plaque,
            kind=MeasureKind.REVOKE,
            promise=plaque.pledge.covenant_version.promises.first(),
            reason="x",
            basis=make_danger_case(plaque).code,
            proposed_by=make_secretary(),
            decided_by=make_secretary(),
        )
    plaque.refresh_from_db()
    assert plaque.status == PlaqueStatus.ACTIVE
    assert not plaque.proposals.exists()


def test_a_rejected_proposal_leaves_the_plaque_as_it_is():
    proposal = propose_danger()
    reject_measure(proposal=proposal, note="证据不足", acting_user=make_secretary(Role.APPROVER))
    proposal.plaque.refresh_from_db()
    assert proposal.plaque.state == PublicState.VALID
    assert proposal.events.last().reason == "证据不足"


def test_leaving_and_joining_again_does_not_outrun_a_proposal():
    plaque = make_active_plaque()
    proposal = propose_danger(plaque)
    school, alliance = plaque.school, plaque.school.memberships.get().alliance
    leave_association(school=school, acting_user=None)
    join_alliance(school=school, alliance=alliance, acting_user=None)
    principal = school.representatives.get().user
    anew = make_accepted_pledge(school, signer=principal)
    with pytest.raises(RuleError):
        issue_plaque(pledge=anew, acting_user=make_secretary())
    reject_measure(proposal=proposal, note="已核实", acting_user=make_secretary(Role.APPROVER))
    assert issue_plaque(pledge=anew, acting_user=make_secretary()).number != plaque.number


def test_only_a_decision_says_that_a_promise_was_broken():
    plaque = suspend_for_danger()
    assert plaque.is_precaution
    assert plaque.broken_promise is None
    assert plaque.proposals.get().promise.code == "P6"
    decided = make_revoked_plaque(kind=MeasureKind.SUSPEND)
    assert not decided.is_precaution
    assert decided.broken_promise.code == "P8"


def test_a_suspension_for_danger_names_a_promise_as_the_school_signed_it():
    plaque = make_active_plaque()
    case = make_danger_case(plaque)
    for promise in (None, make_covenant().promises.first()):
        with pytest.raises(RuleError):
            propose_danger(plaque, promise=promise, basis=case.code)


def test_taking_the_last_plaque_back_ends_the_pledge():
    plaque = make_revoked_plaque(reason="未公开收费项目")
    plaque.pledge.refresh_from_db()
    assert plaque.pledge.status == PledgeStatus.ENDED
    assert plaque.pledge.decision_reason == "未公开收费项目"


def test_a_decision_takes_the_plaques_of_all_campuses_back_and_the_pledge_ends_once():
    plaque = make_active_plaque()
    second = plaque.school.campuses.create(name="东校区", kind="campus", address="示范区东路1号")
    further = issue_plaque(pledge=plaque.pledge, campus=second, acting_user=make_secretary())
    put_in_force(plaque)
    further.refresh_from_db()
    plaque.pledge.refresh_from_db()
    assert (plaque.state, further.state) == (PublicState.REVOKED, PublicState.REVOKED)
    assert plaque.pledge.events.filter(verb="end_pledge").count() == 1


def test_a_suspension_leaves_the_pledge_in_force():
    plaque = make_revoked_plaque(kind=MeasureKind.SUSPEND)
    plaque.pledge.refresh_from_db()
    assert plaque.pledge.status == PledgeStatus.ACCEPTED


def test_a_new_pledge_that_waits_for_its_renewal_ends_with_the_plaque():
    plaque = make_active_plaque()
    make_covenant()
    newer = make_accepted_pledge(plaque.school, signer=plaque.pledge.signature.signer)
    put_in_force(plaque)
    newer.refresh_from_db()
    assert newer.status == PledgeStatus.ENDED
    with pytest.raises(RuleError):
        issue_plaque(pledge=newer, acting_user=make_secretary())


def test_who_proposed_withdraws_before_a_decision_and_may_propose_again():
    plaque = make_active_plaque()
    clerk, case = make_secretary(), make_danger_case(plaque)
    proposal = propose_danger(plaque, acting_user=clerk, basis=case.code)
    withdraw_proposal(proposal=proposal, note="认错了校区", acting_user=clerk)
    assert list(proposal.events.values_list("verb", "new_status", "reason"))[-1] == (
        "withdraw_proposal",
        "withdrawn",
        "认错了校区",
    )
    plaque.refresh_from_db()
    assert plaque.status == PlaqueStatus.ACTIVE
    again = propose_danger(plaque, acting_user=clerk, basis=case.code)
    assert again.status == ProposalStatus.OPEN


def test_only_the_proposer_withdraws_with_a_note_and_only_while_it_is_open():
    clerk = make_secretary()
    proposal = propose_danger(acting_user=clerk)
    with pytest.raises(RuleError):
        withdraw_proposal(proposal=proposal, note="x", acting_user=make_secretary())
    with pytest.raises(RuleError):
        withdraw_proposal(proposal=proposal, note=" ", acting_user=clerk)
    reject_measure(proposal=proposal, note="证据不足", acting_user=make_secretary(Role.APPROVER))
    with pytest.raises(InvalidTransition):
        withdraw_proposal(proposal=proposal, note="x", acting_user=clerk)


def test_a_withdrawn_proposal_cannot_be_approved_any_more():
    clerk = make_secretary()
    proposal = propose_danger(acting_user=clerk)
    withdraw_proposal(proposal=proposal, note="认错了校区", acting_user=clerk)
    with pytest.raises(InvalidTransition):
        approve_measure(proposal=proposal, acting_user=make_secretary(Role.APPROVER))


def test_a_suspension_from_before_measures_named_their_case_can_be_lifted():
    refuse_without_ground(MeasureProposal(plaque=make_active_plaque(), kind=MeasureKind.REINSTATE))


@pytest.mark.parametrize(
    "change",
    [
        {"reason": "别的理由"},
        {"kind": MeasureKind.SUSPEND},
        {"decision_note": "别的说明"},
        {"status": "rejected"},
        {"basis": "HC-2026-0099"},
        {"until": "2030-01-01"},
        {"told_until": "2030-01-01"},
    ],
    ids=str,
)
def test_what_two_people_decided_is_not_rewritten(change):
    proposal = make_revoked_plaque().proposals.get()
    with pytest.raises(DatabaseError, match="kept as evidence"), transaction.atomic():
        MeasureProposal.objects.filter(pk=proposal.pk).update(**change)
    with pytest.raises(DatabaseError, match="kept as evidence"), transaction.atomic():
        MeasureProposal.objects.filter(pk=proposal.pk)._raw_delete(using="default")


def test_an_open_proposal_keeps_its_words():
    proposal = propose_danger()
    with pytest.raises(DatabaseError, match="kept as evidence"), transaction.atomic():
        MeasureProposal.objects.filter(pk=proposal.pk).update(reason="更重的理由")


def test_a_proposal_names_its_case():
    with pytest.raises(RuleError):
        propose_measure(
            plaque=make_active_plaque(),
            kind=MeasureKind.SUSPEND,
            reason="x",
            acting_user=make_secretary(),
        )
