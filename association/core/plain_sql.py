"""One statement on Django's own connection, without the layers that an ORM needs around it.

They cost twice what the statement costs. Transactions, time limits and repair stay Django's.
"""

from collections.abc import Sequence
from functools import cache
from time import monotonic
from typing import Any

import psycopg
from django.db import connections


def one_row(statement: str, values: Sequence[Any]) -> tuple[Any, ...]:
    """Return the first row of a query.

    statement: with %s for each value, and no other %. Raises django.db.Error; Django then looks
    after the connection at the next request it is given.
    """
    connection = connections["default"]
    if connection.close_at is not None and monotonic() >= connection.close_at:
        connection.close_if_unusable_or_obsolete()
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    with connection.wrap_database_errors:
        if connection.vendor == "sqlite":
            return connection.connection.execute(_with_question_marks(statement), values).fetchone()
        # Prepared: planning takes longer than running. Django's own cursors never are.
        cursor = psycopg.Cursor(connection.connection)
        return cursor.execute(statement, values, binary=True).fetchone()


@cache
def _with_question_marks(statement: str) -> str:
    return statement.replace("%s", "?")
