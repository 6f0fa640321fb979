"""Who visits schools for an alliance."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from association.accounts.roles import is_auditor, is_secretariat
from association.alliances.enums import Verb
from association.alliances.models import Alliance, AllianceVisitor, School
from association.alliances.permissions import visitor_group
from association.alliances.selectors import acting_now, current_membership, visitor_candidates
from association.alliances.told_people import tell_of_appointment, tell_of_dismissal
from association.core import clock
from association.core.errors import RuleError
from association.core.regulated import record_event


@transaction.atomic
def appoint_visitor(*, alliance: Alliance, user: Any, acting_user: Any) -> AllianceVisitor:
    """Let a person visit schools for an alliance from now on.

    A lead chooses among those who act for a member school of the alliance; the secretariat, or
    the system where acting_user is None, may appoint others too.
    Returns the appointment, new or present. Raises RuleError for anybody else, and for an auditor,
    who changes nothing.
    """
    # The schools first, as in every verb: whoever ends the person's part at one of them queues up.
    list(School.locked_together(acting_now().filter(user=user).values_list("school_id", flat=True)))
    # Two people who appoint at once queue up here.
    row = Alliance.locked(alliance.pk)
    present = row.visitors.filter(user=user, until__isnull=True).first()
    if present is not None:
        return present
    if not user.is_active:
        raise RuleError(_("This account is not active."))
    if is_auditor(user):
        raise RuleError(_("An auditor changes nothing, so another person has to visit."))
    if acting_user is not None and not is_secretariat(acting_user):
        _check_of_a_member_school(row, user)
    visitor = AllianceVisitor.objects.create(alliance=row, user=user)
    user.groups.add(visitor_group(alliance=row))
    record_event(record=row, verb=Verb.APPOINT_VISITOR, acting_user=acting_user, reason=str(user))
    tell_of_appointment(visitor, acting_user=acting_user)
    return visitor


def _check_of_a_member_school(alliance: Alliance, user: Any) -> None:
    if not visitor_candidates(alliance).filter(pk=user.pk).exists():
        raise RuleError(_("Visitors come from the member schools of this alliance."))


@transaction.atomic
def dismiss_visitor(
    *, visitor: AllianceVisitor, acting_user: Any, with_school: School | None = None
) -> None:
    """End a person's visits for an alliance at once. A second call does nothing.

    with_school: the member school they came from, where the visits end with that; the event names
    it.
    """
    alliance = Alliance.locked(visitor.alliance_id)
    row = AllianceVisitor.objects.select_for_update(of=("self",)).get(pk=visitor.pk)
    if row.until is not None:
        return
    row.until = clock.now()
    row.save(update_fields=["until"])
    row.user.groups.remove(visitor_group(alliance=alliance))
    told = f"{row.user} · {with_school}" if with_school else str(row.user)
    record_event(record=alliance, verb=Verb.DISMISS_VISITOR, acting_user=acting_user, reason=told)
    tell_of_dismissal(row, acting_user=acting_user, with_school=with_school)


def end_visits_with_school(
    *, school: School, people: Collection[Any], acting_user: Any, alliance: Alliance | None = None
) -> None:
    """End the visits of people who came from this school and act for no other member by now.

    Visitors come from the member schools. Called by the verbs that end a person's part in a school
    or the school's in an alliance: in their transaction, the school locked, after that is written.
    people: users who acted for the school until now. Whom the secretariat appointed from elsewhere
    is not among them and stays.
    alliance: which the school has left; None for the one it is a member of.
    """
    if alliance is None:
        membership = current_membership(school)
        if membership is None:
            return
        alliance = membership.alliance
    members = School.objects.in_alliance(alliance.code)
    still = acting_now().filter(school__in=members).order_by()
    visiting = alliance.visitors.filter(user__in=people, until__isnull=True)
    for visitor in visiting.exclude(user__in=still.values("user")).order_by("pk"):
        dismiss_visitor(visitor=visitor, acting_user=acting_user, with_school=school)
