"""A scratch database with as many plaques as wanted, copied by SQL from one that the verbs made."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg import sql


@contextmanager
def make_database(url: str, folder: str) -> Iterator[str]:
    """Give the address of an empty database; drop it at the end of the block.

    url: of a PostgreSQL database that does not exist yet; empty for SQLite in the folder.
    """
    if not url:
        yield f"sqlite:///{folder}/db.sqlite3"
        return
    name = urlsplit(url).path.lstrip("/")
    server = urlsplit(url)._replace(path="/postgres").geturl()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield url
        finally:
            connection.execute(
                sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            )


def fill(plaques: int, *, sample: int) -> list[str]:
    """Copy the first plaque, its school and campus until there are so many; return some tokens."""
    from django.db import connection  # noqa: PLC0415 -- after the settings

    from association.alliances.models import Membership  # noqa: PLC0415 -- same
    from association.plaques.models import Plaque  # noqa: PLC0415 -- same

    first = Plaque.objects.order_by("pk").first() or _first_plaque()
    there = Plaque.objects.count()
    if connection.vendor == "postgresql":
        token, number = "substr(md5(i::text), 1, 22)", "CAST(i AS text)"
    else:
        token, number = "hex(randomblob(11))", "CAST(i AS text)"
    key, name = "100 + i", f"'School ' || {number}"
    membership = Membership.objects.get(school=first.school)
    for row, changed in [
        (first.school, {"id": key, "uscc": f"'B' || {number}", "search_name": name, "name": name}),
        (first.campus, {"id": key, "school_id": key}),
        (membership, {"id": key, "school_id": key}),
        (
            first,
            {"id": key, "school_id": key, "campus_id": key, "token": token, "sequence": key,
             "number": f"'SC-B-' || {number}"},
        ),
    ]:  # fmt: skip
        _copy(connection, row, changed, start=there, end=plaques - 1)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    step = max(1, plaques // sample)
    keys = [100 + number for number in range(1, plaques, step)]
    tokens = Plaque.objects.filter(pk__in=keys[:sample]).values_list("token", flat=True)
    return list(tokens)


def _copy(connection: Any, row: Any, changed: dict[str, str], *, start: int, end: int) -> None:
    table = row._meta.db_table
    columns = [field.column for field in row._meta.local_concrete_fields]
    values = ", ".join(changed.get(column, f't."{column}"') for column in columns)
    named = ", ".join(f'"{column}"' for column in columns)
    numbers = f"SELECT {start} UNION ALL SELECT i + 1 FROM n WHERE i < {end}"  # noqa: S608 -- ours
    copies = f"SELECT {values} FROM n, {table} t WHERE t.id = {row.pk}"  # noqa: S608 -- ours
    with connection.cursor() as cursor:
        cursor.execute(f"WITH RECURSIVE n(i) AS ({numbers}) INSERT INTO {table} ({named}) {copies}")


def _first_plaque() -> Any:
    from tests.factories import make_active_plaque  # noqa: PLC0415 -- after the settings

    return make_active_plaque()
