"""Plaques and measures as the secretariat meets them in Wagtail."""

from association.plaques.viewsets.batches import BatchViewSet
from association.plaques.viewsets.measures import MeasureViewSet
from association.plaques.viewsets.plaques import PlaqueViewSet
from association.plaques.viewsets.reports import ReportViewSet
from association.plaques.viewsets.takedowns import TakeDownViewSet

__all__ = ["BatchViewSet", "MeasureViewSet", "PlaqueViewSet", "ReportViewSet", "TakeDownViewSet"]
