"""Membership: in exactly one alliance at a time, voluntary, with a way out."""

from typing import Any

from django.db import transaction

from association.alliances.enums import MembershipStatus, Verb
from association.alliances.models import Alliance, Membership, School
from association.alliances.selectors import acting_now
from association.alliances.services.visitors import end_visits_with_school
from association.alliances.signals import school_left
from association.core import clock
from association.core.regulated import change_status, record_event


def _active(school: School) -> Membership | None:
    return school.memberships.filter(status=MembershipStatus.ACTIVE).first()


@transaction.atomic
def join_alliance(*, school: School, alliance: Alliance, acting_user: Any) -> bool:
    """Make a school a member of an alliance, moving it there from another one.

    With a move the school's people no longer visit for the alliance they leave.
    Returns whether anything changed.
    """
    School.locked(school.pk)
    current = _active(school)
    if current is not None:
        if current.alliance_id == alliance.pk:
            return False
        change_status(
            record=current,
            to=MembershipStatus.LEFT,
            verb=Verb.MOVE,
            acting_user=acting_user,
            left_on=clock.today(),
        )
    membership = Membership.objects.create(school=school, alliance=alliance)
    record_event(record=membership, verb=Verb.JOIN, acting_user=acting_user, first=True)
    if current is not None:
        _end_visits(current, acting_user)
    return True


@transaction.atomic
def leave_association(*, school: School, acting_user: Any, reason: str = "") -> Membership:
    """End a school's membership at its own wish. Leaving is no breach of the pledge.

    Its people no longer visit for the alliance.
    reason: in the school's own words; may stay empty.
    Returns the ended membership. Raises Membership.DoesNotExist when it is no member.
    """
    School.locked(school.pk)
    membership = school.memberships.get(status=MembershipStatus.ACTIVE)
    change_status(
        record=membership,
        to=MembershipStatus.LEFT,
        verb=Verb.LEAVE,
        acting_user=acting_user,
        reason=reason,
        left_on=clock.today(),
    )
    _end_visits(membership, acting_user)
    school_left.send(sender=School, school=school, acting_user=acting_user)
    return membership


def _end_visits(ended: Membership, acting_user: Any) -> None:
    """A visitor comes from a member school: with the membership their visits end as well."""
    people = acting_now().filter(school=ended.school).order_by().values_list("user_id", flat=True)
    end_visits_with_school(
        school=ended.school,
        people=list(people),
        acting_user=acting_user,
        alliance=ended.alliance,
    )
