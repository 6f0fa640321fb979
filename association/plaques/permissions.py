"""Who may see plaques and propose or decide measures on them."""

from typing import Any

from django.db.models import Model, Q, QuerySet

from association.alliances.enums import MembershipStatus
from association.alliances.permissions import alliances_of, schools_of
from association.core.policy import RowPolicy
from association.plaques.models import MeasureProposal, Plaque


class PlaquePolicy(RowPolicy):
    """The secretariat by its permissions; a school views its own, a lead the members'.

    Actions: view, issue, activate.
    """

    def own_rows(self, user: Any, action: str) -> QuerySet:
        if action != "view":
            return super().own_rows(user, action)
        led = alliances_of(user).values("pk")
        members = Q(
            school__memberships__alliance__in=led,
            school__memberships__status=MembershipStatus.ACTIVE,
        )
        own = Q(school__in=schools_of(user).values("pk"))
        return self.model.objects.filter(own | members).distinct()


class ProposalPolicy(RowPolicy):
    """Two roles: who may propose a measure and who may decide one, never on their own proposal.

    Actions: view, propose, decide.
    """

    NAMES = {"propose": "plaques.propose_measure", "decide": "plaques.decide_measure"}

    def _get_permission_name(self, action: str) -> str:
        return self.NAMES.get(action) or super()._get_permission_name(action)

    def rows(self, user: Any, action: str) -> QuerySet:
        rows = super().rows(user, action)
        if action == "decide":
            return rows.open().exclude(proposed_by=user.pk)
        return rows

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Model) -> bool:
        return self.rows(user, action).filter(pk=instance.pk).exists()


plaque_policy = PlaquePolicy(Plaque)
proposal_policy = ProposalPolicy(MeasureProposal)
