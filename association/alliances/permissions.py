"""Who may act for which school and alliance, and who reads for which department.

Grants by django-guardian, on School and Alliance only, to groups: one group for each capacity in
each school, one for the leads of each alliance and one for its visitors. A department has a group
of its own without a grant: who is in it, reads. The verbs in `services` fill and empty them all.
"""

from typing import Any

from django.contrib.auth.models import Group
from django.db.models import CharField, Model, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.http import Http404
from guardian.shortcuts import assign_perm

from association.alliances.enums import Capacity, MembershipStatus
from association.alliances.models import (
    Alliance,
    AllianceGroupObjectPermission,
    ChangeRequest,
    Department,
    Handover,
    Invitation,
    RosterImport,
    School,
    SchoolGroupObjectPermission,
)
from association.core.policy import RowPolicy

GRANTS = {
    Capacity.PRINCIPAL: ["represent_school", "sign_for_school"],
    Capacity.STAFF: ["represent_school"],
}
OF_ALLIANCE = "alliance:"
OF_DEPARTMENT = "department:"


def school_group(*, school: School, capacity: str) -> Group:
    """Return the group of those who act for a school in a capacity, with its grants."""
    group, created = Group.objects.get_or_create(name=f"school:{school.pk}:{capacity}")
    if created:
        for codename in GRANTS[Capacity(capacity)]:
            assign_perm(codename, group, school)
    return group


def lead_group(*, alliance: Alliance) -> Group:
    """Return the group of an alliance's leads, with its grant."""
    group, created = Group.objects.get_or_create(name=f"{OF_ALLIANCE}{alliance.code}:lead")
    if created:
        assign_perm("lead_alliance", group, alliance)
    return group


def visitor_group(*, alliance: Alliance) -> Group:
    """Return the group of an alliance's visitors, with its grant."""
    group, created = Group.objects.get_or_create(name=f"{OF_ALLIANCE}{alliance.code}:visitor")
    if created:
        assign_perm("visit_alliance", group, alliance)
    return group


def department_group(*, department: Department) -> Group:
    """Return the group of a department's liaisons. It has no grants: being in it is the right."""
    return Group.objects.get_or_create(name=OF_DEPARTMENT + department.code)[0]


def _granted(user: Any, grants: type[Model], codename: str) -> QuerySet:
    """Return the rows on which one of a user's groups was granted a permission. Asks nothing yet.

    Global grants and superusers stay out: a desk belongs to those who were named for it. Not by
    guardian's get_objects_for_user, which builds for milliseconds what is one subquery here.
    """
    named = grants.objects.filter(group__user=user, permission__codename=codename)
    model = grants._meta.get_field("content_object").related_model
    return model.objects.filter(pk__in=named.values("content_object"))


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


class AlliancePolicy(RowPolicy):
    """The secretariat by its permissions; a lead appoints the visitors of their own alliance.

    Actions: view, change (names and leads), appoint (visitors).
    """

    def _get_permission_name(self, action: str) -> str:
        if action == "appoint":
            return "alliances.appoint_visitor"
        return super()._get_permission_name(action)

    def own_rows(self, user: Any, action: str) -> QuerySet:
        return alliances_of(user) if action == "appoint" else super().own_rows(user, action)


class DepartmentPolicy(RowPolicy):
    """The secretariat by its permissions; a liaison reads for their own department.

    Actions: view, add, change (the name and who reads), read (the desk, for liaisons alone).
    """

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "read" and super().user_has_permission(user, action)

    def own_rows(self, user: Any, action: str) -> QuerySet:
        return departments_of(user) if action == "read" else super().own_rows(user, action)


class ChangeRequestPolicy(RowPolicy):
    """A school sees its own and takes them back; whoever keeps the register decides on others'.

    Actions: view, decide, withdraw. Nobody decides who acts for the school or asked for it.
    """

    def _get_permission_name(self, action: str) -> str:
        if action == "decide":
            return "alliances.change_school"
        return super()._get_permission_name(action)

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "withdraw" and super().user_has_permission(user, action)

    def own_rows(self, user: Any, action: str) -> QuerySet:
        if action == "decide":
            return super().own_rows(user, action)
        return self.model.objects.filter(school__in=schools_of(user).values("pk"))

    def rows(self, user: Any, action: str) -> QuerySet:
        rows = super().rows(user, action)
        if action != "decide":
            return rows
        return rows.open().exclude(Q(asked_by=user.pk) | Q(school__in=acted_for_now(user)))

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Model) -> bool:
        return self.rows(user, action).filter(pk=instance.pk).exists()


class ImportPolicy(RowPolicy):
    """Whoever may import ledgers uploads and confirms them all; nobody edits or deletes.

    Actions: view, add (and confirm).
    """

    def user_has_permission(self, user: Any, action: str) -> bool:
        needed = {"view": "alliances.view_rosterimport", "add": "alliances.import_roster"}
        return user.is_active and action in needed and user.has_perm(needed[action])


def schools_of(user: Any, *, codename: str = "represent_school") -> QuerySet[School]:
    """Return the schools a user acts for; with `sign_for_school`, those they may sign for."""
    if not (user.is_authenticated and user.is_active):
        return School.objects.none()
    return _granted(user, SchoolGroupObjectPermission, codename)


def acted_for_now(user: Any) -> QuerySet:
    """Return the keys of the schools a person was appointed to act for, by whatever right."""
    rows = School.objects.filter(representatives__user=user.pk, representatives__until__isnull=True)
    return rows.values("pk")


def had_part_in_change(user: Any, request: ChangeRequest) -> bool:
    """Say whether a person asked for a change, or acts for the school that did."""
    if user is None:
        return False
    acts = acted_for_now(user).filter(pk=request.school_id).exists()
    return acts or user.pk == request.asked_by_id


def alliances_of(user: Any) -> QuerySet[Alliance]:
    """Return the alliances a user leads."""
    if not (user.is_authenticated and user.is_active):
        return Alliance.objects.none()
    return _granted(user, AllianceGroupObjectPermission, "lead_alliance")


def visited_by(user: Any) -> QuerySet[Alliance]:
    """Return the alliances a user visits schools for."""
    if not (user.is_authenticated and user.is_active):
        return Alliance.objects.none()
    return _granted(user, AllianceGroupObjectPermission, "visit_alliance")


def at_gates_of(user: Any) -> QuerySet[Alliance]:
    """Return the alliances at whose members' gates a user confirms plaques: as lead or visitor."""
    either = Q(pk__in=alliances_of(user).values("pk")) | Q(pk__in=visited_by(user).values("pk"))
    return Alliance.objects.filter(either)


def departments_of(user: Any) -> QuerySet[Department]:
    """Return the departments a user reads for."""
    if not (user.is_authenticated and user.is_active):
        return Department.objects.none()
    named = Department.objects.alias(
        group_name=Concat(Value(OF_DEPARTMENT), "code", output_field=CharField())
    )
    return named.filter(group_name__in=user.groups.values("name"))


def acts_beyond_one_school(user: Any) -> bool:
    """Say whether a person leads or visits for an alliance, or reads for a department. One query.

    What they do or see concerns other people's schools, so their sign-in takes a second factor.
    """
    beyond = Q(name__startswith=OF_ALLIANCE) | Q(name__startswith=OF_DEPARTMENT)
    return user.is_active and user.groups.filter(beyond).exists()


def names_of_schools(user: Any) -> list[str]:
    """Return names and credit codes of the schools a person acts for: no words for a password."""
    return [word for row in schools_of(user).values_list("name", "uscc") for word in row]


def access_school(user: Any, uscc: str, *, codename: str = "represent_school") -> School:
    """Return the school if the user acts for it. Fetching is checking.

    Raises Http404 otherwise, so that a stranger learns nothing.
    """
    school = schools_of(user, codename=codename).filter(uscc=uscc).first()
    if school is None:
        raise Http404
    return school


def access_change(user: Any, uscc: str, code: str) -> ChangeRequest:
    """Return a change request of a school the user acts for; raises Http404 otherwise."""
    rows = change_policy.own_rows(user, "view").select_related("school", "decided_by", "asked_by")
    return _found(rows.filter(school__uscc=uscc, code=code))


def access_alliance(user: Any, code: str) -> Alliance:
    """Return the alliance if the user leads it; raises Http404 otherwise."""
    return _found(alliances_of(user).filter(code=code))


def access_visited(user: Any, code: str) -> Alliance:
    """Return the alliance if the user visits schools for it; raises Http404 otherwise."""
    return _found(visited_by(user).filter(code=code))


def access_gates(user: Any, code: str) -> Alliance:
    """Return the alliance if the user confirms plaques at its gates; raises Http404 otherwise."""
    return _found(at_gates_of(user).filter(code=code))


def access_department(user: Any, code: str) -> Department:
    """Return the department if the user reads for it; raises Http404 otherwise."""
    return _found(department_policy.rows(user, "read").filter(code=code))


def _found(rows: QuerySet) -> Any:
    row = rows.first()
    if row is None:
        raise Http404
    return row


school_policy = SchoolPolicy(School)
alliance_policy = AlliancePolicy(Alliance)
department_policy = DepartmentPolicy(Department)
invitation_policy = RowPolicy(Invitation)
handover_policy = RowPolicy(Handover)
change_policy = ChangeRequestPolicy(ChangeRequest)
import_policy = ImportPolicy(RosterImport)
