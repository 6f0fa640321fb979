"""A checklist on paper: A4, black on white, a code on every page that names it."""

from association.peer_review.checklists.paper.sheets import UnprintableChecklist, paper_form

__all__ = ["UnprintableChecklist", "paper_form"]
