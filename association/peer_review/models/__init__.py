"""Checklists, rounds with their draws, visits, and what stands between two schools."""

from association.peer_review.models.checklist import (
    ChecklistItem,
    ChecklistSection,
    ChecklistVersion,
    ChecklistVersionEvent,
)
from association.peer_review.models.draw import Amendment, Draw
from association.peer_review.models.finding import Entry, EntryPhoto, Finding, FindingEvent
from association.peer_review.models.onsite import HostSignature, Opening, VisitPhoto
from association.peer_review.models.report import Report, ReportEvent
from association.peer_review.models.round import Participant, Round, RoundEvent
from association.peer_review.models.settings import DrawSettings, FindingSettings
from association.peer_review.models.tie import Tie
from association.peer_review.models.visit import Seat, Submission, Visit, VisitEvent

__all__ = [
    "Amendment",
    "ChecklistItem",
    "ChecklistSection",
    "ChecklistVersion",
    "ChecklistVersionEvent",
    "Draw",
    "DrawSettings",
    "Entry",
    "EntryPhoto",
    "Finding",
    "FindingEvent",
    "FindingSettings",
    "HostSignature",
    "Opening",
    "Participant",
    "Report",
    "ReportEvent",
    "Round",
    "RoundEvent",
    "Seat",
    "Submission",
    "Tie",
    "Visit",
    "VisitEvent",
    "VisitPhoto",
]
