from django.db import models
from django.utils.translation import gettext_lazy as _

from association.core import clock
from association.plaques.models.plaque import Plaque


class BadgeSighting(models.Model):
    """A website on which a plaque's badge was seen. Host names only, no visitors."""

    plaque = models.ForeignKey(Plaque, on_delete=models.CASCADE, related_name="badge_sightings")
    host = models.CharField(_("website"), max_length=253)
    first_seen = models.DateField(_("first seen"), default=clock.today)
    last_seen = models.DateField(_("last seen"), default=clock.today)

    class Meta:
        ordering = ["-last_seen", "host"]
        constraints = [
            models.UniqueConstraint(fields=["plaque", "host"], name="plaques_badgesighting_once")
        ]

    def __str__(self) -> str:
        return f"{self.plaque} · {self.host}"
