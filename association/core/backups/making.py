"""Making a set: under a name that nobody takes for a backup until it is one."""

import datetime as dt
import os
import shutil
import tempfile
from pathlib import Path

from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from association.core import clock
from association.core.backups.copying import digest_of, size_below, sync, sync_folders
from association.core.backups.engines import ERRORS, present_engine, rows_by_table
from association.core.backups.errors import Failed, Refused
from association.core.backups.manifest import Manifest
from association.core.backups.stores import copy_stores, file_stores, files_named_by_rows
from association.core.release import release_digest

SPARE = 1.1  # the free space asked for, as a multiple of what is to be written
MIGRATIONS = 'SELECT "app", "name" FROM "django_migrations"'


def make_backup(directory: Path) -> Manifest:
    """Write a whole set into a directory that is new or empty; return its manifest.

    The set can be trusted if the directory is there: it gets its name at the very end.
    Only its owner may enter it.
    Raises Refused before anything is written, Failed when it went wrong; what was written is gone
    then.
    """
    directory = directory.absolute()
    _check(directory)
    unfinished = Path(
        tempfile.mkdtemp(prefix=f".{directory.name}-", suffix=".unfinished", dir=directory.parent)
    )
    try:
        manifest = _write(unfinished)
        sync_folders(unfinished)
        unfinished.rename(directory)
        sync(directory.parent)
    except ERRORS as error:
        raise Failed(
            _("The backup could not be written: %(reason)s. Nothing was kept.") % {"reason": error}
        ) from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return manifest


def _check(directory: Path) -> None:
    if not directory.parent.is_dir():
        raise Refused(_("The folder %(folder)s does not exist.") % {"folder": directory.parent})
    if directory.exists() and not (directory.is_dir() and not any(directory.iterdir())):
        raise Refused(
            _("%(folder)s exists and is not empty. Name a new folder for each backup.")
            % {"folder": directory}
        )
    stores = file_stores()
    for store in stores.values():
        if directory.resolve().is_relative_to(store.resolve()):
            raise Refused(
                _("%(folder)s lies in a folder of the site's own files. Choose one outside.")
                % {"folder": directory}
            )
    engine = present_engine()
    engine.check_tools()
    if not MigrationRecorder(connections["default"]).has_table():
        raise Refused(_("The database has no tables yet: there is nothing to back up."))
    check_space(directory.parent, engine.size() + sum(map(size_below, stores.values())))


def check_space(folder: Path, size: int) -> None:
    """Raise Refused unless a folder's disk has room for so many bytes and some more."""
    needed, free = int(size * SPARE), shutil.disk_usage(folder).free
    if free < needed:
        raise Refused(
            _("%(needed)d MB are needed at %(folder)s, and %(free)d MB are free.")
            % {"needed": -(-needed // 10**6), "free": free // 10**6, "folder": folder}
        )


def known_migrations() -> list[str]:
    """Return "app.name" of all migrations of this release."""
    return sorted(f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations)


def _write(folder: Path) -> Manifest:
    """Write database, files and manifest, in this order.

    The site writes a file before the row that names it is committed. So whatever the database's
    snapshot names is on the disk already, and files that come later do no harm. The other way
    round, rows would name files that are not in the set.
    """
    engine = present_engine()
    before = os.umask(0o077)
    try:
        made_at = clock.now().astimezone(dt.UTC)
        with engine.dump(folder) as fetch:
            tables = rows_by_table(engine, fetch)
            migrations = sorted(f"{app}.{name}" for app, name in fetch(MIGRATIONS))
            named = files_named_by_rows(fetch)
        files = {engine.DUMP: digest_of(folder / engine.DUMP)} | copy_stores(folder)
        manifest = Manifest(
            made_at=made_at.isoformat(timespec="seconds"),
            engine=engine.NAME,
            server=engine.server(),
            release=release_digest(),
            migrations=migrations,
            known=known_migrations(),
            tables=tables,
            files=files,
            missing=sorted(named - files.keys()),
        )
        manifest.write(folder)
    finally:
        os.umask(before)
    return manifest
