"""Pledges to review and covenants to write, in the Wagtail admin."""

from association.pledges.viewsets.covenant import CovenantViewSet
from association.pledges.viewsets.pledge import PledgeViewSet

__all__ = ["CovenantViewSet", "PledgeViewSet"]
