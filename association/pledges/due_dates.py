"""Dates of pledges that schools are reminded of."""

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from association.alliances.readers import people_of_schools
from association.core import clock, reminders
from association.core.reminders import Due
from association.pledges.enums import PledgeStatus
from association.pledges.models import Pledge


def pledges_running_out(first: dt.date, last: dt.date) -> list[Due]:
    """Return the pledges in force whose last day is between two days, both included.

    Of a school that has signed again, and waits for the association, nobody is reminded.
    Two queries.
    """
    signed = Pledge.objects.filter(school=OuterRef("school"), status=PledgeStatus.SUBMITTED)
    in_force = Pledge.objects.accepted().filter(given_until__range=(first, last))
    pledges = list(in_force.filter(~Exists(signed)).select_related("school"))
    people = people_of_schools([pledge.school_id for pledge in pledges])
    return [
        Due(
            about=f"pledge:{pledge.pk}",
            day=pledge.in_force_until,
            people=people.get(pledge.school_id, ()),
            what=_what(pledge),
            link=reverse("pledges:overview", args=[pledge.school.uscc]),
        )
        for pledge in pledges
    ]


def _what(pledge: Pledge) -> Any:
    return lambda: _in_words(pledge)


def _in_words(pledge: Pledge) -> str:
    told = {"school": pledge.school.name}
    begins = pledge.renewable_from
    if begins is None or begins <= clock.today():
        return _("the pledge of %(school)s runs out. Please read it and sign again") % told
    told["day"] = date_format(begins, "DATE_FORMAT")
    return _("the pledge of %(school)s runs out. It can be signed again from %(day)s on") % told


def register() -> None:
    """Register the source; called once, in AppConfig.ready()."""
    reminders.register(pledges_running_out)
