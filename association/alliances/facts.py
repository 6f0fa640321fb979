"""How a school's own data stand on its desk, and where it tells that they are wrong."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from association.alliances.asks import LICENCE_SOON
from association.alliances.models import School
from association.alliances.selectors_changes import open_change_of
from association.core import clock
from association.core.desk_items import Fact, Way, school_asks, school_ways


def data_facts(*, school: School, user: Any) -> Iterator[Fact]:
    """Yield the licence, while nothing is asked about it, and a change request that waits."""
    last_day = school.licence_valid_until
    if school.licence_long_term:
        yield Fact(what=_("Licence"), words=_("valid without end date"))
    elif last_day and last_day > clock.today() + LICENCE_SOON:
        words = _("valid until %(day)s") % {"day": date_format(last_day)}
        yield Fact(what=_("Licence"), words=words, until=last_day)
    if waiting := open_change_of(school):
        yield Fact(
            what=_("Change request %(code)s") % {"code": waiting.code},
            words=_("with the association; you read the answer here"),
            url=reverse("alliances:change", args=[school.uscc, waiting.code]),
            under_way=True,
        )


def data_way(*, school: School, user: Any) -> Iterator[Way]:
    """Yield the way to have the register corrected."""
    yield Way(
        about=_("The name, an address, the licence or another fact of the register"),
        do=_("Ask for a change"),
        url=reverse("alliances:ask_change", args=[school.uscc]),
    )


def register() -> None:
    """Put the sources in their places; called once, in AppConfig.ready()."""
    school_asks.register(data_facts)
    school_ways.register(data_way)
