"""Which clocks run out: dated things of all rooms, by the working days that are left."""

import datetime as dt
from collections.abc import Callable
from itertools import zip_longest
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from association.accounts.roles import is_auditor
from association.alliances.models import School
from association.core import clock
from association.core.workdays import working_days_until
from association.peer_review.models import Finding
from association.plaques.enums import TakeDownStatus
from association.plaques.models import Plaque, TakeDown
from association.violations.enums import CaseStatus
from association.violations.permissions import filing_policy
from association.violations.permissions_ways_back import (
    appeal_policy,
    objection_policy,
    repair_policy,
)
from association.violations.selectors.office import office_cases
from home.board.duty import called, having, listed, page

MOST = 8
OF_A_KIND = 3
AHEAD = dt.timedelta(days=30)  # what ends later is not running out
NAME = called("code", "school.name")
NAME_IN_CASE = called("code", "case.school.name")
LOOKS_INTO = having("violations.investigate_case")
EITHER = having("violations.investigate_case", "violations.decide_case")
HEARS = having("violations.investigate_case", "violations.decide_case", "violations.hear_appeal")


class Clock(NamedTuple):
    """One kind of day. of(user): who has to keep it; rows(user): on whose records it runs.

    day: the field; waits: it tells since when something waits, not by when it ends. page(row),
    name(row): the record's page, which whoever reads all may open as well, and what it is called.
    """

    label: str
    of: Callable[[Any], bool]
    rows: Callable[[Any], QuerySet]
    day: str
    page: Callable[[Any], str]
    url: Callable[[], str]
    name: Callable[[Any], str]
    along: tuple[str, ...] = ("school",)
    waits: bool = False


class Due(NamedTuple):
    """A record whose day is near or over. left: working days after today, below zero when over.

    waits: the day is the one since when it waits, and no deadline.
    """

    label: str
    name: str
    url: str
    list_url: str
    day: dt.date
    left: int
    is_over: bool
    is_today: bool
    waits: bool

    @property
    def days(self) -> int:
        """The working days without their sign."""
        return abs(self.left)


Ticking = tuple[dt.date, Clock, Model]


def _told(user: Any) -> QuerySet:
    running = office_cases(user).filter(status=CaseStatus.TOLD, said_all=False)
    return running.filter(answer_by__gte=clock.today())


def _to_hang(_user: Any) -> QuerySet:
    return Plaque.objects.to_hang().filter(valid_until__gte=clock.today())


CLOCKS = [
    Clock(
        _("Objection to be answered"),
        EITHER,
        lambda user: objection_policy.rows(user, "view").open(),
        "answer_by",
        page("objection_admin:inspect"),
        listed("objection_admin:index"),
        NAME_IN_CASE,
        ("case__school",),
    ),
    Clock(
        _("Appeal to be answered"),
        HEARS,
        lambda user: appeal_policy.rows(user, "view").open(),
        "answer_by",
        page("appeal_admin:inspect"),
        listed("appeal_admin:index"),
        NAME_IN_CASE,
        ("case__school",),
    ),
    Clock(
        _("Hearing asked for"),
        LOOKS_INTO,
        lambda user: office_cases(user).hearing_waits(),
        "hearing_asked_at",
        page("case_admin:inspect"),
        listed("case_admin:index", "?waiting=hearing"),
        NAME,
        waits=True,
    ),
    Clock(
        _("The school's answer in a case"),
        LOOKS_INTO,
        _told,
        "answer_by",
        page("case_admin:inspect"),
        listed("case_admin:index", "?status=told"),
        NAME,
    ),
    Clock(
        _("What was decided, to be put right"),
        LOOKS_INTO,
        lambda user: office_cases(user).filter(status=CaseStatus.DECIDED),
        "mend_by",
        page("case_admin:inspect"),
        listed("case_admin:index", "?status=decided"),
        NAME,
    ),
    Clock(
        _("Repair to be answered"),
        EITHER,
        lambda user: repair_policy.rows(user, "view").open(),
        "answer_by",
        page("repair_admin:inspect"),
        listed("repair_admin:index"),
        NAME_IN_CASE,
        ("case__school",),
    ),
    Clock(
        _("Filing to be acknowledged"),
        LOOKS_INTO,
        lambda user: filing_policy.rows(user, "view").unanswered(),
        "due_on",
        page("filing_admin:inspect"),
        listed("filing_admin:index", "?status=sent"),
        NAME_IN_CASE,
        ("case__school",),
    ),
    Clock(
        _("Finding to be mended"),
        having("peer_review.follow_finding"),
        lambda _user: Finding.objects.long_overdue(),
        "due_on",
        page("peer_review:finding", "code"),
        listed("finding_admin:index", "?time=long"),
        NAME,
    ),
    Clock(
        _("Plaque to be taken down"),
        having("plaques.change_takedown"),
        lambda _user: TakeDown.objects.filter(status=TakeDownStatus.OPEN),
        "due_on",
        page("take_down_admin:inspect"),
        listed("take_down_admin:index", "?state=open"),
        called("plaque.number", "plaque.school.name"),
        ("plaque__school",),
    ),
    Clock(
        _("Plaque to be hung"),
        having("plaques.activate_plaque"),
        _to_hang,
        "hang_by",
        page("plaque_admin:inspect"),
        listed("plaque_admin:hanging"),
        called("number", "school.name"),
    ),
    Clock(
        _("Licence ends"),
        having("alliances.change_school"),
        lambda _user: School.objects.members().filter(licence_valid_until__gte=clock.today()),
        "licence_valid_until",
        page("school_admin:inspect"),
        listed("school_admin:index", "?licence=soon&membership=active"),
        called("name"),
        (),
    ),
]


def running_out(user: Any) -> list[Due]:
    """Return the days that are over or near, at most MOST, in their order.

    The first of each kind stand here, at most OF_A_KIND, so that no heap hides the others.
    Auditors read all of them. One query a kind, and one for the calendar.
    """
    audits = is_auditor(user)
    found = [_first(each, user) for each in CLOCKS if audits or each.of(user)]
    chosen = sorted(_by_turns(found)[:MOST], key=itemgetter(0))
    if not chosen:
        return []
    left = working_days_until([day for day, _each, _row in chosen], clock.today())
    return [_due(each, row, day, left[day]) for day, each, row in chosen]


def _first(each: Clock, user: Any) -> list[Ticking]:
    rows = each.rows(user).select_related(*each.along) if each.along else each.rows(user)
    if not each.waits:
        rows = rows.filter(**{f"{each.day}__lte": clock.today() + AHEAD})
    return [(_day_of(row, each), each, row) for row in rows.order_by(each.day, "pk")[:OF_A_KIND]]


def _day_of(row: Model, each: Clock) -> dt.date:
    day = getattr(row, each.day)
    return timezone.localdate(day) if isinstance(day, dt.datetime) else day


def _by_turns(kinds: list[list[Ticking]]) -> list[Ticking]:
    """Return the first of each kind, then the second of each, and so on."""
    return [one for turn in zip_longest(*kinds) for one in turn if one is not None]


def _due(each: Clock, row: Model, day: dt.date, left: int) -> Due:
    today = clock.today()
    return Due(
        label=each.label,
        name=each.name(row),
        url=each.page(row),
        list_url=each.url(),
        day=day,
        left=left,
        is_over=day < today and not each.waits,
        is_today=day == today and not each.waits,
        waits=each.waits,
    )
