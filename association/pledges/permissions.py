"""Who reads and decides on pledges, who writes covenants and who puts them in force."""

from typing import Any

from django.db.models import Model, QuerySet

from association.alliances.enums import Capacity
from association.alliances.models import School
from association.alliances.permissions import schools_of
from association.core.policy import RowPolicy
from association.pledges.models import CovenantVersion, Pledge


class PledgePolicy(RowPolicy):
    """Representatives view their own school's pledges; the secretariat views and reviews all."""

    def own_rows(self, user: Any, action: str) -> QuerySet:
        if action != "view":
            return super().own_rows(user, action)
        return self.model.objects.filter(school__in=schools_of(user).values("pk"))


class CovenantPolicy(RowPolicy):
    """Drafting is one right, putting in force another; the admin knows the first as "change"."""

    codenames = {
        "add": "edit_covenant",
        "change": "edit_covenant",
        "publish": "publish_covenant",
    }

    def _get_permission_codename(self, action: str) -> str:
        return self.codenames.get(action) or super()._get_permission_codename(action)

    def rows(self, user: Any, action: str) -> QuerySet:
        rows = super().rows(user, action)
        return rows.drafts() if action in {"change", "publish"} else rows

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Model) -> bool:
        return self.rows(user, action).filter(pk=instance.pk).exists()


def signing_capacity(*, user: Any, school: School) -> Capacity | None:
    """Return the capacity in which a user signs for a school, or None if they may not."""
    if not schools_of(user, codename="sign_for_school").filter(pk=school.pk).exists():
        return None
    appointment = school.representatives.filter(user=user, until__isnull=True).first()
    return Capacity(appointment.capacity) if appointment else None


pledge_policy = PledgePolicy(Pledge)
covenant_policy = CovenantPolicy(CovenantVersion)
