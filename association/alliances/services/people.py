"""Who acts for a school, who leads an alliance."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from association.alliances.enums import Capacity, InvitationStatus, Verb
from association.alliances.models import Alliance, AllianceLead, Representative, School
from association.alliances.permissions import lead_group, school_group
from association.alliances.services.visitors import end_visits_with_school
from association.alliances.told_people import tell_of_appointment, tell_of_dismissal
from association.core import clock
from association.core.audit import record_act
from association.core.errors import RuleError
from association.core.regulated import change_status, record_event


@transaction.atomic
def appoint_representative(
    *, school: School, user: Any, capacity: str, acting_user: Any
) -> Representative:
    """Let a person act for a school from now on, and tell them and the school's people.

    capacity: one of Capacity; a school has one principal at a time.
    Returns the appointment; the present one if it is the same.
    Raises RuleError when somebody else is the principal, or the person acts for it otherwise.
    """
    appointment = begin_representation(
        school=school, user=user, capacity=capacity, acting_user=acting_user
    )
    tell_of_appointment(appointment, acting_user=acting_user)
    return appointment


def begin_representation(
    *, school: School, user: Any, capacity: str, acting_user: Any
) -> Representative:
    """Do what `appoint_representative` does and tell nobody, for verbs that tell of it themselves.

    The caller is in a transaction.
    """
    School.locked(school.pk)
    current = school.representatives.filter(until__isnull=True)
    own = current.filter(user=user).first()
    if own is not None:
        if own.capacity != capacity:
            raise RuleError(_("You already act for this school in another capacity."))
        return own
    if capacity == Capacity.PRINCIPAL and current.filter(capacity=capacity).exists():
        raise RuleError(
            _("This school already has a principal here. Ask the secretariat to change that first.")
        )
    appointment = Representative.objects.create(school=school, user=user, capacity=capacity)
    user.groups.add(school_group(school=school, capacity=capacity))
    record_event(record=school, verb=Verb.APPOINT, acting_user=acting_user, reason=str(user))
    return appointment


@transaction.atomic
def dismiss_representative(*, appointment: Representative, acting_user: Any) -> None:
    """End a person's right to act for a school at once. A second call does nothing.

    Who visited for the alliance as somebody of this school, and acts for no other member, visits
    no more.
    """
    if end_representation(appointment=appointment, acting_user=acting_user):
        tell_of_dismissal(appointment, acting_user=acting_user)
    end_visits_with_school(
        school=appointment.school, people=[appointment.user], acting_user=acting_user
    )


def end_representation(*, appointment: Representative, acting_user: Any) -> bool:
    """End an appointment, for verbs that may fill the seat anew; a second call does nothing.

    Invitations to the school that the person sent end with it: whoever goes may hold their links.
    The caller is in a transaction, tells of it, and ends the visits of who then acts for no member.
    Returns whether it ended now.
    """
    school = School.locked(appointment.school_id)
    row = Representative.objects.select_for_update(of=("self",)).get(pk=appointment.pk)
    if row.until is not None:
        return False
    row.until = clock.now()
    row.save(update_fields=["until"])
    row.user.groups.remove(school_group(school=school, capacity=row.capacity))
    record_event(record=school, verb=Verb.DISMISS, acting_user=acting_user, reason=str(row.user))
    sent = school.invitations.filter(sent_by=row.user, status=InvitationStatus.SENT)
    for invitation in sent:
        change_status(
            record=invitation,
            to=InvitationStatus.REVOKED,
            verb=Verb.REVOKE_INVITATION,
            acting_user=acting_user,
        )
    return True


@transaction.atomic
def appoint_lead(*, alliance: Alliance, user: Any, acting_user: Any) -> AllianceLead:
    """Let a person lead an alliance from now on. Returns the appointment, new or present."""
    lead, created = AllianceLead.objects.get_or_create(
        alliance=alliance, user=user, until__isnull=True
    )
    if created:
        user.groups.add(lead_group(alliance=alliance))
        _log_lead(alliance, Verb.APPOINT_LEAD, user, acting_user)
        tell_of_appointment(lead, acting_user=acting_user)
    return lead


@transaction.atomic
def dismiss_lead(*, lead: AllianceLead, acting_user: Any) -> None:
    """End a person's lead of an alliance at once. A second call does nothing."""
    row = AllianceLead.objects.select_for_update(of=("self",)).get(pk=lead.pk)
    if row.until is not None:
        return
    row.until = clock.now()
    row.save(update_fields=["until"])
    row.user.groups.remove(lead_group(alliance=row.alliance))
    _log_lead(row.alliance, Verb.DISMISS_LEAD, row.user, acting_user)
    tell_of_dismissal(row, acting_user=acting_user)


def _log_lead(alliance: Alliance, verb: Verb, user: Any, acting_user: Any) -> None:
    record_act(action=f"alliances.{verb}", user=acting_user, obj=alliance, reason=str(user))
