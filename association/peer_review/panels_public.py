"""What a school's public page shows of visits by peers, and its own desk of that page."""

from typing import Any

from laces.components import Component

from association.alliances.models import School
from association.alliances.selectors import current_membership
from association.core import clock
from association.peer_review.models import FindingSettings
from association.peer_review.selectors.told_public import findings_by_promise, last_visit_by_peers
from association.plaques.selectors.shown import ShownVisits


class PeerVisits(ShownVisits):
    """The last visit by peers, and findings as counts by promise. No score follows from them."""

    template_name = "peer_review/public_panel.html"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        titles = {each.code: each.title for each in parent_context["plaque"].promises}
        return {
            "last_on": self.last_on,
            # The page is made anew each midnight.
            "days": (clock.today() - self.last_on).days if self.last_on else None,
            "long_ago": self.long_ago,
            "months": self.months,
            "any_open": any(each.open for each in self.findings),
            "rows": [
                {"title": titles.get(each.promise, each.promise), "counts": each}
                for each in self.findings
            ],
        }


class SeenVisits(Component):
    """What others read of visits: the day of the last, and how many findings are counted."""

    template_name = "peer_review/panels/seen.html"

    def __init__(self, visits: PeerVisits) -> None:
        self.visits = visits

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        counts = self.visits.findings
        return {
            "last_on": self.visits.last_on,
            "open": sum(each.open for each in counts),
            "rectified": sum(each.rectified for each in counts),
        }


def seen_panel(*, subject: School, user: Any) -> Component | None:
    """Return the desk's panel, None for a school that has left: nothing is told of it then."""
    if current_membership(subject) is None:
        return None
    return SeenVisits(public_panel(subject=subject, user=None))


def public_panel(*, subject: School, user: Any) -> PeerVisits:
    """Return what everybody reads of a member's visits. Three queries."""
    # Not by `load`, which writes them the first time: a scan reads.
    rules = FindingSettings.objects.first() or FindingSettings()
    last_on = last_visit_by_peers(subject)
    return PeerVisits(
        last_on=last_on,
        long_ago=last_on is not None and (clock.today() - last_on).days > rules.stale_days,
        months=rules.shown_months,
        findings=findings_by_promise(subject, months=rules.shown_months),
    )
