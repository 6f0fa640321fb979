"""Invitations on paper: one A4 page for each, in one PDF for the printer."""

from association.alliances.slips.files import slip_file
from association.alliances.slips.sheets import UnprintableSlip, slip_sheets, unprintable

__all__ = ["UnprintableSlip", "slip_file", "slip_sheets", "unprintable"]
