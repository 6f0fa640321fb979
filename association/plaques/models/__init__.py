"""Plaques, their history, and measures that two people decide."""

from association.plaques.models.measure import MeasureProposal, MeasureProposalEvent
from association.plaques.models.plaque import Plaque, PlaqueEvent

__all__ = ["MeasureProposal", "MeasureProposalEvent", "Plaque", "PlaqueEvent"]
