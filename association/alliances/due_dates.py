"""Dates of a school's entry that its people are reminded of."""

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from association.alliances.models import ChangeRequest, School
from association.alliances.models.change_request import LICENCE
from association.alliances.readers import people_of_schools
from association.core import reminders
from association.core.reminders import Due


def licences_running_out(first: dt.date, last: dt.date) -> list[Due]:
    """Return the licences of members whose last day is between two days, both included.

    Of one that is told as renewed already, and waits for the association, nobody is reminded.
    Two queries.
    """
    told = ChangeRequest.objects.open().filter(
        school=OuterRef("pk"), changes__has_any_keys=sorted(LICENCE)
    )
    running_out = School.objects.members().filter(licence_valid_until__range=(first, last))
    schools = list(running_out.filter(~Exists(told)))
    people = people_of_schools([school.pk for school in schools])
    return [
        Due(
            about=f"licence:{school.pk}",
            day=school.licence_valid_until,
            people=people.get(school.pk, ()),
            what=_what(school),
            link=reverse("alliances:school_data", args=[school.uscc]),
        )
        for school in schools
    ]


def _what(school: School) -> Any:
    return lambda: (
        _("the licence of %(school)s runs out. Please tell the new date, with a photo of it")
        % {"school": school.name}
    )


def register() -> None:
    """Register the source; called once, in AppConfig.ready()."""
    reminders.register(licences_running_out)
