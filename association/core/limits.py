"""How often somebody may try, counted in the database: it holds for all workers together."""

import hashlib
import hmac
from typing import NamedTuple

from django.conf import settings
from django.db import connection

from association.core import clock
from association.core.models import Attempts

TABLE = Attempts._meta.db_table
# One statement looks, counts and answers: two workers that count at once both count.
SPEND = f"""
    INSERT INTO {TABLE} (scope, whom, attempts, until) VALUES (%s, %s, 1, %s)
    ON CONFLICT (scope, whom) DO UPDATE SET
        attempts = CASE WHEN {TABLE}.until <= %s THEN 1 ELSE {TABLE}.attempts + 1 END,
        until = CASE WHEN {TABLE}.until <= %s THEN excluded.until ELSE {TABLE}.until END
    RETURNING attempts, until
"""  # noqa: S608 -- our own table


class Budget(NamedTuple):
    """So many attempts in so many seconds. scope: what is tried, for example "sign_in"."""

    scope: str
    attempts: int
    seconds: int


def spend(budget: Budget, *whom: str) -> int:
    """Count an attempt and return the seconds to wait, 0 while there is budget left.

    whom: who tries, for example user name and address; kept as a keyed digest only.
    A window begins with its first attempt; attempts beyond the budget do not lengthen it.
    """
    now = int(clock.now().timestamp())
    values = [budget.scope, _digest(budget, whom), now + budget.seconds, now, now]
    with connection.cursor() as cursor:
        cursor.execute(SPEND, values)
        attempts, until = cursor.fetchone()
    if attempts == 1:  # a new window: a good moment to sweep out the old ones
        Attempts.objects.filter(until__lte=now).delete()
    return max(1, until - now) if attempts > budget.attempts else 0


def wait(budget: Budget, *whom: str) -> int:
    """Return the seconds that the next attempt has to wait, and count nothing."""
    now = int(clock.now().timestamp())
    until = (
        Attempts.objects.filter(scope=budget.scope, whom=_digest(budget, whom), until__gt=now)
        .filter(attempts__gte=budget.attempts)
        .values_list("until", flat=True)
        .first()
    )
    return until - now if until else 0


def forget(budget: Budget, *whom: str) -> None:
    """Give the whole budget back, for example after signing in rightly."""
    Attempts.objects.filter(scope=budget.scope, whom=_digest(budget, whom)).delete()


def _digest(budget: Budget, whom: tuple[str, ...]) -> str:
    told = "\0".join([budget.scope, *whom]).encode("utf-8", "surrogatepass")
    return hmac.new(settings.SECRET_KEY.encode(), told, hashlib.sha256).hexdigest()[:32]
