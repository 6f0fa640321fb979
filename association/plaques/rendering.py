"""A page as Django rendered it, kept so that only the time it was answered is put in anew."""

import datetime as dt
import json
import re
from functools import lru_cache
from typing import NamedTuple, Self

from django.utils import timezone

from association.core.gzipped import LONGEST_ENDING, OpenGzip

Headers = list[tuple[str, str]]

AS_OF = re.compile(rb'<time data-as-of datetime="([^"]*)">[^<]*</time>')


def as_of_markup(moment: dt.datetime) -> str:
    """Return the element that tells when a page was answered, to the second of local time."""
    return _told(moment.replace(microsecond=0))


@lru_cache(maxsize=4)
def _told(second: dt.datetime) -> str:
    local = timezone.localtime(second)
    return f'<time data-as-of datetime="{local.isoformat()}">{local:%Y-%m-%d %H:%M:%S}</time>'


class Rendering(NamedTuple):
    """Headers as a JSON list of pairs, an OpenGzip up to the time, and what follows the time."""

    headers: str
    front: bytes
    front_checksum: int
    front_length: int
    ending: bytes

    @classmethod
    def of(cls, headers: Headers, body: bytes) -> Self:
        """Take a page apart where it tells the time; one that tells none is all front."""
        told = AS_OF.search(body)
        front, ending = (body[: told.start()], body[told.end() :]) if told else (body, b"")
        opened = OpenGzip.of(front)
        kept = [(name, value) for name, value in headers if name.lower() != "content-length"]
        return cls(json.dumps(kept), opened.deflated, opened.checksum, opened.length, ending)

    def at(self, moment: dt.datetime) -> tuple[Headers, bytes]:
        """Return the headers and the gzipped body of the page when it is answered at a moment."""
        ending = bytes(self.ending)
        if ending:
            ending = as_of_markup(moment).encode() + ending
        opened = OpenGzip(bytes(self.front), self.front_checksum, self.front_length)
        body = opened.ended_with(ending)
        return [*_zipped_headers(self.headers), ("Content-Length", str(len(body)))], body


def can_be_kept(status: str, headers: Headers, body: bytes) -> bool:
    """Say whether an answer of Django's is a page for everybody that tells its time just once."""
    if not status.startswith("200 ") or any(name.lower() == "set-cookie" for name, _ in headers):
        return False
    times = list(AS_OF.finditer(body))
    return (
        len(times) == 1
        and len(body) - times[0].start() <= LONGEST_ENDING
        and times[0][0] == as_of_markup(dt.datetime.fromisoformat(times[0][1].decode())).encode()
    )


@lru_cache(maxsize=16)
def _zipped_headers(stored: str) -> Headers:
    headers = [(name, value) for name, value in json.loads(stored) if name.lower() != "vary"]
    vary = [value for name, value in json.loads(stored) if name.lower() == "vary"]
    return [*headers, ("Vary", ", ".join([*vary, "Accept-Encoding"])), ("Content-Encoding", "gzip")]
