"""A duty: one thing that can wait, for whom, and where the act is."""

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from django.db import models
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import pgettext_lazy

FEW = 3  # so many records stand by name beside their line


class Group(models.TextChoices):
    """What a duty asks of a person, in the order of the board."""

    DECIDE = "decide", pgettext_lazy("board", "For your decision")
    DO = "do", pgettext_lazy("board", "To do")
    LOOK = "look", pgettext_lazy("board", "To look at")


class Duty(NamedTuple):
    """One thing that waits.

    of(user): whose it is. rows(user): what waits. url(): the list. late: a day has passed, so it
    comes first. act(row): the page of the act on one of the rows, called name(row); along: what
    that name needs, fetched with the rows.
    """

    label: str
    of: Callable[[Any], bool]
    rows: Callable[[Any], QuerySet | Sequence[Any]]
    url: Callable[[], str]
    group: Group = Group.DO
    late: bool = False
    act: Callable[[Any], str] | None = None
    name: Callable[[Any], str] = str
    along: tuple[str, ...] = ()


class Record(NamedTuple):
    """One of the few that wait, with the page of its act."""

    name: str
    url: str


class Line(NamedTuple):
    """A duty with something in it. records: empty where there are many."""

    label: str
    count: int
    url: str
    group: Group
    late: bool
    records: list[Record]


def having(*permissions: str) -> Callable[[Any], bool]:
    """Return whether somebody has one of these permissions, as a function."""
    return lambda user: any(user.has_perm(each) for each in permissions)


def listed(url_name: str, query: str = "") -> Callable[[], str]:
    """Return the address of a list, as a function: the board is read before all addresses are."""
    return lambda: reverse(url_name) + query


def page(url_name: str, key: str = "pk") -> Callable[[Any], str]:
    """Return the address of a record's page, as a function. key: what stands in the address."""
    return lambda row: reverse(url_name, args=[attrgetter(key)(row)])


def called(*paths: str) -> Callable[[Any], str]:
    """Return what a record is called, as a function. paths: its parts, as `school.name`."""
    return lambda row: " · ".join(_read(row, path) for path in paths)


def _read(row: Any, path: str) -> str:
    value = attrgetter(path)(row)
    return str(value() if callable(value) else value)


def line_of(duty: Duty, user: Any) -> Line | None:
    """Return the line of a duty, None where nothing waits. One query, two where many wait."""
    found, count = _some(duty, user)
    if not count:
        return None
    records = []
    if duty.act and count <= FEW:
        records = [Record(duty.name(row), duty.act(row)) for row in found]
    return Line(duty.label, count, duty.url(), duty.group, duty.late, records)


def _some(duty: Duty, user: Any) -> tuple[Sequence[Any], int]:
    """Return what waits, cut off once it is clear that it is many; and how many there are."""
    rows = duty.rows(user)
    if not isinstance(rows, QuerySet):
        return rows, len(rows)
    if duty.act is None:
        return [], rows.count()
    with_names = rows.select_related(*duty.along) if duty.along else rows
    found = list(with_names[: FEW + 1])
    return found, len(found) if len(found) <= FEW else rows.count()
