"""SQLite's part: a copy that is whole while others write, and one file put in another's place."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connections
from django.utils.translation import gettext as _

from association.core.backups.copying import copy_file, sync
from association.core.backups.errors import Failed, Refused
from association.core.backups.stores import Fetch

NAME = "sqlite"
DUMP = "database.sqlite3"
SECONDS = 60  # how long to wait for writers
BESIDE = ("-wal", "-shm", "-journal")  # what SQLite may keep next to a database
TABLES = (
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"
)


def database() -> Path:
    """Return the file of the site's database."""
    return Path(connections["default"].settings_dict["NAME"])


def server() -> int:
    """Return the server's major version: there is none."""
    return 0


def size() -> int:
    """Return the bytes a dump may take at most, 0 where there is no database."""
    files = [database(), *_beside(database())]
    return sum(path.stat().st_size for path in files if path.exists())


def is_empty() -> bool:
    """Say whether the site's database has no table yet."""
    if not database().exists():
        return True
    with _open(database()) as connection:
        return not connection.execute(TABLES).fetchall()


def check_tools() -> None:
    """SQLite needs no programs beside Python."""


def check_can_read(server: int) -> None:
    """SQLite reads what any SQLite wrote."""


@contextmanager
def dump(folder: Path) -> Iterator[Fetch]:
    """Write the dump into a folder; while it is open, its rows can be fetched.

    VACUUM INTO reads in one transaction: whoever writes meanwhile waits or is not in it, never
    half. A copy of the file made while others write is bad more often than not.
    Raises Failed when the copy does not pass SQLite's own check.
    """
    target = folder / DUMP
    with closing(sqlite3.connect(database(), timeout=SECONDS, isolation_level=None)) as source:
        source.execute("VACUUM INTO ?", [str(target)])
    target.chmod(0o600)
    sync(target)
    check_is_sound(target)
    with _open(target) as copy:
        yield lambda statement: copy.execute(statement).fetchall()


def check_is_sound(file: Path) -> None:
    """Raise Failed unless SQLite finds the file, its foreign keys included, in order."""
    try:
        with _open(file) as connection:
            told = [row[0] for row in connection.execute("PRAGMA integrity_check")]
            astray = connection.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.DatabaseError as error:
        told, astray = [str(error)], []
    if told != ["ok"] or astray:
        raise Failed(
            _("The copy of the database is not sound: %(what)s.")
            % {"what": "; ".join(told[:3] if told != ["ok"] else [str(row) for row in astray[:3]])}
        )


class Restoration:
    """A dump on its way to being the site's database: first beside it, then in its place."""

    def __init__(self, stamp: str) -> None:
        """stamp: tells this restore's names from those of others."""
        self.staged = database().with_name(f"{database().name}.restoring-{stamp}")
        self.aside = database().with_name(f"{database().name}.before-{stamp}")

    def prepare(self, dump: Path) -> Fetch:
        """Copy the dump beside the database; return what fetches rows from the copy.

        Raises Refused while somebody writes to the present database, Failed for a bad copy.
        """
        self._settle()
        copy_file(dump, self.staged)
        check_is_sound(self.staged)
        return self._fetch

    def _fetch(self, statement: str) -> list[tuple]:
        with _open(self.staged) as connection:
            return connection.execute(statement).fetchall()

    def put_in_place(self) -> str:
        """Swap; return where the old database is kept, "" where there was none."""
        self._settle()
        kept = ""
        # What lies beside the old file belongs to it: next to the new one it would spoil that.
        for old, aside in zip(
            [database(), *_beside(database())], [self.aside, *_beside(self.aside)], strict=True
        ):
            if old.exists():
                old.rename(aside)
                kept = str(self.aside)
        self.staged.rename(database())
        sync(database().parent)
        return kept

    def give_up(self) -> None:
        """Take away what was prepared."""
        self.staged.unlink(missing_ok=True)

    @staticmethod
    def _settle() -> None:
        """Let SQLite finish what a crash may have left, and see that nobody writes."""
        connections.close_all()
        if not database().exists():
            return
        try:
            with closing(sqlite3.connect(database(), timeout=5, isolation_level=None)) as old:
                old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                old.execute("BEGIN EXCLUSIVE")
                old.execute("ROLLBACK")
        except sqlite3.OperationalError as error:
            raise Refused(
                _("The database is in use. Stop the site and its workers, then try again.")
            ) from error
        except sqlite3.DatabaseError:
            return  # it is no database any more; keeping it aside is all that can be done


@contextmanager
def _open(file: Path) -> Iterator[sqlite3.Connection]:
    """Open a database to look only."""
    address = f"{file.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, timeout=SECONDS)) as connection:
        yield connection


def _beside(file: Path) -> list[Path]:
    return [file.with_name(file.name + ending) for ending in BESIDE]
