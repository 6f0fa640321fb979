"""Days of the demo's story, counted back from today so that it never grows old."""

import datetime as dt
from collections.abc import Callable

from django.utils import timezone

from association.core import clock
from association.core.workdays import is_working_day
from association.plaques.services.issuing import months_later

FIRST_EDITION, SECOND_EDITION = 26, 8  # months ago


class Story:
    """Acts with the moment each is due; `tell` runs them in the order of time.

    Only in that order do numbers grow with the days, as they do in life.
    """

    def __init__(self) -> None:
        self.today = timezone.localdate()
        self._acts: list[tuple[dt.datetime, int, Callable[[], object]]] = []

    def months_ago(self, months: float) -> dt.date:
        """Return the day some months ago; fractions count as thirtieths of a month."""
        whole = int(months)
        return months_later(self.today, -whole) - dt.timedelta(days=round(30 * (months - whole)))

    def days_ago(self, days: int) -> dt.date:
        """Return the day some days ago."""
        return self.today - dt.timedelta(days=days)

    def on(self, day: dt.date, hour: float, act: Callable[[], object]) -> None:
        """Let something happen at an hour (10.5 is half past ten) of a day, never in the future."""
        midnight = timezone.make_aware(dt.datetime.combine(day, dt.time.min))
        moment = min(midnight + dt.timedelta(hours=hour), timezone.now())
        self._acts.append((moment, len(self._acts), act))

    def tell(self) -> None:
        """Run every act at its moment."""
        for moment, _order, act in sorted(self._acts, key=lambda entry: entry[:2]):
            with clock.at(moment):
                act()


def working_day(day: dt.date) -> dt.date:
    """Return the day, or the Friday before where it falls on a weekend."""
    return day - dt.timedelta(days=max(day.weekday() - 4, 0))


def working_days_before(day: dt.date, count: int) -> list[dt.date]:
    """Return so many working days before a day by the yearly notice, the last one first."""
    found: list[dt.date] = []
    while len(found) < count:
        day -= dt.timedelta(days=1)
        if is_working_day(day):
            found.append(day)
    return found


def working_day_after(day: dt.date, count: int) -> dt.date:
    """Return the working day so many working days after a day; with 0 the day, or the next one."""
    while not is_working_day(day):
        day += dt.timedelta(days=1)
    for _each in range(count):
        day += dt.timedelta(days=1)
        while not is_working_day(day):
            day += dt.timedelta(days=1)
    return day
