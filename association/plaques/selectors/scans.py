"""Scans in numbers: how many, where far more than usual, and of plaques that should not hang.

They are signs for the clerk to look into, never findings: a class of parents can cause each.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from statistics import median

from django.db.models import Max, QuerySet, Sum

from association.alliances.enums import AllianceCode
from association.core import clock
from association.plaques.enums import PublicState
from association.plaques.models import OddScan, Plaque, ScanCount

SHOWN_DAYS = 30
USUAL_DAYS = 28
SPIKE_FACTOR = 3
LEAST_SPIKE = 30  # scans; below, a single class outing is a spike
RECENT_DAYS = 7  # of what the clerk is to look into, on the page and on the board
# Whoever hangs a plaque and confirms it scans it a few times.
USUAL_BEFORE_HANGING = 5

NO_ALLIANCE = ""
CODES = [*AllianceCode.values, NO_ALLIANCE]


@dataclass(frozen=True)
class ScanDay:
    """Scans of a day. counts: by alliance, in the order of CODES."""

    day: dt.date
    counts: list[int]

    @property
    def total(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True)
class Spike:
    """A day on which an alliance's plaques were scanned far more often than usual."""

    day: dt.date
    alliance_code: str
    scans: int
    usual: float


def scan_days() -> tuple[list[ScanDay], list[Spike]]:
    """Return the last SHOWN_DAYS days, latest first, and the spikes of the RECENT_DAYS. One query.

    A spike is at least LEAST_SPIKE scans and SPIKE_FACTOR times the median of the USUAL_DAYS days
    before; a day without a row counts as none.
    """
    today = clock.today()
    first = today - dt.timedelta(days=SHOWN_DAYS + USUAL_DAYS - 1)
    counted: dict[tuple[dt.date, str], int] = defaultdict(int)
    rows = ScanCount.objects.filter(day__range=(first, today))
    for day, code, scans in rows.values_list("day", "alliance_code", "scans"):
        counted[day, code] += scans
    days = [today - dt.timedelta(days=back) for back in range(SHOWN_DAYS)]
    spikes = [
        Spike(day, code, counted[day, code], usual)
        for day in days[:RECENT_DAYS]
        for code in CODES
        if counted[day, code] >= LEAST_SPIKE
        and counted[day, code] >= SPIKE_FACTOR * (usual := _usual(counted, day, code))
    ]
    return [ScanDay(day, [counted[day, code] for code in CODES]) for day in days], spikes


def recent_spikes() -> list[Spike]:
    """Return the spikes of the RECENT_DAYS, latest first. One query."""
    _days, spikes = scan_days()
    return spikes


def odd_scans() -> QuerySet[OddScan]:
    """Return odd scans of the RECENT_DAYS by plaque and state told, most scans first.

    Rows are dictionaries: plaque, plaque__number, plaque__school__name, state, total, last.
    A plaque that waits to be hung is left out while it is scanned no more than hanging it takes.
    """
    since = clock.today() - dt.timedelta(days=RECENT_DAYS - 1)
    return (
        OddScan.objects.filter(day__gte=since)
        .values("plaque", "plaque__number", "plaque__school__name", "state")
        .annotate(total=Sum("scans"), last=Max("day"))
        .exclude(state=PublicState.NOT_ACTIVATED, total__lte=USUAL_BEFORE_HANGING)
        .order_by("-total", "plaque__number")
    )


def oddly_scanned() -> QuerySet[Plaque]:
    """Return the plaques that `odd_scans` tells of."""
    return Plaque.objects.filter(pk__in=odd_scans().order_by().values("plaque"))


def _usual(counted: dict[tuple[dt.date, str], int], day: dt.date, code: str) -> float:
    before = range(1, USUAL_DAYS + 1)
    return median(counted.get((day - dt.timedelta(days=back), code), 0) for back in before)
