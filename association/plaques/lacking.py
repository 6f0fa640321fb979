"""Which schools have no plaque, for the list of schools floors below."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from association.alliances.lacks import lacks
from association.alliances.models import School
from association.plaques.models import Plaque


def without_plaque() -> QuerySet[School]:
    """Return the schools that have no plaque: none issued, or none that they still hold."""
    return School.objects.exclude(pk__in=Plaque.objects.living().values("school"))


def register() -> None:
    """Offer it as a filter; called once, in AppConfig.ready()."""
    lacks.register("plaque", _("No plaque"), without_plaque)
