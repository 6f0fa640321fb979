"""Signed papers for the matrix: of the principal's school, and of a stranger's."""

from types import SimpleNamespace

from association.pledges.enums import PaperKind
from association.pledges.services import issue_paper


def make_papers(records: SimpleNamespace) -> None:
    """Add papers to the records, made already: reading one writes nothing."""
    for name, plaque in (("paper", records.plaque), ("strange_paper", records.strange_plaque)):
        for kind in PaperKind:
            issued = issue_paper(pledge=plaque.pledge, kind=kind, acting_user=None)
            setattr(records, name, issued)
