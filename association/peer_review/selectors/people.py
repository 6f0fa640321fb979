"""Who may not do what: nobody judges the own school, and nobody re-checks what they noted."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from association.alliances.enums import MembershipStatus
from association.alliances.models import Membership, School
from association.alliances.permissions import alliances_of
from association.core.errors import RuleError
from association.peer_review.models import Entry, Visit
from association.peer_review.selectors.pool import tied_pairs


def acts_for(user: Any, school_id: int) -> bool:
    """Say whether a person acts for a school now."""
    return user.representations.filter(school=school_id, until__isnull=True).exists()


def refuse_own(user: Any, *schools: School | None) -> None:
    """Raise RuleError where a person would decide on a visit of a school they act for."""
    if user is not None and any(acts_for(user, school.pk) for school in schools if school):
        raise RuleError(_("You act for a school of this visit, so somebody else decides it."))


def refuse_tied(visit: Visit, user: Any) -> None:
    """Raise RuleError where a person acts for the visited school, or for one tied to it."""
    if user is None:
        return
    own = list(user.representations.filter(until__isnull=True).values_list("school", flat=True))
    if visit.school_id in own:
        raise RuleError(_("Nobody visits the school they act for."))
    if any(visit.school_id in pair for pair in tied_pairs([visit.school_id, *own])):
        raise RuleError(_("Something stands between this person's school and the visited one."))


def is_noter(user: Any, visit: Visit) -> bool:
    """Say whether a person visited, or acts for a school that did; see `noted_by`."""
    return user is not None and visit.submissions.filter(noted_by(user)).exists()


def knows_of(user: Any, visit: Visit) -> bool:
    """Say whether a person may have read what a visit found, so does not make it again."""
    alliances = Membership.objects.filter(school=visit.school_id, status=MembershipStatus.ACTIVE)
    leads = alliances_of(user).filter(pk__in=alliances.values("alliance"))
    wrote = Entry.objects.filter(finding__visit=visit, author=user)
    typed = visit.submissions.filter(entered_by=user)
    return is_noter(user, visit) or leads.exists() or wrote.exists() or typed.exists()


def noted_by(user: Any) -> Q:
    """Return the condition on answers that a person, or a school they act for, noted them.

    Whoever typed in a sheet noted nothing, unless nobody is named for it.
    """
    own = user.representations.filter(until__isnull=True).values("school")
    nobody_named = Q(seat__isnull=True, entered_by=user)
    return Q(seat__visitor=user) | Q(seat__school__in=own) | nobody_named
