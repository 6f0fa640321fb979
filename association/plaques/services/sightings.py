"""Where a badge was seen: host names alone, from what the browsers of passers-by say."""

import datetime as dt
import logging
import re
from urllib.parse import urlsplit

from django.db import Error, transaction

from association.core import clock
from association.plaques.models import BadgeSighting, Plaque

logger = logging.getLogger(__name__)

MOST_HOSTS = 50  # for one plaque; anybody can pretend to come from anywhere
FORGOTTEN_AFTER = dt.timedelta(days=365)

_HOST = re.compile(r"(?=.{4,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}")


def note_sighting(*, number: str, referrer: str, own_hosts: set[str]) -> None:
    """Note on which website a plaque's badge was asked for: one write a day for each host.

    number: the plaque's. referrer: the Referer header; of it only the host is read. own_hosts: the
    association's own, which are left out. Never raises for a database that cannot be written: the
    badge is answered all the same.
    """
    host = host_of(referrer)
    if host is None or host in own_hosts:
        return
    seen = BadgeSighting.objects.filter(plaque__number=number)
    days = dict(seen.values_list("host", "last_seen"))
    today = clock.today()
    # Hosts of this very day give no way: a flood of made-up ones is written once a day at most.
    full = len(days) >= MOST_HOSTS and min(days.values()) == today
    if days.get(host) == today or (host not in days and full):
        return
    try:
        with transaction.atomic():
            _note(number, host)
    except Error:
        logger.warning("a badge sighting could not be written", exc_info=True)


def host_of(referrer: str) -> str | None:
    """Return the host name in a Referer header, None where there is none to speak of."""
    try:
        host = urlsplit(referrer).hostname or ""
    except ValueError:
        return None
    return host if _HOST.fullmatch(host) else None


def _note(number: str, host: str) -> None:
    today = clock.today()
    plaque = Plaque.objects.get(number=number)
    if plaque.badge_sightings.filter(host=host).update(last_seen=today):
        return
    plaque.badge_sightings.filter(last_seen__lt=today - FORGOTTEN_AFTER).delete()
    _make_room(plaque)
    row = BadgeSighting(plaque=plaque, host=host, first_seen=today, last_seen=today)
    # Two visitors of one site may come in the same moment.
    BadgeSighting.objects.bulk_create([row], ignore_conflicts=True)


def _make_room(plaque: Plaque) -> None:
    """Forget who was seen once only, then who was seen longest ago: a real site keeps coming."""
    seen = list(plaque.badge_sightings.order_by("last_seen", "pk"))
    for sighting in sorted(seen, key=lambda one: one.first_seen != one.last_seen)[
        : max(0, len(seen) - MOST_HOSTS + 1)
    ]:
        sighting.delete()
