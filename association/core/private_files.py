"""Private files: where they are kept, and those that no row names since a roll-back."""

import datetime as dt
from collections.abc import Iterator
from pathlib import PurePosixPath

from django.apps import apps
from django.core.files.storage import Storage, storages
from django.db.models import FileField

from association.core import clock

# By then whoever wrote a file has long committed its row, or will not.
OLD_ENOUGH = dt.timedelta(days=1)


def private_files() -> Storage:
    """Return the storage that no web server hands out; given to file fields as a callable."""
    return storages["private"]


def forgotten_files() -> list[str]:
    """Return the names of private files, older than a day, that no row of any table names.

    Looks only into the folders that the models' private file fields write to, one level deep.
    One query for each such field.
    """
    storage, fields = storages["private"], list(_private_fields())
    # The files first: what comes while the rows are read is no matter.
    names = sorted(_old_files(storage, {_folder(field) for field in fields}))
    named = {name for field in fields for name in _named_by(field)}
    return [name for name in names if name not in named]


def remove_forgotten_files() -> list[str]:
    """Remove what `forgotten_files` returns, for good. Return the names."""
    names = forgotten_files()
    for name in names:
        storages["private"].delete(name)
    return names


def _private_fields() -> Iterator[FileField]:
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, FileField) and field.storage is storages["private"]:
                yield field


def _folder(field: FileField) -> str:
    return str(PurePosixPath(field.generate_filename(None, "name")).parent)


def _named_by(field: FileField) -> Iterator[str]:
    rows = field.model._base_manager.exclude(**{field.name: ""})
    return rows.values_list(field.name, flat=True).iterator()


def _old_files(storage: Storage, folders: set[str]) -> Iterator[str]:
    written_before = clock.now() - OLD_ENOUGH
    for folder in folders:
        for name in _listed(storage, folder):
            try:
                if storage.get_modified_time(f"{folder}/{name}") < written_before:
                    yield f"{folder}/{name}"
            except FileNotFoundError:
                pass  # somebody else removed it


def _listed(storage: Storage, folder: str) -> list[str]:
    try:
        return storage.listdir(folder)[1]
    except FileNotFoundError:
        return []
