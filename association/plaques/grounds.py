"""What a higher room knows of cases: whether one carries a measure, or stands against a plaque."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from association.alliances.models import School
from association.core.errors import RuleError
from association.plaques.enums import MeasureKind
from association.plaques.models import MeasureProposal

Check = Callable[[MeasureProposal], None]
CheckOfPerson = Callable[[MeasureProposal, Any], None]
Reasons = Callable[[Collection[School]], Mapping[int, str]]


class Grounds:
    """The check of the room that keeps the cases. Without one, no plaque is touched."""

    def __init__(self) -> None:
        self._check: Check | None = None
        self._check_of_person: CheckOfPerson | None = None
        self._reasons: Reasons | None = None

    def register(self, check: Check, check_of_person: CheckOfPerson) -> None:
        """Take the checks: they raise RuleError for a measure its case does not carry.

        check_of_person: for somebody against whose part in the case something stands.
        """
        self._check, self._check_of_person = check, check_of_person

    def register_reasons(self, reasons: Reasons) -> None:
        """Take what says in a sentence why a school is lent no plaque now, by the school's key."""
        self._reasons = reasons

    def why_not_lend(self, schools: Collection[School]) -> Mapping[int, str]:
        """Say of schools why they are lent no plaque now, by their keys. One query."""
        return self._reasons(schools) if self._reasons and schools else {}

    def refuse_person(self, proposal: MeasureProposal, user: Any) -> None:
        """Raise RuleError where something stands against somebody's part in a measure's case."""
        if self._check_of_person is not None and proposal.basis:
            self._check_of_person(proposal, user)

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


def refuse_person(proposal: MeasureProposal, user: Any) -> None:
    """Raise RuleError where something stands against somebody's part in a measure's case."""
    measure_grounds.refuse_person(proposal, user)


def why_not_lend(schools: Collection[School]) -> Mapping[int, str]:
    """Say of schools why they are lent no plaque now, by their keys. One query."""
    return measure_grounds.why_not_lend(schools)
