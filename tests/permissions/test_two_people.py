"""Two people stay two people: whoever holds every role still cannot take both steps."""

import pytest

from association.accounts.roles import Role, give_role
from association.alliances.models import Alliance
from association.alliances.services import (
    accept_invitation,
    appoint_lead,
    appoint_representative,
    appoint_visitor,
    confirm_handover,
    dismiss_representative,
    refuse_handover,
    start_handover,
)
from association.core.errors import RuleError
from association.plaques.enums import MeasureKind
from association.plaques.permissions import proposal_policy
from association.plaques.services import (
    activate_plaque,
    approve_measure,
    close_take_down,
    issue_plaque,
    reject_measure,
    show_bare_wall,
)
from association.pledges.services import (
    accept_pledge,
    copy_version,
    publish_version,
    return_pledge,
)
from tests.factories import (
    make_active_plaque,
    make_covenant,
    make_gate_photo,
    make_photo,
    make_plaque,
    make_principal,
    make_revoked_plaque,
    make_school,
    make_secretary,
    make_signed_pledge,
    make_user,
)
from tests.plaques.measures import propose_danger, propose_lifting, suspend_for_danger

pytestmark = pytest.mark.django_db


@pytest.fixture
def everything():
    """A superuser in every role there is, who also leads and visits for the east alliance."""
    person = make_user(is_superuser=True)
    for role in set(Role) - {Role.AUDITOR}:
        give_role(user=person, role=role)
    east = Alliance.objects.get(code="east")
    appoint_lead(alliance=east, user=person, acting_user=None)
    appoint_visitor(alliance=east, user=person, acting_user=None)
    return person


@pytest.fixture
def own_school(everything):
    """A school that person acted for, and left after signing for it."""
    school = make_school()
    appoint_representative(school=school, user=everything, capacity="principal", acting_user=None)
    return school


def act_for(school, person):
    appoint_representative(school=school, user=person, capacity="staff", acting_user=None)


def leave(school, person):
    dismiss_representative(
        appointment=school.representatives.get(user=person, until__isnull=True), acting_user=None
    )


def _propose(kind):
    def propose(person):
        if kind == MeasureKind.REINSTATE:
            return propose_lifting(suspend_for_danger(), acting_user=person)
        return propose_danger(acting_user=person)

    return propose


@pytest.mark.parametrize("kind", [MeasureKind.SUSPEND, MeasureKind.REINSTATE])
@pytest.mark.parametrize("decide", [approve_measure, reject_measure])
def test_nobody_decides_on_their_own_measure(everything, kind, decide):
    proposal = _propose(kind)(everything)
    before = proposal.plaque.status
    with pytest.raises(RuleError, match="另一人"):
        decide(proposal=proposal, acting_user=everything, note="x")
    proposal.refresh_from_db()
    assert (proposal.status, proposal.plaque.status) == ("open", before)
    decide(proposal=proposal, acting_user=make_secretary(Role.SECRETARY_GENERAL), note="x")
    proposal.refresh_from_db()
    assert proposal.status in {"approved", "rejected"}


@pytest.mark.parametrize("decide", [approve_measure, reject_measure])
def test_nobody_decides_on_a_measure_against_their_own_school(everything, decide):
    plaque = make_active_plaque()
    act_for(plaque.school, everything)
    proposal = propose_danger(plaque)
    assert not proposal_policy.rows(everything, "decide").exists()
    with pytest.raises(RuleError):
        decide(proposal=proposal, acting_user=everything, note="x")
    proposal.refresh_from_db()
    assert (proposal.status, proposal.plaque.status) == ("open", "active")
    leave(plaque.school, everything)
    assert proposal_policy.rows(everything, "decide").get() == proposal
    decide(proposal=proposal, acting_user=everything, note="x")


def test_nobody_closes_the_take_down_of_their_own_school(everything):
    take_down = make_revoked_plaque().take_down
    act_for(take_down.plaque.school, everything)
    with pytest.raises(RuleError):
        close_take_down(take_down=take_down, acting_user=everything, note="x")
    take_down.refresh_from_db()
    assert take_down.status == "open"
    close_take_down(take_down=take_down, acting_user=make_secretary(), note="x")


def test_nobody_puts_their_own_covenant_in_force(everything):
    draft = copy_version(source=make_covenant(), acting_user=everything)
    with pytest.raises(RuleError, match="另一人"):
        publish_version(version=draft, acting_user=everything)
    draft.refresh_from_db()
    assert draft.is_draft
    publish_version(version=draft, acting_user=make_secretary(Role.SECRETARY_GENERAL))


@pytest.mark.parametrize("left", [False, True], ids=["acting", "left"])
@pytest.mark.parametrize(
    "decide",
    [accept_pledge, lambda **given: return_pledge(reason="x", **given)],
    ids=["accept", "return"],
)
def test_nobody_decides_on_what_they_signed(everything, own_school, decide, left):
    pledge = make_signed_pledge(own_school, signer=everything, confirmed=True)
    if left:
        leave(own_school, everything)
    with pytest.raises(RuleError, match="另一人"):
        decide(pledge=pledge, acting_user=everything)
    pledge.refresh_from_db()
    assert pledge.status == "submitted"


def test_nobody_confirms_their_own_school_s_plaque(everything, own_school):
    plaque = make_plaque_of(own_school, everything)
    with pytest.raises(RuleError, match="另一人"):
        activate_plaque(plaque=plaque, photo=make_gate_photo(plaque), acting_user=everything)
    plaque.refresh_from_db()
    assert plaque.status == "issued"


def make_plaque_of(school, signer):
    pledge = make_signed_pledge(school, signer=signer, confirmed=True)
    accept_pledge(pledge=pledge, acting_user=make_secretary())
    return issue_plaque(pledge=pledge, acting_user=make_secretary())


def test_a_visitor_confirms_another_school_s_plaque(everything):
    plaque = make_plaque()
    activate_plaque(plaque=plaque, photo=make_gate_photo(plaque), acting_user=everything)
    assert plaque.status == "active"


def test_nobody_closes_on_their_own_photo_of_the_wall(everything):
    take_down = make_revoked_plaque().take_down
    show_bare_wall(take_down=take_down, photo=make_photo(), acting_user=everything)
    with pytest.raises(RuleError, match="另一人"):
        close_take_down(take_down=take_down, acting_user=everything)
    take_down.refresh_from_db()
    assert take_down.status == "shown"
    close_take_down(take_down=take_down, acting_user=make_secretary())
    take_down.refresh_from_db()
    assert take_down.status == "closed"


@pytest.mark.parametrize(
    "decide",
    [confirm_handover, lambda **given: refuse_handover(note="x", **given)],
    ids=["confirm", "refuse"],
)
def test_nobody_decides_on_the_hand_over_they_began(everything, decide):
    school = make_school()
    outgoing = make_principal(school)
    handover = start_handover(school=school, reason="联系不上", acting_user=everything)
    accept_invitation(invitation=handover.invitations.get(), user=make_user())
    with pytest.raises(RuleError):
        decide(handover=handover, acting_user=everything)
    assert school.representatives.get(until__isnull=True).user == outgoing
    decide(handover=handover, acting_user=make_secretary(Role.SECRETARY_GENERAL))
    handover.refresh_from_db()
    assert handover.status in {"confirmed", "refused"}
