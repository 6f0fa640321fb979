"""The way back: everything is laid out and checked beside the old, then takes its place."""

import shutil
import stat
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from django.conf import settings
from django.core.cache import caches
from django.db import connections
from django.utils.translation import gettext as _

from association.core import clock
from association.core.backups.checking import check_set
from association.core.backups.copying import copy_file, files_below, sync, sync_folders
from association.core.backups.engines import ERRORS, present_engine, rows_by_table
from association.core.backups.errors import Failed, Refused
from association.core.backups.making import check_space, known_migrations
from association.core.backups.manifest import Manifest
from association.core.backups.stores import FOLDER, Fetch, file_stores

# The web server, another user perhaps, hands the editors' pictures out.
AS_UPLOADED = settings.FILE_UPLOAD_PERMISSIONS or 0o644


class Restored(NamedTuple):
    """manifest: of the set. kept: names of folders and databases with what was there before.

    unmigrated: whether `migrate` is still to be run.
    """

    manifest: Manifest
    kept: list[str]
    unmigrated: bool


def restore_set(directory: Path, *, replace: bool = False) -> Restored:
    """Put a set in the place of the site's database and files.

    replace: what is there is kept aside under another name; without it only an empty site is
    restored into. The site must not run meanwhile.
    Raises Refused before anything is touched, Failed when it went wrong on the way.
    """
    directory = directory.absolute()
    manifest = check_set(directory)
    engine = present_engine()
    stores = file_stores()
    if not replace and not (engine.is_empty() and not any(map(_holds_files, stores.values()))):
        raise Refused(
            _(
                "There is a site already. To put the backup in its place, and keep the present "
                "database and files aside, add --replace."
            )
        )
    _check_room(engine, manifest, stores)
    stamp = clock.now().strftime("%Y%m%d_%H%M%S")
    parts = [_Files(name, folder, stamp) for name, folder in stores.items()]
    database = engine.Restoration(stamp)
    try:
        for part in parts:
            part.prepare(directory, manifest)
        _check_rows(engine, database.prepare(directory / engine.DUMP), manifest)
        # The database first: its swap may be refused, and then nothing has been touched.
        kept = [database.put_in_place(), *(part.put_in_place() for part in parts)]
    except ERRORS as error:
        raise Failed(
            _(
                "A file could not be written or moved (%(reason)s). Mend that and restore again "
                "with --replace; what was there before ends in “%(stamp)s”."
            )
            % {"reason": error, "stamp": stamp}
        ) from error
    finally:
        _give_up([*parts, database])
    connections.close_all()
    # Sessions and counts of the other past.
    caches["default"].clear()
    unmigrated = not set(known_migrations()) <= set(manifest.migrations)
    return Restored(manifest, [place for place in kept if place], unmigrated)


def _holds_files(folder: Path) -> bool:
    return any(True for _file in files_below(folder))


def _check_room(engine: ModuleType, manifest: Manifest, stores: dict[str, Path]) -> None:
    for folder in stores.values():
        if folder.is_mount():
            raise Refused(
                _(
                    "%(folder)s is a disk of its own and cannot be renamed. Mount the folder "
                    "above it."
                )
                % {"folder": folder}
            )
        folder.parent.mkdir(parents=True, exist_ok=True)
        check_space(folder.parent, manifest.size)


def _check_rows(engine: ModuleType, fetch: Fetch, manifest: Manifest) -> None:
    rows = rows_by_table(engine, fetch)
    wrong = sorted(
        name
        for name in rows.keys() | manifest.tables.keys()
        if rows.get(name) != manifest.tables.get(name)
    )
    if wrong:
        raise Failed(
            _("The restored database has other rows than the backup names, in %(tables)s.")
            % {"tables": ", ".join(wrong)}
        )


class _Files:
    """The files of one store on their way: first beside its folder, then in its place."""

    def __init__(self, name: str, folder: Path, stamp: str) -> None:
        self.name, self.folder = name, folder
        self.staged = folder.with_name(f"{folder.name}.restoring-{stamp}")
        self.aside = folder.with_name(f"{folder.name}.before-{stamp}")

    def prepare(self, directory: Path, manifest: Manifest) -> None:
        """Copy the store's files beside its folder. Raises Failed if one changed meanwhile."""
        self.staged.mkdir()
        if self.folder.exists():
            self.staged.chmod(stat.S_IMODE(self.folder.stat().st_mode))
        begin = f"{FOLDER}/{self.name}/"
        for inside, told in manifest.files.items():
            if not inside.startswith(begin):
                continue
            copied = copy_file(
                directory / inside, self.staged / inside.removeprefix(begin), mode=AS_UPLOADED
            )
            if copied != told:
                raise Failed(_("%(file)s changed while it was read.") % {"file": inside})
        sync_folders(self.staged)

    def put_in_place(self) -> str:
        """Swap; return where the old folder is kept, "" where there was none."""
        kept = ""
        if self.folder.exists():
            self.folder.rename(self.aside)
            kept = str(self.aside)
        self.staged.rename(self.folder)
        sync(self.folder.parent)
        return kept

    def give_up(self) -> None:
        """Take away what was prepared."""
        shutil.rmtree(self.staged, ignore_errors=True)


def _give_up(parts: list) -> None:
    for part in parts:
        part.give_up()
