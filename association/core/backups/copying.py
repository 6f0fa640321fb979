"""Copies that are on the disk when the call returns, with their digests."""

import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PIECE = 1 << 20


def copy_file(source: Path, target: Path, *, mode: int = 0o600) -> dict[str, Any]:
    """Copy a file and return its bytes and SHA-256, both of what was written.

    mode: the copy's. Raises FileNotFoundError when the source is gone.
    """
    with source.open("rb") as read:
        target.parent.mkdir(parents=True, exist_ok=True)
        opened = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        digest, size = hashlib.sha256(), 0
        with os.fdopen(opened, "wb") as written:
            while piece := read.read(PIECE):
                written.write(piece)
                digest.update(piece)
                size += len(piece)
            written.flush()
            os.fsync(written.fileno())
    return {"bytes": size, "sha256": digest.hexdigest()}


def digest_of(path: Path) -> dict[str, Any]:
    """Return bytes and SHA-256 of a file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"bytes": path.stat().st_size, "sha256": digest}


def files_below(folder: Path) -> Iterator[Path]:
    """Yield the plain files below a folder, sorted; links are not followed and not yielded."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(place, name)
            # Gone since it was listed is as if it had never been there.
            if path.exists() and stat.S_ISREG(path.lstat().st_mode):
                yield path


def size_below(folder: Path) -> int:
    """Return the bytes of all files below a folder."""
    return sum(path.stat().st_size for path in files_below(folder))


def sync_folders(folder: Path) -> None:
    """See that the names of all files and folders below a folder are on the disk, and its own."""
    for place, _folders, _names in os.walk(folder):
        sync(Path(place))
    sync(folder.parent)


def sync(path: Path) -> None:
    """See that a file's contents, or a folder's names, are on the disk."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
