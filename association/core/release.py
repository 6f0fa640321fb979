"""Which release of the site this process runs, as far as a page can show it."""

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings

CODE = (
    ("association", ("*.py", "*.html", "*.css", "*.js", "*.svg")),
    ("templates", ("*.html", "*.svg")),
    ("locale", ("*.mo",)),
)
# Every setting whose name begins so can show in a page or in its headers.
SHOWN = (
    *("SITE", "ICP", "DEMO", "LANGUAGE", "TIME_ZONE", "STATIC_URL", "MIDDLEWARE", "WAGTAIL_SITE"),
    *("CONTENT_SECURITY", "X_FRAME", "SECURE", "SESSION_COOKIE", "CSRF_COOKIE"),
    *("PLAQUE", "PLEDGE"),
)


@cache
def release_digest() -> str:
    """Return a digest of code, templates, catalogues, static files and settings that show.

    It is read once for each process: a new release needs a new start, and gets a new digest.
    """
    digest = hashlib.blake2b(digest_size=12)
    for path in _files():
        digest.update(path.as_posix().encode() + b"\0" + path.read_bytes())
    for name in sorted(name for name in dir(settings) if name.startswith(SHOWN)):
        digest.update(f"{name}={getattr(settings, name)!r}".encode())
    return digest.hexdigest()


def _files() -> Iterator[Path]:
    for folder, patterns in CODE:
        for pattern in patterns:
            yield from sorted((settings.ROOT / folder).rglob(pattern))
    # What is installed, and which static file has which name.
    for path in (settings.ROOT / "requirements.txt", settings.STATIC_ROOT / "staticfiles.json"):
        if path.is_file():
            yield path
