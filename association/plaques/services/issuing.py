"""Plaques come into the world, hang, and go back."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import transaction

from association.alliances.enums import CampusKind
from association.alliances.models import Campus, School
from association.core import clock
from association.core.clock import months_later
from association.core.errors import RuleError
from association.core.numbering import next_number
from association.core.regulated import change_status, record_event
from association.plaques.enums import PlaqueStatus, Verb
from association.plaques.models import Plaque, PlaqueBatch
from association.plaques.numbers import COUNTERS, PlaqueNumber, series_of
from association.plaques.selectors import look_into
from association.plaques.services.suspensions import settle_suspension
from association.pledges.models import Pledge


def first_term_end(pledge: Pledge) -> dt.date:
    """Return the last day of a plaque that is issued, or renewed, on a pledge today.

    pledge: accepted. A plaque is lent for as many months as its pledge was given for.
    """
    return months_later(clock.today(), pledge.term_months)


def last_day_to_hang() -> dt.date:
    """Return the day by which a plaque that is issued today should hang."""
    return clock.today() + dt.timedelta(days=settings.PLAQUE_HANG_DAYS)


@transaction.atomic
def issue_plaque(*, pledge: Pledge, acting_user: Any, campus: Campus | None = None) -> Plaque:
    """Issue the plaque of an accepted pledge: next number, token, validity.

    campus: where it will hang; the main campus when None. The campus's present plaque is replaced.
    Returns the plaque, not yet activated.
    Raises RuleError when the pledge is not accepted, the campus is another school's, a plaque was
    issued for it already, one on this pledge was taken back, a measure on one that hung there is
    open (a new number is no way round that), or the typeface lacks a character. No number is
    given out then.
    """
    pledge = Pledge.locked(pledge.pk)
    campus = campus or pledge.school.campuses.filter(kind=CampusKind.MAIN).first()
    found = look_into([(pledge, campus)])[0]
    if found.refusal:
        raise RuleError(found.refusal)
    for earlier in found.earlier:
        move(earlier, PlaqueStatus.SUPERSEDED, Verb.SUPERSEDE, acting_user)
    series, year = series_of(campus), clock.today().year
    sequence = next_number(series=COUNTERS[series], year=year)
    plaque = new_plaque(pledge, campus, PlaqueNumber(year=year, sequence=sequence, series=series))
    plaque.save(force_insert=True)
    record_event(record=plaque, verb=Verb.ISSUE, acting_user=acting_user, first=True)
    return plaque


def new_plaque(
    pledge: Pledge, campus: Campus, number: PlaqueNumber, batch: PlaqueBatch | None = None
) -> Plaque:
    """Return a plaque with its number and days, ready to be saved."""
    return Plaque(
        number=number.ascii,
        chinese_number=number.chinese,
        series=number.series,
        year=number.year,
        sequence=number.sequence,
        batch=batch,
        school=pledge.school,
        campus=campus,
        pledge=pledge,
        valid_until=first_term_end(pledge),
        hang_by=last_day_to_hang(),
    )


def move(plaque: Plaque, to: PlaqueStatus, verb: Verb, acting_user: Any, reason: str = "") -> None:
    """Move a plaque without a measure; `reason` is what the public reads.

    A suspension whose day has passed is written down as ended first.
    """
    settle_suspension(Plaque.locked(plaque.pk))
    change_status(
        record=plaque,
        to=to,
        verb=verb,
        acting_user=acting_user,
        reason=reason,
        status_since=clock.now(),
        public_reason=reason,
    )


@transaction.atomic
def return_plaques(*, school: School, acting_user: Any) -> None:
    """Take in the plaques of a school that leaves. Leaving is no breach of the pledge."""
    for plaque in school.plaques.living():
        move(plaque, PlaqueStatus.RETURNED, Verb.RETURN, acting_user)
