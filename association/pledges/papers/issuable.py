"""Which papers a pledge may get, and which it has."""

from collections.abc import Iterable
from dataclasses import dataclass

from association.core import clock
from association.pledges.enums import PaperKind, PledgeStatus
from association.pledges.models import IssuedPaper, Pledge


@dataclass(frozen=True, kw_only=True)
class Available:
    """A paper that can be taken away. paper: None where it is made when somebody asks for it."""

    kind: PaperKind
    paper: IssuedPaper | None

    @property
    def label(self) -> str:
        return str(self.kind.label)


def may_be_issued(pledge: Pledge, kind: str) -> bool:
    """Say whether a paper may be made today. No query.

    A receipt once the signature stands, whatever became of it later; a certificate while the
    pledge is accepted and its time runs. What was issued before is handed out in any case.
    """
    if kind == PaperKind.RECEIPT:
        signed = bool(pledge.receipt_no) and pledge.status != PledgeStatus.UNDONE
        return signed and not pledge.can_be_undone
    until = pledge.in_force_until
    return until is not None and clock.today() <= until


def papers_of(pledge: Pledge, issued: Iterable[IssuedPaper]) -> list[Available]:
    """Return the papers of a pledge that can be taken away, the receipt first.

    issued: what was made of this pledge already.
    """
    made = {paper.kind: paper for paper in issued}
    return [
        Available(kind=kind, paper=made.get(kind))
        for kind in PaperKind
        if kind in made or may_be_issued(pledge, kind)
    ]
