"""The school desk's panel for the badge on its own website."""

from typing import Any

from django.db.models import Prefetch
from laces.components import Component

from association.alliances.models import School
from association.plaques.enums import LIVING_STATUSES, PublicState
from association.plaques.models import BadgeSighting, Plaque
from association.plaques.sharing.badge import HEIGHT, WIDTH
from association.plaques.sharing.embedding import badge_title, frame_code, image_code

SHOWN_SIGHTINGS = 10


class SchoolBadge(Component):
    """The code for the school's website, the badge as it is now, and where it was seen."""

    template_name = "plaques/panels/badge.html"

    def __init__(self, plaques: list[Plaque]) -> None:
        self.plaques = plaques

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"badges": [_shown(plaque) for plaque in self.plaques]}


def badge_panel(*, subject: School, user: Any) -> Component | None:
    """Return the panel of a school that has a plaque, or whose badge is still out there."""
    sightings = Prefetch("badge_sightings", queryset=BadgeSighting.objects.all())
    plaques = subject.plaques.select_related("campus").prefetch_related(sightings)
    shown = [
        plaque
        for plaque in plaques
        if plaque.status in LIVING_STATUSES or plaque.badge_sightings.all()
    ]
    return SchoolBadge(shown) if shown else None


def _shown(plaque: Plaque) -> dict[str, Any]:
    sightings = list(plaque.badge_sightings.all())
    return {
        "plaque": plaque,
        "title": badge_title(plaque.number),
        "usable": plaque.state == PublicState.VALID,
        "lent": plaque.status in LIVING_STATUSES,
        "width": WIDTH,
        "height": HEIGHT,
        "image_code": image_code(plaque.number),
        "frame_code": frame_code(plaque.number),
        "sightings": sightings[:SHOWN_SIGHTINGS],
        "more": max(0, len(sightings) - SHOWN_SIGHTINGS),
    }
