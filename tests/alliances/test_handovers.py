"""A hand-over: who may do what when, and that the school always has at most one principal."""

import pytest
from django.core import mail
from django.utils import translation

from association.accounts.roles import Role, give_role
from association.alliances.enums import Capacity, HandoverStatus, InvitationStatus
from association.alliances.models import Handover
from association.alliances.permissions import schools_of
from association.alliances.services import (
    accept_invitation,
    appoint_representative,
    cancel_handover,
    confirm_handover,
    dismiss_representative,
    invite,
    refuse_handover,
    resend_invitation,
    start_handover,
)
from association.core.errors import InvalidTransition, RuleError
from tests.factories import (
    make_principal,
    make_school,
    make_secretary,
    make_signed_pledge,
    make_user,
)
from tests.messaging.heard import hearing, opens

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def school():
    return make_school("示范区阳光艺术培训学校")


@pytest.fixture
def outgoing(school):
    return make_principal(school, email="outgoing@school.example", first_name="甲")


@pytest.fixture
def successor():
    return make_user(email="successor@school.example", first_name="乙")


@pytest.fixture
def handover(school, outgoing):
    return start_handover(school=school, acting_user=outgoing)


@pytest.fixture
def accepted(handover, successor):
    return accept_invitation(invitation=handover.invitations.get(), user=successor)


@pytest.fixture
def approver():
    return make_secretary(Role.APPROVER)


def signers(school):
    """Who may sign for the school now, by the table and by the grants."""
    rows = school.representatives.filter(until__isnull=True, capacity=Capacity.PRINCIPAL)
    people = {row.user for row in rows}
    assert all(school in schools_of(user, codename="sign_for_school") for user in people)
    return people


def test_beginning_changes_nobodys_rights_and_invites_one_successor(school, outgoing, handover):
    assert signers(school) == {outgoing}
    invitation = handover.invitations.get()
    assert invitation.is_open
    assert invitation.capacity == Capacity.PRINCIPAL
    assert handover.by_principal
    assert handover.events.get().acting_user == outgoing


def test_accepting_appoints_nobody_yet(school, outgoing, successor, accepted):
    assert isinstance(accepted, Handover)
    assert accepted.status == HandoverStatus.ACCEPTED
    assert accepted.successor == successor
    assert signers(school) == {outgoing}
    assert not schools_of(successor).exists()


def test_confirming_ends_one_appointment_and_begins_the_other(
    school, outgoing, successor, accepted, approver
):
    confirm_handover(handover=accepted, acting_user=approver)
    assert signers(school) == {successor}
    assert not schools_of(outgoing).exists()
    earlier, later = school.representatives.order_by("pk")
    assert earlier.until is not None
    assert later.until is None
    assert [event.acting_user for event in accepted.events.all()] == [outgoing, successor, approver]
    accepted.refresh_from_db()
    assert accepted.status == HandoverStatus.CONFIRMED
    assert accepted.decided_by == approver


def test_what_was_signed_keeps_its_signer(school, outgoing, accepted, approver):
    pledge = make_signed_pledge(school, signer=outgoing)
    confirm_handover(handover=accepted, acting_user=approver)
    pledge.refresh_from_db()
    assert pledge.signature.signer == outgoing
    assert pledge.status == "submitted"


def test_when_something_fails_the_principal_stays(school, outgoing, accepted, approver, break_off):
    with pytest.raises(RuntimeError), break_off:
        confirm_handover(handover=accepted, acting_user=approver)
    assert signers(school) == {outgoing}
    accepted.refresh_from_db()
    assert accepted.status == HandoverStatus.ACCEPTED


@pytest.fixture
def break_off():
    """Giving a person a group breaks, as when the database goes away half-way."""
    from contextlib import contextmanager

    from django.contrib.auth import get_user_model
    from django.db.models.signals import m2m_changed

    def fail(action, **_kwargs):
        if action == "pre_add":
            raise RuntimeError("no more")

    @contextmanager
    def failing():
        groups = get_user_model().groups.through
        m2m_changed.connect(fail, sender=groups)
        try:
            yield
        finally:
            m2m_changed.disconnect(fail, sender=groups)

    return failing()


def test_a_member_of_staff_becomes_principal_and_is_staff_no_more(
    school, outgoing, handover, approver
):
    staff = make_principal(school, Capacity.STAFF)
    accepted = accept_invitation(invitation=handover.invitations.get(), user=staff)
    assert signers(school) == {outgoing}
    confirm_handover(handover=accepted, acting_user=approver)
    assert signers(school) == {staff}
    assert school.representatives.filter(user=staff, until__isnull=True).count() == 1


def test_the_principal_cannot_succeed_themselves(handover, outgoing):
    with pytest.raises(RuleError, match="for the person who takes over"):
        accept_invitation(invitation=handover.invitations.get(), user=outgoing)
    assert handover.invitations.get().is_open


def test_the_secretariat_cannot_take_a_school_over(school, accepted, outgoing, approver):
    give_role(user=accepted.successor, role=Role.EDITOR)
    with pytest.raises(RuleError, match="cannot act for a school"):
        confirm_handover(handover=accepted, acting_user=approver)
    assert signers(school) == {outgoing}


def test_a_deactivated_successor_is_not_confirmed(school, accepted, outgoing, approver):
    accepted.successor.is_active = False
    accepted.successor.save()
    with pytest.raises(RuleError, match="cannot act for a school"):
        confirm_handover(handover=accepted, acting_user=approver)
    assert signers(school) == {outgoing}


def test_two_hand_overs_are_not_begun_at_once(school, outgoing, handover):
    with pytest.raises(RuleError, match="under way"):
        start_handover(school=school, acting_user=outgoing)
    assert school.handovers.count() == 1


def test_without_a_principal_there_is_nothing_to_hand_over():
    with pytest.raises(RuleError, match="no principal"):
        start_handover(school=make_school(), reason="x", acting_user=make_secretary())


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_the_secretariat_has_to_say_why(school, outgoing, reason):
    with pytest.raises(RuleError, match="write why"):
        start_handover(school=school, reason=reason, acting_user=make_secretary())


def test_only_what_was_accepted_can_be_confirmed(handover, school, outgoing, approver):
    with pytest.raises(InvalidTransition):
        confirm_handover(handover=handover, acting_user=approver)
    assert signers(school) == {outgoing}


def test_who_sent_the_link_again_cannot_confirm(handover, successor, school, outgoing, approver):
    again = resend_invitation(invitation=handover.invitations.get(), acting_user=approver)
    accepted = accept_invitation(invitation=again, user=successor)
    with pytest.raises(RuleError, match="Another person"):
        confirm_handover(handover=accepted, acting_user=approver)
    assert signers(school) == {outgoing}
    confirm_handover(handover=accepted, acting_user=make_secretary(Role.APPROVER))
    assert signers(school) == {successor}


@pytest.mark.parametrize("who", ["successor", "outgoing"])
def test_neither_of_the_two_decides(accepted, school, outgoing, successor, who):
    person = {"successor": successor, "outgoing": outgoing}[who]
    with pytest.raises(RuleError, match="Another person"):
        confirm_handover(handover=accepted, acting_user=person)
    assert signers(school) == {outgoing}


def test_a_confirmation_after_somebody_else_became_principal_is_refused(
    school, outgoing, accepted, approver
):
    dismiss_representative(appointment=school.representatives.get(), acting_user=approver)
    third = make_principal(school)
    with pytest.raises(RuleError, match="Somebody else"):
        confirm_handover(handover=accepted, acting_user=approver)
    assert signers(school) == {third}


def test_a_principal_who_left_meanwhile_is_no_hindrance(school, accepted, approver):
    dismiss_representative(appointment=school.representatives.get(), acting_user=approver)
    confirm_handover(handover=accepted, acting_user=approver)
    assert signers(school) == {accepted.successor}


def test_who_is_staff_by_now_stays_staff(school, outgoing, accepted, approver):
    dismiss_representative(appointment=school.representatives.get(), acting_user=approver)
    appoint_representative(
        school=school, user=outgoing, capacity=Capacity.STAFF, acting_user=approver
    )
    confirm_handover(handover=accepted, acting_user=approver)
    assert signers(school) == {accepted.successor}
    assert schools_of(outgoing).get() == school


def test_refusing_wants_a_reason_and_changes_nothing_else(school, outgoing, accepted, approver):
    with pytest.raises(RuleError, match="why it is refused"):
        refuse_handover(handover=accepted, note=" ", acting_user=approver)
    refuse_handover(handover=accepted, note="举办者未确认", acting_user=approver)
    accepted.refresh_from_db()
    assert (accepted.status, accepted.note) == (HandoverStatus.REFUSED, "举办者未确认")
    assert signers(school) == {outgoing}
    start_handover(school=school, acting_user=outgoing)


def test_calling_off_closes_the_link(handover, outgoing, successor):
    cancel_handover(handover=handover, acting_user=outgoing)
    invitation = handover.invitations.get()
    assert invitation.status == InvitationStatus.REVOKED
    with pytest.raises(InvalidTransition):
        accept_invitation(invitation=invitation, user=successor)


def test_a_decided_hand_over_cannot_be_called_off_or_decided_again(accepted, outgoing, approver):
    confirm_handover(handover=accepted, acting_user=approver)
    for act in (
        lambda: cancel_handover(handover=accepted, acting_user=outgoing),
        lambda: confirm_handover(handover=accepted, acting_user=approver),
        lambda: refuse_handover(handover=accepted, note="x", acting_user=approver),
    ):
        with pytest.raises(InvalidTransition):
            act()


def test_a_principal_who_is_to_be_replaced_cannot_stop_it(school, outgoing):
    handover = start_handover(school=school, reason="联系不上", acting_user=make_secretary())
    with pytest.raises(RuleError, match="call the secretariat"):
        cancel_handover(handover=handover, acting_user=outgoing)
    handover.refresh_from_db()
    assert handover.is_open


def test_the_link_of_a_hand_over_is_renewed_only_until_it_is_accepted(handover, successor):
    first = handover.invitations.get()
    second = resend_invitation(invitation=first, acting_user=None)
    first.refresh_from_db()
    assert first.status == InvitationStatus.REVOKED
    assert second.handover == handover
    accept_invitation(invitation=second, user=successor)
    with pytest.raises(RuleError, match="no invitation any more"):
        resend_invitation(invitation=second, acting_user=None)


def test_staff_invitations_and_the_successors_do_not_replace_each_other(school, handover):
    invite(school=school, capacity=Capacity.STAFF, acting_user=None)
    assert school.invitations.filter(status=InvitationStatus.SENT).count() == 2


def test_a_principal_hears_at_once_when_the_secretariat_means_to_replace_them(
    client, school, outgoing
):
    with hearing() as heard:
        start_handover(school=school, reason="联系不上", acting_user=make_secretary())
    assert heard.kinds == [("handover_started", outgoing.username)]
    message = heard.one("handover_started")
    assert school.name in message.subject_zh
    assert school.name in message.subject_en
    assert "联系不上" in message.body_zh
    assert "联系不上" in message.body_en
    assert "联系不上" not in message.short_zh
    assert opens(client, message)


def test_who_begins_is_not_written_to(school, outgoing):
    with hearing() as heard:
        start_handover(school=school, acting_user=outgoing)
    assert heard.kinds == []


def test_the_principal_hears_who_accepted(client, handover, outgoing, successor):
    with hearing() as heard:
        accept_invitation(invitation=handover.invitations.get(), user=successor)
    assert heard.kinds == [("handover_accepted", outgoing.username)]
    message = heard.one("handover_accepted")
    assert str(successor) in message.body_zh
    assert str(successor) in message.body_en
    assert opens(client, message)


ENDS = {
    "confirm": (
        {"handover_given", "handover_taken"},
        lambda handover, user: confirm_handover(handover=handover, acting_user=user),
    ),
    "refuse": (
        {"handover_refused"},
        lambda handover, user: refuse_handover(handover=handover, note="不符", acting_user=user),
    ),
    "cancel": (
        {"handover_cancelled"},
        lambda handover, user: cancel_handover(handover=handover, reason="不符", acting_user=user),
    ),
}


@pytest.mark.parametrize("end", ENDS)
def test_both_hear_the_end_each_in_a_message_of_their_own(
    client, accepted, approver, outgoing, successor, end
):
    kinds, act = ENDS[end]
    with hearing() as heard:
        act(accepted, approver)
    assert {kind for kind, _name in heard.kinds} == kinds
    assert sorted(name for _kind, name in heard.kinds) == sorted(
        [outgoing.username, successor.username]
    )
    for message in heard.messages:
        assert end == "confirm" or "不符" in message.body_zh
        assert end == "confirm" or "不符" in message.body_en
        assert not message.link or opens(client, message)


def test_whoever_steps_back_is_told_nothing(accepted, outgoing, successor):
    with hearing() as heard:
        cancel_handover(handover=accepted, acting_user=successor)
    assert heard.kinds == [("handover_cancelled", outgoing.username)]


def test_the_messages_leave_as_letters_once_it_stands(
    accepted, approver, django_capture_on_commit_callbacks
):
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        confirm_handover(handover=accepted, acting_user=approver)
    assert {letter.to[0] for letter in mail.outbox} == {
        "outgoing@school.example",
        "successor@school.example",
    }
    assert all(len(letter.to + letter.cc + letter.bcc) == 1 for letter in mail.outbox)


def test_a_decision_that_fails_tells_nobody(handover, approver):
    with hearing() as heard, pytest.raises(InvalidTransition):
        confirm_handover(handover=handover, acting_user=approver)
    assert heard.kinds == []
