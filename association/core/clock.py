"""The one source of "now" for everything the association decides.

Rules about days are rules about local days in Asia/Shanghai. The demo and the tests move the
clock with `at`; nothing else does.
"""

import calendar
import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone

_moved_to: ContextVar[dt.datetime | None] = ContextVar("moved_to", default=None)


def now() -> dt.datetime:
    """Return the present moment, time-zone aware."""
    return _moved_to.get() or timezone.now()


def today() -> dt.date:
    """Return the present local day."""
    return timezone.localdate(now())


def months_later(day: dt.date, months: int) -> dt.date:
    """Return the same day some months later (earlier if negative), or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@contextmanager
def at(moment: dt.datetime) -> Iterator[None]:
    """Let the clock stand at a moment inside the block.

    moment: time-zone aware. Raises ValueError when it is naive.
    """
    if timezone.is_naive(moment):
        raise ValueError("clock.at wants an aware datetime")
    token = _moved_to.set(moment)
    try:
        yield
    finally:
        _moved_to.reset(token)
