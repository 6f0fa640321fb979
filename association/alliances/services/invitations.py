"""Invitations: sent by the secretariat or a principal, opened once, good for some days."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from association.accounts.roles import is_secretariat
from association.alliances.enums import (
    Capacity,
    HandoverStatus,
    InvitationStatus,
    Verb,
)
from association.alliances.models import (
    Alliance,
    Handover,
    Invitation,
    InvitationBatch,
    Representative,
    School,
)
from association.alliances.selectors import is_taken, may_be_invited
from association.alliances.services.people import appoint_representative
from association.core import clock
from association.core.errors import RuleError
from association.core.regulated import change_status, record_event, record_first_events


@transaction.atomic
def invite(
    *,
    school: School,
    acting_user: Any,
    capacity: str = Capacity.PRINCIPAL,
    handover: Handover | None = None,
) -> Invitation:
    """Send an invitation; an open one for the same seat is replaced and stops working.

    handover: the one whose successor is invited; accepting it appoints nobody yet.
    Returns the invitation, valid for INVITATION_DAYS days.
    """
    School.locked(school.pk)
    _replace([school], capacity=capacity, handover=handover, acting_user=acting_user)
    invitation = _new(school, acting_user, capacity=capacity, handover=handover)
    invitation.save()
    record_event(record=invitation, verb=Verb.INVITE, acting_user=acting_user, first=True)
    return invitation


@transaction.atomic
def invite_many(
    *,
    key: str,
    schools: Collection[School],
    acting_user: Any,
    alliance: Alliance | None = None,
) -> InvitationBatch:
    """Invite the principals of many schools: one invitation each, open ones are replaced.

    key: names the order, up to 40 characters. Called again with the same key it does nothing and
    returns what is there; while the first call runs, the second waits for it.
    schools: those that have got a principal meanwhile, or left, are passed over.
    alliance: whose members were looked at; None for all.
    Returns the batch. Raises RuleError where no school is left to invite.
    """
    batch, is_new = InvitationBatch.objects.get_or_create(
        key=key, defaults={"created_by": acting_user, "alliance": alliance}
    )
    if not is_new:
        return batch
    pks = {school.pk for school in schools}
    list(School.locked_together(pks))
    rows = list(may_be_invited().filter(pk__in=pks))
    if not rows:
        raise RuleError(_("None of these schools waits for a principal any more. Choose again."))
    _replace(rows, capacity=Capacity.PRINCIPAL, handover=None, acting_user=acting_user)
    invitations = Invitation.objects.bulk_create(
        _new(school, acting_user, batch=batch) for school in rows
    )
    record_first_events(records=invitations, verb=Verb.INVITE, acting_user=acting_user)
    return batch


@transaction.atomic
def resend_invitation(*, invitation: Invitation, acting_user: Any) -> Invitation:
    """Invite anew to the same seat, with a new code; the old one stops working.

    Returns the new invitation. Raises RuleError where the seat is taken, or where the successor
    has accepted or the hand-over is over.
    """
    School.locked(invitation.school_id)
    handover = invitation.handover
    if handover is None and is_taken(invitation.school, invitation.capacity):
        raise RuleError(
            _("This school has a principal here. Begin a hand-over, or end that appointment first.")
        )
    if handover and Handover.locked(handover.pk).status != HandoverStatus.STARTED:
        raise RuleError(_("This hand-over needs no invitation any more."))
    return invite(
        school=invitation.school,
        capacity=invitation.capacity,
        handover=handover,
        acting_user=acting_user,
    )


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, acting_user: Any, reason: str = "") -> Invitation:
    """Take an invitation back; its link stops working at once.

    reason: kept inside. Raises InvalidTransition when it was used or taken back already.
    """
    School.locked(invitation.school_id)
    return change_status(
        record=invitation,
        to=InvitationStatus.REVOKED,
        verb=Verb.REVOKE_INVITATION,
        acting_user=acting_user,
        reason=reason.strip(),
    )


@transaction.atomic
def accept_invitation(*, invitation: Invitation, user: Any) -> Representative | Handover:
    """Let the invited person act for the school, or stand ready to take over. Works once.

    Returns the appointment, or the hand-over that now waits for the secretariat. Raises RuleError
    when the invitation has run out or the person works in the secretariat, which reviews what
    schools sign; InvalidTransition when it was used or taken back.
    """
    if is_secretariat(user):
        raise RuleError(
            _("People of the secretariat do not act for a school. Sign out, then open the link.")
        )
    School.locked(invitation.school_id)
    row = Invitation.locked(invitation.pk)
    if row.has_expired:
        raise RuleError(_("This invitation has run out. Ask the association for a new one."))
    change_status(
        record=row,
        to=InvitationStatus.ACCEPTED,
        verb=Verb.ACCEPT_INVITATION,
        acting_user=user,
        accepted_by=user,
    )
    if row.handover:
        return _stand_ready(row.handover, user)
    return appoint_representative(
        school=row.school, user=user, capacity=row.capacity, acting_user=user
    )


def _stand_ready(handover: Handover, user: Any) -> Handover:
    if user.pk == handover.outgoing.user_id:
        raise RuleError(
            _("You are this school's principal. The link is for the person who takes over.")
        )
    return change_status(
        record=handover,
        to=HandoverStatus.ACCEPTED,
        verb=Verb.ACCEPT_HANDOVER,
        acting_user=user,
        successor=user,
    )


def _new(school: School, acting_user: Any, **values: Any) -> Invitation:
    return Invitation(
        school=school,
        sent_by=acting_user,
        expires_at=clock.now() + dt.timedelta(days=settings.INVITATION_DAYS),
        **values,
    )


def _replace(
    schools: Collection[School], *, capacity: str, handover: Handover | None, acting_user: Any
) -> None:
    """Close what is open for the same seat; what has run out is closed as well."""
    sent = Invitation.objects.filter(
        school__in=schools, status=InvitationStatus.SENT, capacity=capacity, handover=handover
    )
    for earlier in sent:
        change_status(
            record=earlier,
            to=InvitationStatus.REVOKED,
            verb=Verb.REPLACE_INVITATION,
            acting_user=acting_user,
        )
