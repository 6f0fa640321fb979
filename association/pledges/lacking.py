"""Which schools have not signed, for the list of schools on the floor below."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from association.alliances.lacks import lacks
from association.alliances.models import School
from association.pledges.models import Pledge
from association.pledges.selectors import SIGNED


def without_pledge() -> QuerySet[School]:
    """Return the schools that have no pledge in review or in force."""
    signed = Pledge.objects.filter(status__in=SIGNED)
    return School.objects.exclude(pk__in=signed.values("school"))


def register() -> None:
    """Offer it as a filter; called once, in AppConfig.ready()."""
    lacks.register("pledge", _("No pledge signed"), without_pledge)
