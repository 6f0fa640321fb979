"""Scans of the demo as numbers by day: more at weekends, one busy day, some that look odd."""

import datetime as dt
import random

from association.alliances.enums import AllianceCode
from association.core import clock
from association.plaques.enums import PublicState, ReplacementReason, TakeDownStatus
from association.plaques.models import OddScan, Plaque, ReplacedCopy, ScanCount, TakeDown
from home.demo.cast import SEED

DAYS = 60  # a spike is measured against four weeks before it
USUAL = {"east": 9, "south": 13, "west": 10, "north": 7}
WEEK = (1, 0.9, 0.9, 1, 1.3, 1.9, 1.6)  # Monday first; training schools teach at weekends
BUSY_DAYS_AGO, BUSY_ALLIANCE, BUSY_SCANS = 4, AllianceCode.EAST, 96


def count_scans() -> None:
    """Write the counts that scanning would have left by now."""
    chance = random.Random(SEED)  # noqa: S311 -- the same numbers each time
    today = clock.today()
    ScanCount.objects.bulk_create(
        ScanCount(day=today - back * dt.timedelta(days=1), alliance_code=code, scans=scans)
        for back in range(DAYS)
        for code, scans in _day(today - back * dt.timedelta(days=1), back, chance)
    )
    OddScan.objects.bulk_create(
        OddScan(day=today - ago * dt.timedelta(days=1), plaque=plaque, state=state, scans=scans)
        for plaque, state, days in _odd()
        for ago, scans in days.items()
    )


def _day(day: dt.date, back: int, chance: random.Random) -> list[tuple[str, int]]:
    counts = {
        code: round(usual * WEEK[day.weekday()] * chance.uniform(0.75, 1.25))
        for code, usual in USUAL.items()
    }
    if back == BUSY_DAYS_AGO:
        counts[BUSY_ALLIANCE] = BUSY_SCANS
    return list(counts.items())


def _odd() -> list[tuple[Plaque, str, dict[int, int]]]:
    """Return plaque, state told, and scans by days ago: to be down, not hung, an old copy."""
    still_up = TakeDown.objects.filter(status=TakeDownStatus.OPEN).get().plaque
    not_hung = Plaque.objects.overdue_to_hang().earliest("hang_by")
    lost = ReplacedCopy.objects.get(reason=ReplacementReason.LOST).plaque
    return [
        (still_up, PublicState.REVOKED, {7: 2, 5: 1, 3: 4, 1: 2}),
        (not_hung, PublicState.NOT_ACTIVATED, {6: 3, 4: 2, 2: 4}),
        (lost, PublicState.COPY_REPLACED, {9: 1, 4: 2}),
    ]
