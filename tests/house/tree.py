"""The files git tracks or would track: the house, without its rubbish."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def tracked_files() -> tuple[Path, ...]:
    """Return the absolute paths of all files that are tracked or neither tracked nor ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    paths = (ROOT / name for name in listed.split("\0") if name)
    return tuple(sorted(path for path in paths if path.is_file()))


def files(suffix: str, *, within: tuple[str, ...] = ()) -> list[Path]:
    """Return the tracked files with this suffix, in these top folders or in all."""
    return [
        path
        for path in tracked_files()
        if path.suffix == suffix and (not within or path.relative_to(ROOT).parts[0] in within)
    ]


def short(path: Path) -> str:
    """Return the path as a reader of a failure wants it: from the project's root."""
    return path.relative_to(ROOT).as_posix()
