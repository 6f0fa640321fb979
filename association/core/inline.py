"""Style and script inside a page that must come in one piece, allowed by their hashes alone.

Only files of the project's own static folder are inlined; nothing a person typed gets there.
"""

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.utils.safestring import SafeString, mark_safe

_COMMENTS_AND_INDENTS = re.compile(r"/\*.*?\*/|^\s+|\n(?=\n)", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Inlined:
    """What stands in the page. source: its place in a content policy, `'sha256-…'`."""

    text: SafeString
    source: str


@cache
def inlined(*paths: str) -> Inlined:
    """Return static files as one text without comments and indents, read once for each process.

    paths: as `{% static %}` takes them. Raises FileNotFoundError for one that is not there.
    """
    found = {path: finders.find(path) for path in paths}
    if missing := [path for path, place in found.items() if place is None]:
        raise FileNotFoundError(", ".join(missing))
    whole = "".join(Path(place).read_text(encoding="utf-8") for place in found.values())
    text = _COMMENTS_AND_INDENTS.sub("", whole).strip()
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return Inlined(mark_safe(text), f"'sha256-{digest}'")


def allow_inline(
    response: HttpResponse, *, styles: tuple[str, ...], scripts: tuple[str, ...] = ()
) -> None:
    """Let a page use its inlined files, and no other style or script, not even from this site.

    styles, scripts: the paths of one `{% inline_style %}` and one `{% inline_script %}`.
    """
    response._csp_replace = {  # where django-csp's own decorators put it
        "style-src": [inlined(*styles).source],
        "script-src": [inlined(*scripts).source] if scripts else ["'none'"],
    }
