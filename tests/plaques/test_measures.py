import pytest
from django.db import DatabaseError, transaction

from association.accounts.roles import Role
from association.alliances.services import join_alliance, leave_association
from association.core.errors import InvalidTransition, RuleError
from association.plaques.enums import MeasureKind, PlaqueStatus, ProposalStatus, PublicState
from association.plaques.models import MeasureProposal
from association.plaques.services import (
    approve_measure,
    issue_plaque,
    propose_measure,
    reject_measure,
    revoke_plaque,
    suspend_plaque,
    withdraw_proposal,
)
from association.pledges.enums import PledgeStatus
from tests.factories import (
    make_accepted_pledge,
    make_active_plaque,
    make_covenant,
    make_revoked_plaque,
    make_secretary,
)

pytestmark = pytest.mark.django_db


def propose(plaque, kind=MeasureKind.REVOKE, **values):
    return propose_measure(
        **{
            "plaque": plaque,
            "kind": kind,
            "promise": plaque.pledge.covenant_version.promises.get(code="P6"),
            "reason": "预收费未入监管账户",
            "acting_user": make_secretary(),
            **values,
        }
    )


def test_an_approved_revocation_is_what_the_public_reads():
    plaque = make_revoked_plaque(reason="未公开收费项目")
    assert plaque.state == PublicState.REVOKED
    assert plaque.public_reason == "未公开收费项目"
    assert list(plaque.events.values_list("sequence", "verb", "old_status", "new_status")) == [
        (1, "issue_plaque", "", "issued"),
        (2, "activate_plaque", "issued", "active"),
        (3, "revoke_plaque", "active", "revoked"),
    ]


def test_nobody_decides_on_their_own_proposal():
    plaque = make_active_plaque()
    clerk = make_secretary()
    proposal = propose(plaque, acting_user=clerk)
    with pytest.raises(RuleError):
        approve_measure(proposal=proposal, acting_user=clerk)
    plaque.refresh_from_db()
    assert plaque.status == PlaqueStatus.ACTIVE


def test_a_plaque_is_not_taken_back_on_an_open_proposal():
    plaque = make_active_plaque()
    proposal = propose(plaque)
    with pytest.raises(RuleError):
        revoke_plaque(plaque=plaque, reason="x", decision=proposal, acting_user=make_secretary())
    plaque.refresh_from_db()
    assert plaque.status == PlaqueStatus.ACTIVE


def test_a_decision_is_carried_out_once():
    plaque = make_revoked_plaque(kind=MeasureKind.SUSPEND)
    decision = plaque.proposals.get()
    lift = propose(plaque, kind=MeasureKind.REINSTATE, promise=None)
    approve_measure(proposal=lift, acting_user=make_secretary(Role.APPROVER))
    with pytest.raises(RuleError):
        suspend_plaque(plaque=plaque, reason="x", decision=decision, acting_user=make_secretary())
    plaque.refresh_from_db()
    assert plaque.state == PublicState.VALID
    assert plaque.public_reason == ""


def test_a_rejected_proposal_leaves_the_plaque_as_it_is():
    plaque = make_active_plaque()
    proposal = propose(plaque)
    reject_measure(proposal=proposal, note="证据不足", acting_user=make_secretary(Role.APPROVER))
    plaque.refresh_from_db()
    assert plaque.state == PublicState.VALID
    assert proposal.events.last().reason == "证据不足"


def test_leaving_and_joining_again_does_not_outrun_a_proposal():
    plaque = make_active_plaque()
    proposal = propose(plaque)
    school, alliance = plaque.school, plaque.school.memberships.get().alliance
    leave_association(school=school, acting_user=None)
    join_alliance(school=school, alliance=alliance, acting_user=None)
    principal = school.representatives.get().user
    anew = make_accepted_pledge(school, signer=principal)
    with pytest.raises(RuleError):
        issue_plaque(pledge=anew, acting_user=make_secretary())
    reject_measure(proposal=proposal, note="已核实", acting_user=make_secretary(Role.APPROVER))
    assert issue_plaque(pledge=anew, acting_user=make_secretary()).number != plaque.number


def test_a_measure_names_its_promise_until_it_is_lifted():
    plaque = make_revoked_plaque(kind=MeasureKind.SUSPEND)
    assert plaque.broken_promise.code == "P8"
    lift = propose(plaque, kind=MeasureKind.REINSTATE, promise=None)
    approve_measure(proposal=lift, acting_user=make_secretary(Role.APPROVER))
    plaque.refresh_from_db()
    assert plaque.broken_promise is None


def test_taking_the_last_plaque_back_ends_the_pledge_and_the_school_begins_anew():
    plaque = make_revoked_plaque(reason="未公开收费项目")
    assert plaque.pledge.status == PledgeStatus.ENDED
    assert plaque.pledge.decision_reason == "未公开收费项目"
    anew = make_accepted_pledge(plaque.school, signer=plaque.pledge.signature.signer)
    issued = issue_plaque(pledge=anew, acting_user=make_secretary())
    assert (issued.status, issued.campus) == (PlaqueStatus.ISSUED, plaque.campus)


def test_the_pledge_stays_in_force_while_another_campus_has_its_plaque():
    plaque = make_active_plaque()
    second = plaque.school.campuses.create(name="东校区", kind="campus", address="示范区东路1号")
    issue_plaque(pledge=plaque.pledge, campus=second, acting_user=make_secretary())
    approve_measure(proposal=propose(plaque), acting_user=make_secretary(Role.APPROVER))
    plaque.pledge.refresh_from_db()
    assert plaque.pledge.status == PledgeStatus.ACCEPTED


def test_a_suspension_leaves_the_pledge_in_force():
    assert make_revoked_plaque(kind=MeasureKind.SUSPEND).pledge.status == PledgeStatus.ACCEPTED


def test_a_new_pledge_that_waits_for_its_renewal_ends_with_the_plaque():
    plaque = make_active_plaque()
    make_covenant()
    newer = make_accepted_pledge(plaque.school, signer=plaque.pledge.signature.signer)
    approve_measure(proposal=propose(plaque), acting_user=make_secretary(Role.APPROVER))
    newer.refresh_from_db()
    assert newer.status == PledgeStatus.ENDED
    with pytest.raises(RuleError):
        issue_plaque(pledge=newer, acting_user=make_secretary())


def test_who_proposed_withdraws_before_a_decision_and_may_propose_again():
    plaque = make_active_plaque()
    clerk = make_secretary()
    proposal = propose(plaque, acting_user=clerk)
    withdraw_proposal(proposal=proposal, note="认错了校区", acting_user=clerk)
    assert list(proposal.events.values_list("verb", "new_status", "reason"))[-1] == (
        "withdraw_proposal",
        "withdrawn",
        "认错了校区",
    )
    plaque.refresh_from_db()
    assert plaque.status == PlaqueStatus.ACTIVE
    assert propose(plaque, acting_user=clerk).status == ProposalStatus.OPEN


def test_only_the_proposer_withdraws_with_a_note_and_only_while_it_is_open():
    clerk = make_secretary()
    proposal = propose(make_active_plaque(), acting_user=clerk)
    with pytest.raises(RuleError):
        withdraw_proposal(proposal=proposal, note="x", acting_user=make_secretary())
    with pytest.raises(RuleError):
        withdraw_proposal(proposal=proposal, note=" ", acting_user=clerk)
    reject_measure(proposal=proposal, note="证据不足", acting_user=make_secretary(Role.APPROVER))
    with pytest.raises(InvalidTransition):
        withdraw_proposal(proposal=proposal, note="x", acting_user=clerk)


def test_a_withdrawn_proposal_cannot_be_approved_any_more():
    clerk = make_secretary()
    proposal = propose(make_active_plaque(), acting_user=clerk)
    withdraw_proposal(proposal=proposal, note="认错了校区", acting_user=clerk)
    with pytest.raises(InvalidTransition):
        approve_measure(proposal=proposal, acting_user=make_secretary(Role.APPROVER))


@pytest.mark.parametrize(
    "change",
    [
        {"reason": "别的理由"},
        {"kind": MeasureKind.SUSPEND},
        {"decision_note": "别的说明"},
        {"status": "rejected"},
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
    proposal = propose(make_active_plaque())
    with pytest.raises(DatabaseError, match="kept as evidence"), transaction.atomic():
        MeasureProposal.objects.filter(pk=proposal.pk).update(reason="更重的理由")
