"""Gap-free numbers: one counter row for each series and year."""

from django.db import connection

from association.core.models import Counter


def next_number(*, series: str, year: int) -> int:
    """Return the next number of a series in a year, starting at 1. As `next_numbers`, for one."""
    return next_numbers(series=series, year=year, count=1)[0]


def next_numbers(*, series: str, year: int, count: int) -> range:
    """Return the next numbers of a series in a year, one after the other, starting at 1.

    count: how many, at least one.
    The counter row stays locked until the caller's transaction ends, so numbers are given out if
    and only if the records that carry them are saved: no gap, no duplicate.
    Raises RuntimeError outside a transaction, ValueError for a count below one.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("next_numbers must run in the transaction of the record it numbers")
    if count < 1:
        message = f"cannot give out {count} numbers"
        raise ValueError(message)
    # One statement locks, counts and answers; SELECT … FOR UPDATE is silently nothing on SQLite.
    table = Counter._meta.db_table
    statement = (
        f"INSERT INTO {table} (series, year, last) VALUES (%s, %s, %s) "  # noqa: S608 -- our table
        f"ON CONFLICT (series, year) DO UPDATE SET last = {table}.last + excluded.last "
        "RETURNING last"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [series, year, count])
        last = cursor.fetchone()[0]
    return range(last - count + 1, last + 1)


def last_number(*, series: str, year: int) -> int:
    """Return the last number given out so far, 0 when there is none. It promises nothing."""
    counter = Counter.objects.filter(series=series, year=year).values_list("last", flat=True)
    return counter.first() or 0
