"""Which database the site runs on, as far as backups care."""

import sqlite3
from types import ModuleType

import psycopg
from django.db import connections

from association.core.backups import postgresql, sqlite
from association.core.backups.stores import Fetch

ENGINES = {"sqlite": sqlite, "postgresql": postgresql}
# What disk and database may answer with while a set is read or written.
ERRORS = (OSError, sqlite3.Error, psycopg.Error)


def present_engine() -> ModuleType:
    """Return the module that does the engine's part."""
    return ENGINES[connections["default"].vendor]


def rows_by_table(engine: ModuleType, fetch: Fetch) -> dict[str, int]:
    """Return how many rows each table has.

    fetch: runs a SELECT on the database in question and returns its rows.
    """
    names = sorted(row[0] for row in fetch(engine.TABLES))
    return {name: fetch(f'SELECT count(*) FROM "{name}"')[0][0] for name in names}  # noqa: S608 -- our tables
