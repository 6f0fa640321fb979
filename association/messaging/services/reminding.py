"""Reminders of dates that come: on working days, by day, all of a person's in one message."""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from association.accounts.models import User
from association.core import clock
from association.core.reminders import DISTANCES, Due, distance_of, due_between
from association.core.workdays import is_working_day
from association.messaging.models import Reminded
from association.messaging.services.telling import Draft, tell
from association.messaging.wording import in_words

HOURS = range(8, 18)
KIND = "reminder"


def may_remind(moment: dt.datetime) -> bool:
    """Say whether people are reminded at a moment: on a working day, in the hours of the office."""
    local = timezone.localtime(moment)
    return local.hour in HOURS and is_working_day(local.date())


def remind() -> int:
    """Remind everybody of what has come near, each date once at each distance.

    A distance that was reached at night or on a day off is told on the next working day; of several
    reached at once only the nearest is told. Returns the number of messages: none outside the hours
    of the office.
    """
    if not may_remind(clock.now()):
        return 0
    today = clock.today()
    near = due_between(today, today + dt.timedelta(days=max(DISTANCES)))
    by_person: dict[int, list[tuple[Any, Due]]] = defaultdict(list)
    for due in near:
        for person in due.people:
            by_person[person.pk].append((person, due))
    return sum(_remind_one(rows) for rows in by_person.values())


@transaction.atomic
def _remind_one(rows: list[tuple[Any, Due]]) -> bool:
    """Write one person one message of whatever they were not reminded of yet."""
    person, today = User.objects.select_for_update(no_key=True).get(pk=rows[0][0].pk), clock.today()
    told = set(
        Reminded.objects.filter(recipient=person, day__gte=today).values_list(
            "about", "day", "distance"
        )
    )
    fresh = [due for _person, due in rows if _mark(due) not in told]
    if not fresh:
        return False
    marks = ",".join(f"{about} {day} {distance}" for about, day, distance in map(_mark, fresh))
    messages = tell(
        [
            Draft(
                person=person,
                kind=KIND,
                key=f"{KIND}:{today}:{hashlib.sha256(marks.encode()).hexdigest()}",
                words={"count": len(fresh), "dates": _lines(fresh), "first": fresh[0].day},
                link=fresh[0].link if len(fresh) == 1 else "/desk/",
            )
        ]
    )
    Reminded.objects.bulk_create(
        Reminded(message=message, recipient=person, about=about, day=day, distance=distance)
        for message in messages
        for about, day, distance in map(_mark, fresh)
    )
    return bool(messages)


def _mark(due: Due) -> tuple[str, dt.date, int]:
    return due.about, due.day, distance_of((due.day - clock.today()).days) or 0


def _lines(dues: Iterable[Due]) -> Callable[[], str]:
    return partial(_in_lines, list(dues))


def _in_lines(dues: list[Due]) -> str:
    return "\n".join(
        _("· %(day)s (%(left)s): %(what)s")
        % {
            "day": date_format(due.day, "DATE_FORMAT"),
            "left": _left((due.day - clock.today()).days),
            "what": in_words(due.what),
        }
        for due in dues
    )


def _left(days: int) -> str:
    return ngettext("in %(days)s day", "in %(days)s days", days) % {"days": days}
