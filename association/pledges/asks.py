"""What a school's desk asks of it about its pledge, and how the pledge stands (core.desk_items)."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from association.alliances.models import School
from association.core import clock
from association.core.desk_items import Ask, Fact, Way, school_asks, school_pages
from association.pledges.permissions import signing_capacity
from association.pledges.selectors import Standing, Step, standing_of


def pledge_lines(*, school: School, user: Any) -> Iterator[Ask | Fact]:
    """Yield the one next step with the pledge, if the school has one, and what is in force."""
    standing = standing_of(school)
    may_sign = signing_capacity(user=user, school=school) is not None
    what, do = _asked(standing, may_sign=may_sign)
    if what:
        yield Ask(
            what=what,
            do=do,
            url=reverse("pledges:overview", args=[school.uscc]),
            by=_last_day(standing),
            note=_note(standing) if may_sign else _("The principal signs."),
        )
    yield from _facts(standing, school)


def _asked(standing: Standing, *, may_sign: bool) -> tuple[str, str]:
    """Return what is asked and the words of its button; empty where nothing is."""
    done = {"done": standing.done, "total": len(standing.tasks)}
    asked = {
        Step.BEGIN: (_("Read the eight promises and sign the pledge."), _("Begin reading")),
        Step.RENEW: (_("Sign the pledge again."), _("Read and sign again")),
        Step.RETURNED: (
            _("The secretariat returned your pledge: read why, and begin again."),
            _("Read why"),
        ),
        Step.READ: (
            _("Go on with the pledge: %(done)s of %(total)s promises are read.") % done,
            _("Go on reading"),
        ),
        Step.SIGN: (
            _("All eight promises are read: sign the pledge."),
            _("Go on to sign") if may_sign else _("See the eight promises"),
        ),
    }
    is_newer = standing.step == Step.RENEW and standing.has_newer_version
    if is_newer or standing.step == Step.OUTDATED:
        number = {"number": standing.version.number}
        return _("Read and sign version %(number)s of the covenant.") % number, _("See what is new")
    return asked.get(standing.step, ("", ""))


def _last_day(standing: Standing) -> dt.date | None:
    """Return by when it is asked: the pledge's last day, or that of the new version if earlier."""
    if standing.in_force is None:
        return None
    ends = standing.in_force.in_force_until if standing.is_near_its_end else None
    days = [ends, standing.version.sign_by if standing.has_newer_version else None]
    return min((day for day in days if day), default=None)


def _note(standing: Standing) -> str:
    if standing.has_newer_version:
        return _("What your school signed stays in force until it signs the new version.")
    return ""


def _facts(standing: Standing, school: School) -> Iterator[Fact]:
    name = pgettext("of a school", "Pledge")
    if standing.submitted:
        yield Fact(
            what=name,
            words=_("signed; the secretariat reads it next, you need do nothing"),
            url=reverse("pledges:receipt", args=[school.uscc, standing.submitted.receipt_no]),
            under_way=True,
        )
    elif standing.step == Step.BARRED:
        yield Fact(what=name, words=standing.barred, under_way=True)
    if standing.in_force:
        yield _in_force(name, standing, school)


def _in_force(name: str, standing: Standing, school: School) -> Fact:
    pledge = standing.in_force
    last, number = pledge.in_force_until, pledge.covenant_version.number
    words = _("in force until %(day)s, version %(number)s of the covenant")
    is_over = last < clock.today()
    if is_over:
        words = _("given until %(day)s, version %(number)s of the covenant; not signed again yet")
    return Fact(
        what=name,
        words=words % {"day": date_format(last), "number": number},
        url=reverse("pledges:receipt", args=[school.uscc, pledge.receipt_no]),
        until=last,
        under_way=is_over,
    )


def pledge_page(*, school: School, user: Any) -> Iterator[Way]:
    """Yield the way to the pledge and all its receipts."""
    yield Way(
        do=_("The pledge and all receipts"), url=reverse("pledges:overview", args=[school.uscc])
    )


school_asks.register(pledge_lines)
school_pages.register(pledge_page)
