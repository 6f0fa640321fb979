"""A visit on paper: what was noted, to read together before the visitor leaves."""

from association.peer_review.visit_report.sheets import UnprintableReport, report_of

__all__ = ["UnprintableReport", "report_of"]
