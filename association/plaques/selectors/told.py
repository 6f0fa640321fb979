"""Who is told of a measure, by what way, and what follows from it."""

from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from association.alliances.enums import Capacity
from association.alliances.models import AllianceLead
from association.alliances.selectors import acting_now, current_membership
from association.plaques.enums import MeasureKind
from association.plaques.models import Plaque
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


def consequences_of(plaque: Plaque, *, kind: str) -> list[str]:
    """Return in sentences what follows besides the public page if a measure is approved today.

    kind: a MeasureKind. As `approve_measure` does it: only taking back has such consequences.
    """
    if kind != MeasureKind.REVOKE:
        return []
    return [_taking_down(plaque), *_pledges_ending(plaque), *_pledges_going_back(plaque)]


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
    pledges = list(plaque.school.pledges.accepted())
    if pledges and plaque.school.plaques.living().exclude(pk=plaque.pk).exists():
        return [
            _("The school's pledge stays in force, for another plaque; the school may sign anew.")
        ]
    return [_pledge_ending(pledge, plaque) for pledge in pledges]


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
        return _("The school's pledge %(number)s ends; the school may sign anew.") % number
    return (
        _(
            "The school's newer pledge %(number)s ends as well, although no plaque rests on it "
            "yet; the school may sign anew."
        )
        % number
    )
