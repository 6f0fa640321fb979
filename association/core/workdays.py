"""Working days of mainland China (工作日).

The State Council's yearly notice on holidays (国务院办公厅关于部分节假日安排的通知) names the
holidays and the Saturdays and Sundays that are worked instead (调休). The association's own
`CalendarDay` goes before the notice. A year without a notice has plain weeks, Monday to Friday.
"""

import datetime as dt
from collections.abc import Iterable

from chinese_calendar import constants

from association.core.models import CalendarDay

DAY = dt.timedelta(days=1)
SATURDAY = 5


def is_working_day(day: dt.date) -> bool:
    """Say whether a day is worked: by the association's calendar, else by the yearly notice."""
    return _is_worked(day, _own_days(day=day))


def add_working_days(day: dt.date, count: int) -> dt.date:
    """Return the count-th working day after a day, by the yearly notice (see the module).

    The day itself does not count; it is the answer for a count of 0, even if it is a holiday.
    Raises ValueError for a negative count.
    """
    if count < 0:
        message = f"cannot go back {-count} working days"
        raise ValueError(message)
    if count == 0:
        return day
    own = _own_days(day__gt=day)
    while count:
        day += DAY
        count -= _is_worked(day, own)
    return day


def working_days_between(start: dt.date, end: dt.date) -> int:
    """Return how many working days come after start, up to and including end.

    Counted by the yearly notice (see the module). Negative if end comes before start: then it is
    the way back that is counted.
    """
    if end < start:
        return -working_days_between(end, start)
    own = _own_days(day__gt=start, day__lte=end)
    return sum(_is_worked(start + n * DAY, own) for n in range(1, (end - start).days + 1))


def working_days_since(starts: Iterable[dt.date], end: dt.date) -> dict[dt.date, int]:
    """Return how many working days come after each of several days, up to and including end.

    starts: none after end. Counted by the yearly notice (see the module). One query.
    """
    days = set(starts)
    if not days:
        return {}
    first = min(days)
    own = _own_days(day__gt=first, day__lte=end)
    found, count, day = {}, 0, end
    while day >= first:
        if day in days:
            found[day] = count
        count += _is_worked(day, own)
        day -= DAY
    return found


def working_days_until(days: Iterable[dt.date], today: dt.date) -> dict[dt.date, int]:
    """Return how many working days come after today, up to and including each of several days.

    Of a day that is over the way back is counted, below zero; 0 where no working day lies between.
    Counted by the yearly notice (see the module). One query.
    """
    ends = {*days, today}
    to_last = working_days_since(ends, max(ends))
    return {day: to_last[today] - to_last[day] for day in ends}


def known_until() -> int:
    """Return the last year whose notice the library has."""
    return max(constants.holidays).year


def years_without_notice(*, until: dt.date) -> range:
    """Return the years after the last known one that begin on or before a day."""
    return range(known_until() + 1, until.year + 1)


def _own_days(**span: dt.date) -> dict[dt.date, bool]:
    return dict(CalendarDay.objects.filter(**span).values_list("day", "working"))


def _is_worked(day: dt.date, own: dict[dt.date, bool]) -> bool:
    # The library's tables are empty for an unknown year, which leaves Monday to Friday;
    # its functions raise instead.
    weekday = day.weekday() < SATURDAY
    decreed = day in constants.workdays or (weekday and day not in constants.holidays)
    return own.get(day, decreed)
