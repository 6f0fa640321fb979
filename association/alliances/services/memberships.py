"""Membership: in exactly one alliance at a time, voluntary, with a way out."""

from collections.abc import Collection
from typing import Any

from django.db import transaction

from association.alliances.enums import MembershipStatus, Verb
from association.alliances.joining_guards import why_not_join
from association.alliances.models import Alliance, Membership, School
from association.alliances.selectors import acting_now
from association.alliances.services.visitors import end_visits_with_school
from association.alliances.signals import school_left
from association.core import clock
from association.core.errors import RuleError
from association.core.regulated import change_status, record_event


def _active(school: School) -> Membership | None:
    return school.memberships.filter(status=MembershipStatus.ACTIVE).first()


@transaction.atomic
def join_alliance(*, school: School, alliance: Alliance, acting_user: Any) -> bool:
    """Make a school a member of an alliance, moving it there from another one.

    With a move the school's people no longer visit for the alliance they leave.
    Returns whether anything changed. Raises RuleError for a school that cannot become a member
    again now.
    """
    School.locked(school.pk)
    current = _active(school)
    if current is None and (why := why_not_join(school)):
        raise RuleError(why)
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
    return _end(membership, Verb.LEAVE, reason, acting_user)


@transaction.atomic
def expel_member(*, school: School, reason: str, acting_user: Any) -> Membership | None:
    """End a school's membership by a decision of the association (取消会员资格).

    reason: the case. What the register says of the school stays as it is of any other.
    Returns the ended membership, None for a school that left before.
    """
    School.locked(school.pk)
    membership = _active(school)
    return membership and _end(membership, Verb.EXPEL, reason, acting_user)


@transaction.atomic
def readmit_member(
    *, school: School, expelled_by: Collection[str], acting_user: Any
) -> Membership | None:
    """Make a school a member again where the decision that ended its membership was withdrawn.

    expelled_by: the withdrawn decisions, as `expel_member` was told of them.
    Returns the new membership in the same alliance, None where none of these ended its last one,
    it is a member, or another decision stands against it.
    """
    School.locked(school.pk)
    last = school.memberships.order_by("pk").last()
    if last is None or _active(school) is not None or why_not_join(school):
        return None
    if not last.events.filter(verb=Verb.EXPEL, reason__in=expelled_by).exists():
        return None
    join_alliance(school=school, alliance=last.alliance, acting_user=acting_user)
    return _active(school)


def _end(membership: Membership, verb: Verb, reason: str, acting_user: Any) -> Membership:
    change_status(
        record=membership,
        to=MembershipStatus.LEFT,
        verb=verb,
        acting_user=acting_user,
        reason=reason,
        left_on=clock.today(),
    )
    _end_visits(membership, acting_user)
    school_left.send(sender=School, school=membership.school, acting_user=acting_user)
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
