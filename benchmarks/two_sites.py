"""Two sites side by side: every row of every table, every file, and what must hold of both."""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

SQLITE_TABLES = (
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"
)
POSTGRESQL_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
SEQUENCES = """
    SELECT t.relname, a.attname, pg_get_serial_sequence('"' || t.relname || '"', a.attname)
    FROM pg_attribute a JOIN pg_class t ON t.oid = a.attrelid
    WHERE t.relkind = 'r' AND t.relnamespace = 'public'::regnamespace AND a.attidentity <> ''
"""
# Rows that are added and never changed: of these, a site's past is a part of its present.
ADDED_ONLY = [
    "plaques_plaqueevent",
    "plaques_photo",
    "wagtailcore_modellogentry",
    "pledges_pledge",
]
FILES = ("media", "private")
NUMBERS = "SELECT sequence FROM plaques_plaque ORDER BY sequence"
FILES_OF_ROWS = "SELECT picture FROM plaques_photo UNION SELECT small FROM plaques_photo"


@dataclass(frozen=True)
class Site:
    """url: of its database. folder: where its files are."""

    url: str
    folder: Path

    def fetch(self, statement: str) -> list[tuple[Any, ...]]:
        """Return the rows of a SELECT, past Django."""
        with self._connect() as connection:
            return connection.execute(statement).fetchall()

    @contextmanager
    def _connect(self) -> Iterator[Any]:
        if self.url.startswith("sqlite"):
            with closing(
                sqlite3.connect(self.url.removeprefix("sqlite:///"), timeout=20)
            ) as opened:
                yield opened
        else:
            with psycopg.connect(self.url) as opened:
                yield opened

    def tables(self) -> list[str]:
        """Return the names of all tables."""
        sqlite = self.url.startswith("sqlite")
        return sorted(row[0] for row in self.fetch(SQLITE_TABLES if sqlite else POSTGRESQL_TABLES))

    def table(self, name: str) -> list[str]:
        """Return all rows of a table, each as text, in an order of their own."""
        return sorted(map(repr, self.fetch(f'SELECT * FROM "{name}"')))  # noqa: S608 -- our tables

    def rows(self) -> int:
        """Return the number of all rows."""
        return sum(len(self.table(name)) for name in self.tables())

    def plaques(self) -> int:
        """Return the number of plaques."""
        return self.fetch("SELECT count(*) FROM plaques_plaque")[0][0]

    def named(self) -> set[str]:
        """Return the paths of the files that rows name."""
        return {f"private/{row[0]}" for row in self.fetch(FILES_OF_ROWS)}

    def files(self) -> dict[str, str]:
        """Return the digest of every file by its path below the site's folder."""
        return {
            path.relative_to(self.folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for name in FILES
            for path in (self.folder / name).rglob("*")
            if path.is_file()
        }


def differences(copy: Site, site: Site, *, beginning_of: bool = False) -> list[str]:
    """Return a line for each thing that is not as it must be.

    beginning_of: the copy is of a past moment; what is only ever added must be a part of what the
    site has now, and the copy must hold together by itself. Otherwise both must be the same.
    """
    wrong = [] if copy.tables() == site.tables() else ["not the same tables"]
    compared = [name for name in copy.tables() if not beginning_of or name in ADDED_ONLY]
    for name in compared:
        here, there = copy.table(name), site.table(name)
        same = set(here) <= set(there) if beginning_of else here == there
        if not same:
            wrong.append(f"{name}: {len(here)} rows, {len(there)} on the site")
    ours, theirs = copy.files(), site.files()
    if beginning_of:
        # A photo may be half written while no row names it yet.
        ours = {name: ours.get(name) for name in copy.named()}
        theirs = {name: theirs.get(name) for name in ours}
    if not ours or ours != theirs:
        wrong.append(f"not the same files: {len(ours)}, {len(theirs)} on the site")
    return wrong + _falls_apart(copy)


def _falls_apart(copy: Site) -> list[str]:
    wrong = []
    numbers = [row[0] for row in copy.fetch(NUMBERS)]
    if numbers != list(range(1, len(numbers) + 1)):
        wrong.append("numbers with a gap")
    if not numbers or copy.fetch("SELECT max(last) FROM core_counter")[0][0] != len(numbers):
        wrong.append("the counter is not at the last number")
    if not copy.named() or copy.named() - copy.files().keys():
        wrong.append("rows name files that are not there")
    if copy.url.startswith("sqlite") and copy.fetch("PRAGMA foreign_key_check"):
        wrong.append("foreign keys lead nowhere")
    return wrong


def sequences_behind(site: Site) -> list[str]:
    """Return a line for each sequence of PostgreSQL that would give out a key anew."""
    if site.url.startswith("sqlite"):
        return []
    behind = []
    sequences = site.fetch(SEQUENCES)
    for table, column, sequence in sequences:
        (last, called) = site.fetch(f"SELECT last_value, is_called FROM {sequence}")[0]  # noqa: S608
        (most,) = site.fetch(f'SELECT max("{column}") FROM "{table}"')[0]  # noqa: S608 -- our tables
        if most is not None and (last < most or not called):
            behind.append(f"{sequence} is at {last}, {table} at {most}")
    return behind if sequences else ["no sequence was found"]
