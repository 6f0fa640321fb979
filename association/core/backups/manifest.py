"""What a set says of itself: when it was made, of what, and a digest of every file in it."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Self

from django.utils.translation import gettext as _

from association.core.backups.errors import Refused

FORMAT = 1
NAME = "manifest.json"
SEAL = "manifest.json.sha256"  # as `sha256sum --check` reads it


@dataclass(frozen=True)
class Manifest:
    """The contents of manifest.json.

    made_at: the moment the database was read, ISO 8601 in UTC. engine: "sqlite" or "postgresql".
    server: PostgreSQL's major version, 0 for SQLite. release: the digest of the code that ran.
    migrations: "app.name" of all that were applied to the database. known: of all that release had.
    tables: rows in each.
    files: by path inside the set, bytes and SHA-256 of each, the database's dump among them.
    missing: files that rows name and no folder had.
    """

    made_at: str
    engine: str
    server: int
    release: str
    migrations: list[str]
    known: list[str]
    tables: dict[str, int]
    files: dict[str, dict[str, Any]]
    missing: list[str] = field(default_factory=list)
    format: int = FORMAT

    @property
    def size(self) -> int:
        """Bytes of all files together."""
        return sum(entry["bytes"] for entry in self.files.values())

    def write(self, folder: Path) -> None:
        """Write the manifest and its seal into a folder."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        (folder / NAME).write_text(text, encoding="utf-8")
        digest = hashlib.sha256(text.encode()).hexdigest()
        (folder / SEAL).write_text(f"{digest}  {NAME}\n", encoding="ascii")

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Return the manifest of a set.

        Raises Refused where there is none, or it is not what was written, or of another format.
        """
        try:
            text = (folder / NAME).read_bytes()
            seal = (folder / SEAL).read_text(encoding="ascii").split()
        except (OSError, ValueError) as error:
            raise Refused(
                _("%(folder)s is no whole backup: its manifest or the manifest's seal is missing.")
                % {"folder": folder}
            ) from error
        if not seal or hashlib.sha256(text).hexdigest() != seal[0]:
            raise Refused(
                _("The manifest of %(folder)s is damaged. Use another backup.") % {"folder": folder}
            )
        return cls._of(json.loads(text), folder)

    @classmethod
    def _of(cls, told: dict[str, Any], folder: Path) -> Self:
        if told.get("format") != FORMAT:
            raise Refused(
                _(
                    "The backup is of format %(format)s; this release reads %(own)s. Restore it "
                    "with the release that made it."
                )
                % {"format": told.get("format"), "own": FORMAT}
            )
        manifest = cls(**told)
        if any(_leads_out(name) for name in manifest.files):
            raise Refused(
                _("The manifest of %(folder)s names files outside of it. Do not trust this set.")
                % {"folder": folder}
            )
        return manifest


def _leads_out(name: str) -> bool:
    path = PurePosixPath(name)
    return path.is_absolute() or ".." in path.parts or not path.parts
