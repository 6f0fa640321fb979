"""What must not stand in any file: addresses of one machine, registry hosts, unfinished work."""

import re

import pytest

from tests.house.tree import short, tracked_files

BINARY = {".mo", ".png", ".jpg", ".webp", ".ico", ".xlsx", ".ttf", ".otf", ".woff2", ".pdf"}

# Written so that this file does not contain what it looks for.
FORBIDDEN = {
    "a path of one machine": r"(?<![\w.\-])/(?:work|root|tmp|home/\w+)/",
    "a package registry's host": r"\b(?:pypi|pythonhosted|npmjs|debian|crates)\.(?:org|io|com)\b",
    "unfinished work": r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b",
}


@pytest.mark.parametrize("pattern", FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_no_file_contains(pattern: str):
    offences = [
        f"{short(path)}:{text.count(chr(10), 0, match.start()) + 1}"
        for path in tracked_files()
        if path.suffix not in BINARY
        for text in [path.read_text(encoding="utf-8")]
        for match in re.finditer(pattern, text)
    ]
    assert offences == []
