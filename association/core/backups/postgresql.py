"""PostgreSQL's part: pg_dump and pg_restore, and the new database under the old one's name."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.db import connections
from django.utils.translation import gettext as _
from psycopg import IsolationLevel, sql

from association.core.backups import postgresql_tools as tools
from association.core.backups.copying import sync
from association.core.backups.errors import Failed, Refused
from association.core.backups.stores import Fetch

NAME = "postgresql"
DUMP = "database.dump"
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
ANY_TABLE = (
    "SELECT 1 FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema') LIMIT 1"
)
OTHERS = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
LONGEST_NAME = 63  # bytes PostgreSQL gives a name


def database() -> str:
    """Return the name of the site's database."""
    return connections["default"].settings_dict["NAME"]


def server() -> int:
    """Return the server's major version."""
    with _connect() as connection:
        return connection.info.server_version // 10_000


def size() -> int:
    """Return the bytes a dump may take at most."""
    with _connect() as connection:
        row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    return row[0]


def is_empty() -> bool:
    """Say whether the site's database has no table yet."""
    with _connect() as connection:
        return connection.execute(ANY_TABLE).fetchone() is None


def check_tools() -> None:
    """Raise Refused where pg_dump is not there or older than the server."""
    tools.check("pg_dump", at_least=server())


def check_can_read(server_of_set: int) -> None:
    """Raise Refused where this machine's pg_restore or server is older than a set.

    server_of_set: the major version of the server the set was made from.
    """
    own = server()
    tools.check("pg_restore", at_least=max(own, server_of_set))
    if own < server_of_set:
        raise Refused(
            _(
                "The backup was made from PostgreSQL %(theirs)s, this server is %(own)s. Restore "
                "it on a server at least as new."
            )
            % {"theirs": server_of_set, "own": own}
        )


@contextmanager
def dump(folder: Path) -> Iterator[Fetch]:
    """Write the dump into a folder; while it is open, the same snapshot's rows can be fetched.

    Raises Failed with what pg_dump said.
    """
    target = folder / DUMP
    with _connect() as connection:
        connection.isolation_level = IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        # The snapshot lives as long as this transaction, however long pg_dump takes.
        connection.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        snapshot = connection.execute("SELECT pg_export_snapshot()").fetchone()[0]
        options = ["--format=custom", f"--snapshot={snapshot}", f"--file={target}"]
        tools.run("pg_dump", *options, f"--dbname={database()}")
        target.chmod(0o600)
        sync(target)
        yield lambda statement: connection.execute(statement).fetchall()


class Restoration:
    """A dump on its way to being the site's database: first under another name, then under its."""

    def __init__(self, stamp: str) -> None:
        """stamp: tells this restore's names from those of others."""
        self.staged = _name(f"restoring_{stamp}")
        self.aside = _name(f"before_{stamp}")
        # Into an empty database one can restore without the right to make databases.
        self.directly = is_empty()

    def prepare(self, dump: Path) -> Fetch:
        """Restore the dump beside the database, or into it if it is empty.

        Returns what fetches rows of what was restored. Raises Refused while others are connected
        or where the user may not make databases, Failed with what pg_restore said.
        """
        self._see_that_nobody_is_there()
        if self.directly:
            self.staged = database()
        else:
            self._create()
        options = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
        tools.run("pg_restore", *options, f"--dbname={self.staged}", str(dump))
        return self._fetch

    def _create(self) -> None:
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'")
        try:
            with _connect("postgres", autocommit=True) as connection:
                connection.execute(statement.format(sql.Identifier(self.staged)))
        except psycopg.Error as error:
            raise Refused(
                _(
                    "The database's user cannot make a database (%(reason)s). Give it CREATEDB and "
                    "access to the database “postgres”, or restore into an empty database."
                )
                % {"reason": tools.first_line(error)}
            ) from error

    def _fetch(self, statement: str) -> list[tuple[Any, ...]]:
        with _connect(self.staged) as connection:
            return connection.execute(statement).fetchall()

    def put_in_place(self) -> str:
        """Swap; return the name of the old database, "" where nothing was in it."""
        if self.directly:
            return ""
        self._see_that_nobody_is_there()
        rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        own, staged, aside = map(sql.Identifier, (database(), self.staged, self.aside))
        with _connect("postgres", autocommit=True) as connection:
            connection.execute(rename.format(own, aside))
            try:
                connection.execute(rename.format(staged, own))
            except psycopg.Error:
                connection.execute(rename.format(aside, own))
                raise
        return self.aside

    def give_up(self) -> None:
        """Take away what was prepared. Into an empty database pg_restore writes all or nothing."""
        if self.directly:
            return
        with _connect("postgres", autocommit=True) as connection:
            statement = sql.SQL("DROP DATABASE IF EXISTS {}")
            connection.execute(statement.format(sql.Identifier(self.staged)))

    @staticmethod
    def _see_that_nobody_is_there() -> None:
        connections.close_all()
        with _connect() as connection:
            others = connection.execute(OTHERS, [database()]).fetchone()[0]
        if others:
            raise Refused(
                _("The database is in use. Stop the site and its workers, then try again.")
            )


@contextmanager
def _connect(name: str | None = None, **more: Any) -> Iterator[psycopg.Connection]:
    """Open a connection of its own, as the site's but to another database if one is named."""
    connection = connections["default"]
    params = connection.get_connection_params() | ({"dbname": name} if name else {})
    # Django's cursors expect Django's connection around them.
    for ours in ("context", "cursor_factory", "server_side_binding"):
        params.pop(ours, None)
    try:
        opened = psycopg.connect(**params | more)
    except psycopg.OperationalError as error:
        raise Failed(
            _("The database cannot be reached: %(reason)s.") % {"reason": tools.first_line(error)}
        ) from error
    try:
        yield opened
    finally:
        opened.close()


def _name(ending: str) -> str:
    """Return a name for a database beside the site's, short enough for PostgreSQL."""
    room = LONGEST_NAME - len(ending) - 1
    return f"{database().encode()[:room].decode(errors='ignore')}_{ending}"
