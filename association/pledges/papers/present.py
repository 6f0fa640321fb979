"""What is true of a paper's pledge now, as anybody may read it behind the code on the paper."""

import datetime as dt
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from association.alliances.models import School
from association.core import clock
from association.pledges.enums import PledgeStatus
from association.pledges.models import IssuedPaper, Pledge

EXPIRED = "expired"


@dataclass(frozen=True, kw_only=True)
class Present:
    """key: a state that tokens.css has colours for. word, sentence: the state in words.

    is_member: the school is a member of the association now. as_of: when it was read. caution:
    what a higher room knows against a pledge in force, told in the same breath; may be empty.
    """

    key: str
    word: str
    sentence: str
    is_member: bool
    as_of: dt.datetime
    caution: str = ""

    @property
    def is_in_force(self) -> bool:
        return self.key == PledgeStatus.ACCEPTED

    @property
    def look(self) -> str:
        """The state whose colours it has: nothing is green where there is something to caution."""
        return "suspended" if self.caution else self.key


def present_of(paper: IssuedPaper) -> Present:
    """Return what is true of a paper's pledge at this moment. Two queries at most.

    paper: with its pledge and the school.
    """
    as_of = clock.now()
    pledge = paper.pledge
    key = _key_of(pledge)
    word, sentence = _words_of(key, pledge)
    return Present(
        key=key,
        word=word,
        sentence=sentence,
        is_member=School.objects.members().filter(pk=pledge.school_id).exists(),
        as_of=as_of,
    )


def _key_of(pledge: Pledge) -> str:
    last = pledge.in_force_until
    if last is not None and last < clock.today():
        return EXPIRED
    # A pledge that came back to the school is shown as one to amend: "returned" is of plaques.
    return "to_amend" if pledge.status == PledgeStatus.RETURNED else pledge.status


def _words_of(key: str, pledge: Pledge) -> tuple[str, str]:
    if key == PledgeStatus.SUPERSEDED:
        return pgettext("pledge", "Replaced"), _superseded(pledge)
    last = {"day": date_format(pledge.in_force_until) if pledge.in_force_until else ""}
    return {
        PledgeStatus.SUBMITTED: (
            pgettext("pledge", "Not accepted yet"),
            _("The pledge is signed, and the association is reading it."),
        ),
        PledgeStatus.ACCEPTED: (
            _("The pledge is in force"),
            _("It is given until %(day)s.") % last,
        ),
        EXPIRED: (
            _("The pledge has run out"),
            _("It was given until %(day)s, and is not in force any more.") % last,
        ),
        "to_amend": (
            pgettext("pledge", "Not accepted"),
            _("The association gave this pledge back to the school. It is not in force."),
        ),
        PledgeStatus.WITHDRAWN: (
            _("The pledge has ended"),
            _("It ended when the school left the association."),
        ),
        PledgeStatus.ENDED: (
            _("The pledge has ended"),
            _("It ended when the association took the plaque back."),
        ),
    }.get(key, (pgettext("pledge", "Not in force"), _("This pledge is not in force.")))


def _superseded(pledge: Pledge) -> str:
    newer = pledge.school.pledges.accepted().first()
    last = newer.in_force_until if newer else None
    if last is None:
        return _("A newer pledge took its place. That one is not in force any more either.")
    if last < clock.today():
        told = _("A newer pledge took its place; that one was given until %(day)s and has run out.")
    else:
        told = _("A newer pledge of the school took its place and is in force until %(day)s.")
    return told % {"day": date_format(last)}
