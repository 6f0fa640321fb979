"""Who may act for which school and alliance.

Grants by django-guardian, on School and Alliance only, to groups: one group for each capacity in
each school, one for the leads of each alliance. The verbs in `services` fill and empty them.
"""

from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Q, QuerySet
from django.http import Http404
from guardian.shortcuts import assign_perm, get_objects_for_user

from association.alliances.enums import Capacity, MembershipStatus
from association.alliances.models import Alliance, Invitation, RosterImport, School
from association.core.policy import RowPolicy

GRANTS = {
    Capacity.PRINCIPAL: ["represent_school", "sign_for_school"],
    Capacity.STAFF: ["represent_school"],
}


def school_group(*, school: School, capacity: str) -> Group:
    """Return the group of those who act for a school in a capacity, with its grants."""
    group, created = Group.objects.get_or_create(name=f"school:{school.pk}:{capacity}")
    if created:
        for codename in GRANTS[Capacity(capacity)]:
            assign_perm(codename, group, school)
    return group


def lead_group(*, alliance: Alliance) -> Group:
    """Return the group of an alliance's leads, with its grant."""
    group, created = Group.objects.get_or_create(name=f"alliance:{alliance.code}:lead")
    if created:
        assign_perm("lead_alliance", group, alliance)
    return group


def _granted(user: Any, permission: str) -> QuerySet:
    # Global grants and superusers are kept out: a desk belongs to those who were named for it.
    return get_objects_for_user(user, permission, accept_global_perms=False, with_superuser=False)


class SchoolPolicy(RowPolicy):
    """Representatives view their school; leads view the members of their alliance."""

    def own_rows(self, user: Any, action: str) -> QuerySet:
        if action != "view":
            return super().own_rows(user, action)
        led = alliances_of(user).values("pk")
        return self.model.objects.filter(
            Q(pk__in=schools_of(user).values("pk"))
            | Q(memberships__alliance__in=led, memberships__status=MembershipStatus.ACTIVE)
        ).distinct()


class ImportPolicy(RowPolicy):
    """Whoever may import ledgers uploads, sees and confirms them all; nobody edits or deletes."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        allowed = user.is_active and user.has_perm("alliances.import_roster")
        return allowed and action in {"add", "view"}


def schools_of(user: Any, *, codename: str = "represent_school") -> QuerySet[School]:
    """Return the schools a user acts for; with `sign_for_school`, those they may sign for."""
    if not (user.is_authenticated and user.is_active):
        return School.objects.none()
    return _granted(user, f"alliances.{codename}")


def alliances_of(user: Any) -> QuerySet[Alliance]:
    """Return the alliances a user leads."""
    if not (user.is_authenticated and user.is_active):
        return Alliance.objects.none()
    return _granted(user, "alliances.lead_alliance")


def access_school(user: Any, uscc: str, *, codename: str = "represent_school") -> School:
    """Return the school if the user acts for it. Fetching is checking.

    Raises Http404 otherwise, so that a stranger learns nothing.
    """
    school = schools_of(user, codename=codename).filter(uscc=uscc).first()
    if school is None:
        raise Http404
    return school


def access_alliance(user: Any, code: str) -> Alliance:
    """Return the alliance if the user leads it; raises Http404 otherwise."""
    alliance = alliances_of(user).filter(code=code).first()
    if alliance is None:
        raise Http404
    return alliance


school_policy = SchoolPolicy(School)
alliance_policy = RowPolicy(Alliance)
invitation_policy = RowPolicy(Invitation)
import_policy = ImportPolicy(RosterImport)
