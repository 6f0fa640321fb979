"""Gap-free numbers: one counter row for each series and year."""

from django.db import connection

from association.core.models import Counter


def next_number(*, series: str, year: int) -> int:
    """Return the next number of a series in a year, starting at 1.

    The counter row stays locked until the caller's transaction ends, so a number is given out if
    and only if the record that carries it is saved: no gap, no duplicate.
    Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("next_number must run in the transaction of the record it numbers")
    # One statement locks, counts and answers; SELECT … FOR UPDATE is silently nothing on SQLite.
    table = Counter._meta.db_table
    statement = (
        f"INSERT INTO {table} (series, year, last) VALUES (%s, %s, 1) "  # noqa: S608 -- our table
        f"ON CONFLICT (series, year) DO UPDATE SET last = {table}.last + 1 RETURNING last"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [series, year])
        return cursor.fetchone()[0]
