"""Plaques come into the world, hang, and go back."""

import calendar
import datetime as dt
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from association.alliances.enums import CampusKind
from association.alliances.models import Campus, School
from association.core import clock
from association.core.errors import RuleError
from association.core.numbering import next_number
from association.core.regulated import change_status, record_event
from association.plaques.enums import PlaqueStatus, Verb
from association.plaques.models import MeasureProposal, Plaque
from association.plaques.numbers import PlaqueNumber
from association.pledges.enums import PledgeStatus
from association.pledges.models import Pledge


def months_later(day: dt.date, months: int) -> dt.date:
    """Return the same day some months later, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def first_term_end() -> dt.date:
    """Return the last day of a plaque that is issued today."""
    return months_later(clock.today(), settings.PLAQUE_TERM_MONTHS)


@transaction.atomic
def issue_plaque(*, pledge: Pledge, acting_user: Any, campus: Campus | None = None) -> Plaque:
    """Issue the plaque of an accepted pledge: next number, token, validity.

    campus: where it will hang; the main campus when None. The campus's present plaque is replaced.
    Returns the plaque, not yet activated.
    Raises RuleError when the pledge is not accepted, the campus is another school's, a plaque was
    issued for it already, one on this pledge was taken back, or a measure on one that hung there
    is open: a new number is no way round that.
    """
    pledge = Pledge.locked(pledge.pk)
    campus = campus or pledge.school.campuses.filter(kind=CampusKind.MAIN).first()
    _check_issuable(pledge, campus)
    # Those given back as well: leaving and joining again does not outrun a proposal either.
    if MeasureProposal.objects.open().filter(plaque__campus=campus).exists():
        raise RuleError(_("A measure on the present plaque is open. Decide on that first."))
    for earlier in campus.plaques.living():
        if earlier.status == PlaqueStatus.SUSPENDED:
            raise RuleError(_("A measure on the present plaque is open. Decide on that first."))
        _move(earlier, PlaqueStatus.SUPERSEDED, Verb.SUPERSEDE, acting_user)
    year = clock.today().year
    number = PlaqueNumber(year=year, sequence=next_number(series="plaque", year=year))
    plaque = Plaque.objects.create(
        number=number.ascii,
        year=number.year,
        sequence=number.sequence,
        school=pledge.school,
        campus=campus,
        pledge=pledge,
        valid_until=first_term_end(),
    )
    record_event(record=plaque, verb=Verb.ISSUE, acting_user=acting_user, first=True)
    return plaque


def _check_issuable(pledge: Pledge, campus: Campus | None) -> None:
    if pledge.status != PledgeStatus.ACCEPTED:
        raise RuleError(_("A plaque is issued on an accepted pledge only."))
    if campus is None or campus.school_id != pledge.school_id:
        raise RuleError(_("This campus does not belong to the school that signed."))
    if pledge.plaques.filter(status=PlaqueStatus.REVOKED).exists():
        raise RuleError(_("A plaque on this pledge was taken back. It needs a new pledge."))
    if campus.plaques.filter(pledge=pledge).exists():
        raise RuleError(_("A plaque has been issued on this pledge already."))


def _move(plaque: Plaque, to: PlaqueStatus, verb: Verb, acting_user: Any, reason: str = "") -> None:
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
def activate_plaque(*, plaque: Plaque, acting_user: Any) -> Plaque:
    """Confirm that the plaque hangs at the gate. Raises RuleError unless it was just issued."""
    row = Plaque.locked(plaque.pk)
    if row.status != PlaqueStatus.ISSUED:
        raise RuleError(_("Only a plaque that is not activated yet can be confirmed."))
    _move(plaque, PlaqueStatus.ACTIVE, Verb.ACTIVATE, acting_user)
    return plaque


@transaction.atomic
def return_plaques(*, school: School, acting_user: Any) -> None:
    """Take in the plaques of a school that leaves. Leaving is no breach of the pledge."""
    for plaque in school.plaques.living():
        _move(plaque, PlaqueStatus.RETURNED, Verb.RETURN, acting_user)
