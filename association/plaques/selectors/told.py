"""Who is told of a measure, by what way, and what follows from it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from association.accounts.models import User
from association.alliances.enums import Capacity
from association.alliances.models import AllianceLead
from association.alliances.selectors import acting_now, current_membership
from association.core.errors import RuleError
from association.plaques.enums import MeasureKind
from association.plaques.grounds import refuse_person
from association.plaques.models import MeasureProposal, Plaque, TakeDown
from association.plaques.selectors.takedowns import take_down_day, was_hung
from association.pledges.enums import PledgeStatus
from association.pledges.models import Pledge


@dataclass(frozen=True, kw_only=True)
class Told:
    """A person who is told. role: in words.

    is_written_to: by a message, besides the desk of the school, which shows it anyway.
    """

    user: Any
    role: str
    is_written_to: bool
    is_lead: bool = False

    @property
    def by_mail(self) -> bool:
        """They read it in their mailbox as well."""
        return self.is_written_to and bool(self.user.email)

    @property
    def ways(self) -> str:
        """By what way, in words."""
        return _("on the desk, and by e-mail") if self.by_mail else _("on the desk")


def told_of(plaque: Plaque) -> list[Told]:
    """Return who is told of a measure on a plaque: the school's people, then the alliance's leads.

    The principal and the leads are written to; staff see the school's desk, and are written to
    where there is no principal. A school that has left has no lead any more. Three queries.
    """
    acting = list(acting_now().filter(school=plaque.school_id, user__is_active=True))
    led = any(person.capacity == Capacity.PRINCIPAL for person in acting)
    people = [
        Told(
            user=person.user,
            role=str(person.get_capacity_display()),
            is_written_to=not led or person.capacity == Capacity.PRINCIPAL,
        )
        for person in acting
    ]
    membership = current_membership(plaque.school)
    if membership is None:
        return people
    leads = AllianceLead.objects.filter(
        alliance=membership.alliance_id, until__isnull=True, user__is_active=True
    ).select_related("user")
    role = _("Lead of %(alliance)s") % {"alliance": membership.alliance}
    return people + [
        Told(user=lead.user, role=role, is_written_to=True, is_lead=True) for lead in leads
    ]


def deciders_of(proposal: MeasureProposal) -> list[Any]:
    """Return who may decide on an open proposal; whoever may not is told nothing of it.

    The number of queries grows with that of the deciders, who are a few.
    """
    may = {
        "groups__permissions__codename": "decide_measure",
        "groups__permissions__content_type__app_label": Plaque._meta.app_label,
    }
    acting = acting_now().filter(school=proposal.plaque.school_id).order_by().values("user")
    others = User.objects.filter(is_active=True, **may).exclude(pk=proposal.proposed_by_id)
    people = others.exclude(pk__in=acting).distinct().order_by("pk")
    return [person for person in people if _may_take_part(person, proposal)]


def _may_take_part(person: Any, proposal: MeasureProposal) -> bool:
    try:
        refuse_person(proposal, person)
    except RuleError:
        return False
    return True


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
