"""On what a measure rests: a higher room knows the cases, and says whether one carries it."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from association.core.errors import RuleError
from association.plaques.enums import MeasureKind
from association.plaques.models import MeasureProposal

Check = Callable[[MeasureProposal], None]


class Grounds:
    """The check of the room that keeps the cases. Without one, no plaque is touched."""

    def __init__(self) -> None:
        self._check: Check | None = None

    def register(self, check: Check) -> None:
        """Take the check; it raises RuleError for a measure its case does not carry."""
        self._check = check

    def refuse_without_ground(self, proposal: MeasureProposal) -> None:
        """Raise RuleError unless the case a measure names carries it on this plaque."""
        if proposal.kind == MeasureKind.REINSTATE and not proposal.basis:
            return  # suspended before measures named their case
        if self._check is None or not proposal.basis:
            raise RuleError(_("A plaque is suspended or taken back by a decided case only."))
        self._check(proposal)


measure_grounds = Grounds()


def refuse_without_ground(proposal: MeasureProposal) -> None:
    """Raise RuleError unless the case a measure names carries it on this plaque."""
    measure_grounds.refuse_without_ground(proposal)
