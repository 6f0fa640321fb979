"""Looking at a set without touching anything else."""

from pathlib import Path

from django.utils.translation import gettext as _

from association.core.backups.copying import digest_of
from association.core.backups.engines import present_engine
from association.core.backups.errors import Refused
from association.core.backups.making import known_migrations
from association.core.backups.manifest import Manifest

SHOWN = 5  # names in a message


def check_set(directory: Path) -> Manifest:
    """Return the manifest of a set that is whole and fits this site.

    Raises Refused for a set that is damaged or incomplete, was made from another kind of database,
    or by a release with other migrations.
    """
    manifest = Manifest.read(directory)
    _check_files(directory, manifest)
    engine = present_engine()
    if manifest.engine != engine.NAME:
        raise Refused(
            _("The backup is of %(theirs)s, and this site runs on %(own)s. Set DATABASE_URL.")
            % {"theirs": manifest.engine, "own": engine.NAME}
        )
    _check_migrations(manifest)
    engine.check_can_read(manifest.server)
    return manifest


def _check_files(directory: Path, manifest: Manifest) -> None:
    spoilt = [name for name, told in manifest.files.items() if not _is_as(directory / name, told)]
    if spoilt:
        raise Refused(
            _(
                "The backup is damaged: %(count)d files are missing or changed, such as %(names)s. "
                "Use another backup."
            )
            % {"count": len(spoilt), "names": _some(spoilt)}
        )


def _is_as(path: Path, told: dict[str, object]) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    return digest_of(path) == told


def _check_migrations(manifest: Manifest) -> None:
    """The set and the code must agree: data of another release is not what this one reads.

    Compared with the release that made the set, because a database remembers migrations of apps
    that are gone; or with the database, because a set may be made between an update and `migrate`.
    """
    own, theirs = set(known_migrations()), set(manifest.migrations)
    if own not in (set(manifest.known), theirs):
        raise Refused(
            _(
                "The backup is of another release: %(count)d migrations differ, such as %(names)s. "
                "Restore it with the release that made it, then update."
            )
            % {"count": len(theirs ^ own), "names": _some(sorted(theirs ^ own))}
        )


def _some(names: list[str]) -> str:
    return ", ".join(names[:SHOWN])
