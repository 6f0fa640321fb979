import pytest
from django.db import DatabaseError, transaction

from association.accounts.roles import Role
from association.alliances.services import join_alliance, leave_association
from association.core.errors import RuleError
from association.plaques.enums import MeasureKind, PlaqueStatus, PublicState
from association.plaques.models import MeasureProposal
from association.plaques.services import (
    approve_measure,
    issue_plaque,
    propose_measure,
    reject_measure,
    revoke_plaque,
    suspend_plaque,
)
from tests.factories import (
    make_accepted_pledge,
    make_active_plaque,
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
