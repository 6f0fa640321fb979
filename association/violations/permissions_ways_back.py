"""Who reads appeals, objections and repairs, and who answers them."""

from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.http import Http404

from association.alliances.permissions import schools_of
from association.violations.enums import OPEN_OBJECTIONS, AppealStatus, RepairStatus
from association.violations.models import Appeal, Case, Objection, Repair
from association.violations.permissions import OfCasePolicy
from association.violations.selectors.carrying import ON_PLAQUE
from association.violations.selectors.ways_back import cases_worked_on


class WayBackPolicy(OfCasePolicy):
    """The secretariat by its permissions, but nobody in the matter of a school they act for.

    names: permissions by action; one of them is enough. The school's own people read what their
    school asked for.
    """

    names: ClassVar[dict[str, tuple[str, ...]]] = {}

    def user_has_permission(self, user: Any, action: str) -> bool:
        if action not in self.names:
            return super().user_has_permission(user, action)
        return user.is_active and any(user.has_perm(name) for name in self.names[action])

    def own_rows(self, user: Any, action: str) -> QuerySet:
        if action != "view":
            return super().own_rows(user, action)
        return self.model.objects.filter(case__school__in=schools_of(user).values("pk"))


class AppealPolicy(WayBackPolicy):
    """Actions: view; name, by those who did not work on the case; hear, by those named for it.

    Whoever is named hears it until they have voted.
    """

    names: ClassVar = {
        "name": ("violations.investigate_case", "violations.decide_case"),
        "hear": ("violations.hear_appeal",),
    }
    states: ClassVar = {"name": (AppealStatus.LODGED, AppealStatus.HEARD)}

    def rows(self, user: Any, action: str) -> QuerySet:
        rows = super().rows(user, action)
        if not self.user_has_permission(user, action):
            return rows
        if action == "name":
            return rows.exclude(case__in=cases_worked_on(user))
        return rows.to_hear_by(user) if action == "hear" else rows


class ObjectionPolicy(WayBackPolicy):
    """Actions: view; decide, by those who decide cases. A school reads its own objections alone."""

    names: ClassVar = {"decide": ("violations.decide_case",)}
    states: ClassVar = {"decide": OPEN_OBJECTIONS}

    def own_rows(self, user: Any, action: str) -> QuerySet:
        return super().own_rows(user, action).filter(by_school=True)


class RepairPolicy(WayBackPolicy):
    """Actions: view; decide, by those who decide cases."""

    names: ClassVar = {"decide": ("violations.decide_case",)}
    states: ClassVar = {"decide": (RepairStatus.ASKED,)}


appeal_policy = AppealPolicy(Appeal)
objection_policy = ObjectionPolicy(Objection)
repair_policy = RepairPolicy(Repair)


def access_receipt(receipt: str) -> Objection:
    """Return an objection by its receipt, which is its only key; raises Http404 for any other."""
    found = Objection.objects.select_related("case").filter(receipt=receipt).first()
    if found is None:
        raise Http404
    return found


def access_entry(code: str) -> Case:
    """Return a case that is or was public, by its code in any case of letters; raises Http404 else.

    It was read as a notice, or on the pages of plaques. Whether the entry stands today says
    `is_public`.
    """
    was_read = Q(notice__live=True) | Q(measure__in=ON_PLAQUE)
    cases = Case.objects.filter(was_read, in_force_on__isnull=False)
    cases = cases.select_related("school", "promise")
    found = cases.filter(code=code.upper()).first()
    if found is None:
        raise Http404
    return found
