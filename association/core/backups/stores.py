"""The folders in which the site keeps what people gave it."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.db.models import FileField, Model
from django.utils.translation import gettext as _

from association.core.backups.copying import copy_file, files_below
from association.core.backups.errors import Refused

FOLDER = "files"
MADE_BY_THE_RELEASE = "staticfiles"

Fetch = Callable[[str], Iterable[tuple[Any, ...]]]


def file_stores() -> dict[str, Path]:
    """Return the folder of each of STORAGES but the static files, by its name there.

    Raises Refused for a store that is no folder on this machine.
    """
    stores = {name: storages[name] for name in settings.STORAGES if name != MADE_BY_THE_RELEASE}
    for name, store in stores.items():
        if not isinstance(store, FileSystemStorage):
            raise Refused(
                _(
                    "The files of “%(store)s” are not in a folder of this machine. Back them up "
                    "where they are."
                )
                % {"store": name}
            )
    return {name: Path(store.location) for name, store in stores.items()}


def copy_stores(folder: Path) -> dict[str, dict[str, Any]]:
    """Copy the files of all stores into a set.

    folder: the set. Returns bytes and SHA-256 by path inside the set.
    """
    copied = {}
    for name, store in file_stores().items():
        for path in files_below(store):
            inside = f"{FOLDER}/{name}/{path.relative_to(store).as_posix()}"
            try:
                copied[inside] = copy_file(path, folder / inside)
            except FileNotFoundError:
                continue  # taken away since the folder was listed
    return copied


def files_named_by_rows(fetch: Fetch) -> set[str]:
    """Return the paths inside a set of all files that rows of the database name.

    fetch: runs a SELECT on the database and returns its rows.
    """
    places = {folder: name for name, folder in file_stores().items()}
    named = set()
    for model, field in _file_fields():
        store = places.get(_location(field.storage))
        if store is None:
            continue
        column, table = field.column, model._meta.db_table
        rows = fetch(f'SELECT DISTINCT "{column}" FROM "{table}" WHERE "{column}" <> \'\'')  # noqa: S608 -- our models
        named |= {f"{FOLDER}/{store}/{row[0]}" for row in rows}
    return named


def _file_fields() -> Iterator[tuple[type[Model], FileField]]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.proxy or not model._meta.managed:
            continue
        for field in model._meta.local_concrete_fields:
            if isinstance(field, FileField):
                yield model, field


def _location(storage: Storage) -> Path | None:
    location = getattr(storage, "location", None)
    return Path(location) if location else None
