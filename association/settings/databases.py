"""The database by DATABASE_URL: SQLite with durable settings by default, PostgreSQL when named."""

import sqlite3
from pathlib import Path
from typing import Any

import dj_database_url

# Releases that carry the fix for the WAL-reset corruption bug (sqlite.org/wal.html, 2026).
WAL_FIXED_IN = {(3, 44): 6, (3, 50): 7}
WAL_FIXED_FROM = (3, 51, 3)


def journal_mode(version: tuple[int, int, int] = sqlite3.sqlite_version_info) -> str:
    """Return WAL where this SQLite library has the WAL-reset fix, else DELETE.

    version: the library's version as three numbers.
    """
    major, minor, patch = version
    fixed_patch = WAL_FIXED_IN.get((major, minor))
    if version >= WAL_FIXED_FROM or (fixed_patch is not None and patch >= fixed_patch):
        return "WAL"
    return "DELETE"


def database_settings(url: str) -> dict[str, Any]:
    """Return Django's DATABASES entry for a database URL.

    url: `sqlite:///path` or `postgres://user@host:port/name`.
    Raises ValueError for an address of any other kind.
    """
    database: dict[str, Any] = dict(dj_database_url.parse(url))
    if database["ENGINE"] == "django.db.backends.sqlite3":
        return _durable_sqlite(database)
    if database["ENGINE"] == "django.db.backends.postgresql":
        return database | {
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            # For core.plain_sql alone: Django's own queries are never prepared.
            "OPTIONS": database.get("OPTIONS", {}) | {"prepare_threshold": 0},
        }
    message = f"DATABASE_URL: {database['ENGINE']} is not supported; use SQLite or PostgreSQL."
    raise ValueError(message)


def _durable_sqlite(database: dict[str, Any]) -> dict[str, Any]:
    Path(database["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    return database | {
        # Opening takes longer than the one query of a scan.
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            # Deferred transactions lose writes to "database is locked" as soon as two meet.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # With recursive triggers, rows that a REPLACE throws out meet the guards on DELETE.
            "init_command": f"PRAGMA journal_mode={journal_mode()};PRAGMA synchronous=FULL;"
            "PRAGMA recursive_triggers=ON",
        },
        "TEST": {"NAME": f"{database['NAME']}.test"},
    }
