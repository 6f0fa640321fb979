"""Beside a change request: plaques that carry a school's former name."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from laces.components import Component

from association.alliances.enums import ChangeStatus
from association.alliances.models import ChangeRequest
from association.core import clock, panels
from association.plaques.enums import Verb
from association.plaques.models import Plaque, PlaqueEvent
from association.plaques.permissions import plaque_policy

# Each makes a copy, with the name the school has then. A renewal leaves the copy as it is.
MAKES_A_COPY = (Verb.ISSUE, Verb.REPLACE)


class FormerName(Component):
    """The plaques whose printed copy is older than a school's new name."""

    template_name = "plaques/panels/former_name.html"

    def __init__(self, change: ChangeRequest, plaques: list[Plaque], *, may_replace: bool) -> None:
        self.change, self.plaques, self.may_replace = change, plaques, may_replace

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {
            "change": self.change,
            "plaques": self.plaques,
            "may_replace": self.may_replace,
        }


def former_name_panel(*, subject: ChangeRequest, user: Any) -> Component | None:
    """Return the panel of a request for another name, None where no copy would carry the former."""
    ended = subject.status not in {ChangeStatus.OPEN, ChangeStatus.ACCEPTED}
    if ended or "name" not in subject.changes:
        return None
    plaques = list(_made_before(subject).select_related("campus"))
    if not plaques:
        return None
    may_replace = plaque_policy.user_has_permission(user, "replace") and not subject.is_open
    return FormerName(subject, plaques, may_replace=may_replace)


def _made_before(change: ChangeRequest) -> QuerySet[Plaque]:
    """Return the school's plaques whose present copy is older than its name, or would be."""
    made = PlaqueEvent.objects.filter(record=OuterRef("pk"), verb__in=MAKES_A_COPY)
    latest = made.order_by("-sequence").values("created_at")[:1]
    living = Plaque.objects.living().filter(school=change.school_id)
    return living.annotate(made_at=Subquery(latest)).filter(
        made_at__lte=change.decided_at or clock.now()
    )


def register() -> None:
    """Put the panel in its place; called once, in AppConfig.ready()."""
    panels.change_review.register(former_name_panel, order=20)
