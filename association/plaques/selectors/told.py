"""Who is told of a measure, by what way, and what follows from it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from association.alliances.enums import Capacity
from association.alliances.models import AllianceLead
from association.alliances.selectors import acting_now, current_membership
from association.plaques.enums import MeasureKind
from association.plaques.models import Plaque, TakeDown
from association.plaques.selectors.takedowns import take_down_day, was_hung
from association.pledges.enums import PledgeStatus
from association.pledges.models import Pledge


@dataclass(frozen=True, kw_only=True)
class Told:
    """A person who is told. role: in words. by_mail: besides the desk, which shows it anyway."""

    user: Any
    role: str
    by_mail: bool

    @property
    def ways(self) -> str:
        """By what way, in words."""
        return _("on the desk, and by e-mail") if self.by_mail else _("on the desk")


def told_of(plaque: Plaque) -> list[Told]:
    """Return who is told of a measure on a plaque: the school's people, then the alliance's leads.

    The principal and the leads are written to where they have an e-mail address; staff see the
    school's desk. A school that has left has no lead any more. Three queries.
    """
    people = [
        Told(
            user=person.user,
            role=str(person.get_capacity_display()),
            by_mail=person.capacity == Capacity.PRINCIPAL and bool(person.user.email),
        )
        for person in acting_now().filter(school=plaque.school_id, user__is_active=True)
    ]
    membership = current_membership(plaque.school)
    if membership is None:
        return people
    leads = AllianceLead.objects.filter(
        alliance=membership.alliance_id, until__isnull=True, user__is_active=True
    ).select_related("user")
    role = _("Lead of %(alliance)s") % {"alliance": membership.alliance}
    return people + [
        Told(user=lead.user, role=role, by_mail=bool(lead.user.email)) for lead in leads
    ]


def consequences_of(
    plaque: Plaque,
    *,
    kind: str,
    until: dt.date | None = None,
    told_until: dt.date | None = None,
) -> list[str]:
    """Return in sentences what follows besides the public page if a measure is carried out today.

    kind: a MeasureKind. until, told_until: as for `foretell`.
    """
    follows = {
        MeasureKind.SUSPEND: lambda _plaque: [],
        MeasureKind.REVOKE: _taking_back,
        MeasureKind.REINSTATE: lambda _plaque: [],
        MeasureKind.RESTORE: _giving_back,
    }[MeasureKind(kind)](plaque)
    return follows + _days(until, told_until)


def _taking_back(plaque: Plaque) -> list[str]:
    return [_taking_down(plaque), *_pledges_ending(plaque), *_pledges_going_back(plaque)]


def _giving_back(plaque: Plaque) -> list[str]:
    follows = []
    if TakeDown.objects.unfinished().filter(plaque=plaque).exists():
        follows.append(_("The school is no longer asked to take the plaque down."))
    ended = plaque.school.pledges.filter(status=PledgeStatus.ENDED).exists()
    if ended and not plaque.school.pledges.accepted().exists():
        follows.append(_("The pledge that ended with it is in force again."))
    return follows


def _days(until: dt.date | None, told_until: dt.date | None) -> list[str]:
    told = []
    if until:
        day = {"day": date_format(until, "DATE_FORMAT")}
        told.append(_("The suspension ends by itself after %(day)s.") % day)
    if told_until:
        day = {"day": date_format(told_until, "DATE_FORMAT")}
        told.append(_("Parents read the reason until %(day)s.") % day)
    return told


def _taking_down(plaque: Plaque) -> str:
    day = {"day": date_format(take_down_day(), "DATE_FORMAT")}
    if was_hung(plaque):
        return (
            _(
                "The school is asked to take the plaque down and to send a photo of the empty "
                "place; if approved today, by %(day)s."
            )
            % day
        )
    return (
        _(
            "The plaque was never confirmed at the gate. The school is asked not to hang it, or "
            "to take it down; if approved today, by %(day)s."
        )
        % day
    )


def _pledges_ending(plaque: Plaque) -> list[str]:
    """A decision reaches all of a school's plaques, so that none is left to stand for a pledge."""
    return [_pledge_ending(pledge, plaque) for pledge in plaque.school.pledges.accepted()]


def _pledges_going_back(plaque: Plaque) -> list[str]:
    signed = plaque.school.pledges.filter(status=PledgeStatus.SUBMITTED)
    return [
        _("The pledge %(number)s, signed and in review, goes back to the school to be signed anew.")
        % {"number": pledge.receipt_no}
        for pledge in signed
    ]


def _pledge_ending(pledge: Pledge, plaque: Plaque) -> str:
    number = {"number": pledge.receipt_no}
    if pledge.pk == plaque.pledge_id:
        return _("The school's pledge %(number)s ends.") % number
    return (
        _("The school's newer pledge %(number)s ends as well, although no plaque rests on it yet.")
        % number
    )
