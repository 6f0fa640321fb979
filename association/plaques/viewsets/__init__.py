"""Plaques and measures as the secretariat meets them in Wagtail."""

from association.plaques.viewsets.measures import MeasureViewSet
from association.plaques.viewsets.plaques import PlaqueViewSet

__all__ = ["MeasureViewSet", "PlaqueViewSet"]
