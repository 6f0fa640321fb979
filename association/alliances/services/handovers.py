"""A principal goes, another takes over: begun, accepted, confirmed by a person who had no part."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from association.accounts.roles import is_secretariat
from association.alliances.enums import Capacity, HandoverStatus, InvitationStatus, Verb
from association.alliances.models import Handover, Invitation, School
from association.alliances.selectors import acting_now, principal_of
from association.alliances.services.invitations import invite, revoke_invitation
from association.alliances.services.people import begin_representation, end_representation
from association.alliances.services.visitors import end_visits_with_school
from association.core import clock
from association.core.errors import RuleError
from association.core.regulated import change_status, record_event


@transaction.atomic
def start_handover(*, school: School, acting_user: Any, reason: str = "") -> Handover:
    """Begin a hand-over: by the principal, or by the secretariat where the principal is gone.

    reason: needed from the secretariat; the principal may leave it empty.
    Returns the hand-over, with one open invitation for the successor. Raises RuleError without a
    reason, without a principal, or while another hand-over is open.
    """
    School.locked(school.pk)
    outgoing = principal_of(school)
    if outgoing is None:
        raise RuleError(_("This school has no principal here. Invite one instead."))
    if school.handovers.open().exists():
        raise RuleError(_("A hand-over of this school is under way already."))
    by_principal = acting_user is not None and acting_user.pk == outgoing.user_id
    if not by_principal and not reason.strip():
        raise RuleError(_("Please write why the principal does not hand over in person."))
    handover = Handover.objects.create(
        school=school, outgoing=outgoing, started_by=acting_user, reason=reason.strip()
    )
    record_event(
        record=handover,
        verb=Verb.START_HANDOVER,
        acting_user=acting_user,
        reason=handover.reason,
        first=True,
    )
    invite(school=school, handover=handover, acting_user=acting_user)
    return handover


@transaction.atomic
def confirm_handover(*, handover: Handover, acting_user: Any) -> Handover:
    """Let the successor be principal; the outgoing one's appointment ends in the same moment.

    Returns the hand-over. Raises RuleError for whoever began it, sent its link or takes over; when
    the successor cannot act for a school; when somebody else has become principal meanwhile.
    InvalidTransition unless the successor has accepted.
    """
    School.locked(handover.school_id)
    _check_second_person(handover, acting_user)
    row = _decide(handover, HandoverStatus.CONFIRMED, Verb.CONFIRM_HANDOVER, acting_user)
    _check_successor(row)
    present = principal_of(row.school)
    if present is not None and present != row.outgoing:
        raise RuleError(
            _("Somebody else is this school's principal by now. Please refuse this hand-over.")
        )
    earlier = acting_now().filter(school=row.school, user__in=[row.outgoing.user, row.successor])
    for appointment in earlier.exclude(user=row.outgoing.user, capacity=Capacity.STAFF):
        end_representation(appointment=appointment, acting_user=acting_user)
    begin_representation(
        school=row.school,
        user=row.successor,
        capacity=Capacity.PRINCIPAL,
        acting_user=acting_user,
    )
    # Now, and not before: a successor who was staff visits on.
    end_visits_with_school(school=row.school, people=[row.outgoing.user], acting_user=acting_user)
    return row


@transaction.atomic
def refuse_handover(*, handover: Handover, acting_user: Any, note: str) -> Handover:
    """Refuse a hand-over with a reason that both principals read. All stays as it was.

    Raises RuleError without a note, and for the people who may not confirm it either.
    """
    if not note.strip():
        raise RuleError(_("Please write why it is refused; both of them read it."))
    School.locked(handover.school_id)
    _check_second_person(handover, acting_user)
    return _decide(
        handover, HandoverStatus.REFUSED, Verb.REFUSE_HANDOVER, acting_user, note=note.strip()
    )


@transaction.atomic
def cancel_handover(*, handover: Handover, acting_user: Any, reason: str = "") -> Handover:
    """Call an open hand-over off; its link stops working. All stays as it was.

    By the principal who began it, by the successor, or by the secretariat.
    Raises RuleError for a principal whom the secretariat means to replace, InvalidTransition when
    it is decided already.
    """
    School.locked(handover.school_id)
    if acting_user.pk == handover.outgoing.user_id and not handover.by_principal:
        raise RuleError(
            _("The secretariat began this hand-over. If it is wrong, please call the secretariat.")
        )
    row = change_status(
        record=handover,
        to=HandoverStatus.CANCELLED,
        verb=Verb.CANCEL_HANDOVER,
        acting_user=acting_user,
        reason=reason.strip(),
        note=reason.strip(),
        decided_by=acting_user,
        decided_at=clock.now(),
    )
    for invitation in row.invitations.filter(status=InvitationStatus.SENT):
        revoke_invitation(invitation=invitation, acting_user=acting_user)
    return row


def may_decide_handover(handover: Handover, user: Any) -> bool:
    """Say whether a person had no part in a hand-over: neither began it, nor sent its link."""
    return (
        user.pk not in {handover.started_by_id, handover.successor_id, handover.outgoing.user_id}
        and not Invitation.objects.filter(handover=handover, sent_by=user).exists()
    )


def _check_second_person(handover: Handover, acting_user: Any) -> None:
    stored = Handover.locked(handover.pk)
    if not may_decide_handover(stored, acting_user):
        raise RuleError(
            _("Another person has to decide: you began this hand-over, sent its link or are in it.")
        )


def _check_successor(handover: Handover) -> None:
    user = handover.successor
    if not user.is_active or is_secretariat(user):
        raise RuleError(
            _("The successor's account cannot act for a school. Please refuse this hand-over.")
        )


def _decide(
    handover: Handover, to: HandoverStatus, verb: Verb, acting_user: Any, note: str = ""
) -> Handover:
    return change_status(
        record=handover,
        to=to,
        verb=verb,
        acting_user=acting_user,
        reason=note,
        decided_by=acting_user,
        decided_at=clock.now(),
        note=note,
    )
