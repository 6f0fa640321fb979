"""Invitations: sent by the secretariat, opened once, good for some days."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from association.accounts.roles import is_secretariat
from association.alliances.enums import Capacity, InvitationStatus, Verb
from association.alliances.models import Invitation, Representative, School
from association.alliances.services.people import appoint_representative
from association.core import clock
from association.core.errors import RuleError
from association.core.regulated import change_status, record_event


@transaction.atomic
def invite(*, school: School, acting_user: Any, capacity: str = Capacity.PRINCIPAL) -> Invitation:
    """Send an invitation; an open one of the same kind is taken back first.

    Returns the invitation, valid for INVITATION_DAYS days.
    """
    School.locked(school.pk)
    for earlier in school.invitations.filter(status=InvitationStatus.SENT, capacity=capacity):
        revoke_invitation(invitation=earlier, acting_user=acting_user)
    invitation = Invitation.objects.create(
        school=school,
        capacity=capacity,
        expires_at=clock.now() + dt.timedelta(days=settings.INVITATION_DAYS),
    )
    record_event(record=invitation, verb=Verb.INVITE, acting_user=acting_user, first=True)
    return invitation


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, acting_user: Any) -> Invitation:
    """Take an invitation back; its link stops working at once."""
    return change_status(
        record=invitation,
        to=InvitationStatus.REVOKED,
        verb=Verb.REVOKE_INVITATION,
        acting_user=acting_user,
    )


@transaction.atomic
def accept_invitation(*, invitation: Invitation, user: Any) -> Representative:
    """Let the invited person act for the school. Works once.

    Returns the appointment. Raises RuleError when the invitation has run out or the person works
    in the secretariat, which reviews what schools sign; InvalidTransition when it was used or
    taken back.
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
    return appoint_representative(
        school=row.school, user=user, capacity=row.capacity, acting_user=user
    )
