"""Plaques, their history, copies, photos and counts, and measures that two people decide."""

from association.plaques.models.badge import BadgeSighting
from association.plaques.models.batch import PlaqueBatch
from association.plaques.models.copy import ReplacedCopy
from association.plaques.models.counts import OddScan, ScanCount
from association.plaques.models.measure import MeasureProposal, MeasureProposalEvent
from association.plaques.models.page import StoredPage
from association.plaques.models.photo import HiddenPhoto, Photo
from association.plaques.models.plaque import Plaque, PlaqueEvent
from association.plaques.models.report import PlaqueReport, PlaqueReportEvent
from association.plaques.models.takedown import TakeDown, TakeDownEvent

__all__ = [
    "BadgeSighting",
    "HiddenPhoto",
    "MeasureProposal",
    "MeasureProposalEvent",
    "OddScan",
    "Photo",
    "Plaque",
    "PlaqueBatch",
    "PlaqueEvent",
    "PlaqueReport",
    "PlaqueReportEvent",
    "ReplacedCopy",
    "ScanCount",
    "StoredPage",
    "TakeDown",
    "TakeDownEvent",
]
