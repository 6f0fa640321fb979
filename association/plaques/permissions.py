"""Who may see plaques and propose or decide measures on them."""

from typing import Any

from django.db.models import Model, Q, QuerySet
from django.http import Http404

from association.alliances.enums import MembershipStatus
from association.alliances.models import School
from association.alliances.permissions import alliances_of, at_gates_of, schools_of
from association.core.policy import RowPolicy
from association.plaques.models import MeasureProposal, Plaque, PlaqueBatch, PlaqueReport, TakeDown


class PlaquePolicy(RowPolicy):
    """The secretariat by its permissions; a school views its own, a lead the members'.

    Actions: view, issue, activate, replace. A lead and a visitor confirm the members' plaques at
    their gates; that no school confirms its own is a rule of the verb, which says so.
    """

    def _get_permission_name(self, action: str) -> str:
        if action == "replace":
            return "plaques.replace_copy"
        return super()._get_permission_name(action)

    def own_rows(self, user: Any, action: str) -> QuerySet:
        if action not in {"view", "activate"}:
            return super().own_rows(user, action)
        members = Q(
            school__memberships__alliance__in=at_gates_of(user).values("pk"),
            school__memberships__status=MembershipStatus.ACTIVE,
        )
        if action == "activate":
            return self.model.objects.filter(members).distinct()
        own = Q(school__in=schools_of(user).values("pk"))
        return self.model.objects.filter(own | members).distinct()


class ProposalPolicy(RowPolicy):
    """Two roles: who may propose a measure and who may decide one.

    Nobody decides on their own proposal, nor on the plaque of a school they act for.

    Actions: view, propose, decide, and withdraw, which is for one's own proposal alone.
    """

    NAMES = {
        "propose": "plaques.propose_measure",
        "withdraw": "plaques.propose_measure",
        "decide": "plaques.decide_measure",
    }

    def _get_permission_name(self, action: str) -> str:
        return self.NAMES.get(action) or super()._get_permission_name(action)

    def rows(self, user: Any, action: str) -> QuerySet:
        rows = super().rows(user, action)
        if action == "decide":
            own = School.objects.filter(
                representatives__user=user.pk, representatives__until__isnull=True
            )
            return rows.open().exclude(Q(proposed_by=user.pk) | Q(plaque__school__in=own))
        if action == "withdraw":
            return rows.open().filter(proposed_by=user.pk)
        return rows

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Model) -> bool:
        return self.rows(user, action).filter(pk=instance.pk).exists()


class TakeDownPolicy(RowPolicy):
    """The secretariat by its permissions; a school sees its own, a lead the members'.

    Actions: view, change (to doubt a photo, to close). A school that has left keeps its own.
    """

    def own_rows(self, user: Any, action: str) -> QuerySet:
        if action != "view":
            return super().own_rows(user, action)
        own = Q(plaque__school__in=schools_of(user).values("pk"))
        led = School.objects.filter(
            memberships__alliance__in=alliances_of(user).values("pk"),
            memberships__status=MembershipStatus.ACTIVE,
        )
        return self.model.objects.filter(own | Q(plaque__school__in=led.values("pk")))


class ReportPolicy(RowPolicy):
    """The secretariat alone, by its permissions. Actions: view, close."""

    def _get_permission_name(self, action: str) -> str:
        return super()._get_permission_name("change" if action == "close" else action)


class BatchPolicy(RowPolicy):
    """Batches and their print files belong to those who issue plaques; some others only read.

    Actions: view; everything else is issuing.
    """

    def _get_permission_name(self, action: str) -> str:
        if action == "view":
            return super()._get_permission_name(action)
        return "plaques.issue_plaque"


batch_policy = BatchPolicy(PlaqueBatch)
plaque_policy = PlaquePolicy(Plaque)
proposal_policy = ProposalPolicy(MeasureProposal)
report_policy = ReportPolicy(PlaqueReport)
take_down_policy = TakeDownPolicy(TakeDown)


def access_take_down(user: Any, uscc: str, number: str) -> TakeDown:
    """Return the take-down that a user may answer with a photo. Fetching is checking.

    For the people of the school, and the leads of the alliance it is in now; no wider right
    reaches here. Raises Http404 otherwise, so that a stranger learns nothing.
    """
    rows = take_down_policy.own_rows(user, "view").select_related(
        "plaque__school", "plaque__campus"
    )
    found = rows.filter(plaque__school__uscc=uscc, plaque__number=number).first()
    if found is None:
        raise Http404
    return found
