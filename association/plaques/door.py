"""A door in front of Django for scanned codes: `/v/<token>` and nothing else (docs/adr/0011).

One query reads the present versions of what the page shows, and the rendering that is labelled
with exactly these, if there is one. Otherwise Django renders, and the result gets the label that
was read *before* rendering began: whatever changed meanwhile has moved a version on, so the page is
outdated when it is stored and nobody is served it. Nothing ever has to be deleted.

Whatever is out of the ordinary, a failing database first of all, is Django's to answer.
"""

import datetime as dt
import logging
import re
from collections.abc import Callable, Iterable
from time import monotonic
from typing import Any, NamedTuple

from django.conf import settings
from django.db import Error
from django.utils import timezone

from association.core import clock
from association.core.addresses import client_address
from association.core.asking import Environ, is_for_us, reader_of, takes_gzip
from association.core.origin import FOR_MANY
from association.core.plain_sql import one_row
from association.core.public import NO_YEAR, SERIES
from association.core.release import release_digest
from association.plaques.counting import count_scan
from association.plaques.guessing import Misses
from association.plaques.models import Plaque, StoredPage
from association.plaques.models.plaque import TOKEN_ALPHABET, TOKEN_LENGTH
from association.plaques.rendering import Headers, Rendering, can_be_kept
from association.plaques.selectors import alliance_of, with_alliance

Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

logger = logging.getLogger(__name__)

SCANNED = re.compile(r"/v/([^/]*)(/?)")
TOKEN = re.compile(rf"[{TOKEN_ALPHABET}]{{{TOKEN_LENGTH}}}")
NO_TOKEN = ""  # names no plaque, and spares what cannot be a token the database
UNASKED = 2  # seconds for which such a code is answered without any query
TOO_MANY_PATH = "/v/too-many/"
# A view may put the moment here at which its page turns old, if that is before midnight.
FRESH_UNTIL = "plaques.fresh_until"

# Always one row: an unknown token costs what a good one costs.
READ = f"""
    SELECT COALESCE(site.last, 0), plaque.id, school.public_version,
           plaque.id IS NULL
           AND EXISTS (SELECT 1 FROM plaques_replacedcopy copy WHERE copy.token = %s),
           page.alliance_code, page.state,
           page.headers, page.front, page.front_checksum, page.front_length, page.ending
    FROM (SELECT 1 AS row) one
    LEFT JOIN core_counter site ON site.series = '{SERIES}' AND site.year = {NO_YEAR}
    LEFT JOIN plaques_plaque plaque ON plaque.token = %s
    LEFT JOIN alliances_school school ON school.id = plaque.school_id
    LEFT JOIN plaques_storedpage page
           ON page.plaque_id = plaque.id AND page.language = %s AND page.edition = %s
          AND page.school_version = school.public_version
          AND page.site_version = COALESCE(site.last, 0)
          AND page.fresh_until > %s
"""  # noqa: S608 -- nothing in it comes from outside


class Scan(NamedTuple):
    """What is asked, and when. plain: everybody who asks so is sent the same bytes, gzipped."""

    token: str
    language: str
    plain: bool
    moment: dt.datetime


class Reading(NamedTuple):
    """The present truth about a token. page: a rendering that shows it, if one is stored."""

    site_version: int
    plaque_id: int | None
    school_version: int | None
    copy_replaced: bool
    alliance_code: str | None
    state: str | None
    page: Rendering | None


class Answer(NamedTuple):
    """What WSGI sends."""

    status: str
    headers: Headers
    body: bytes


class Unknown(NamedTuple):
    """What is answered to codes that name no plaque, as long as its label is the present one."""

    label: tuple[int, dt.date]
    status: str
    page: Rendering
    too_many: Answer
    unasked_until: float


class ScanDoor:
    """WSGI: answers scans where it can and hands everything else to Django."""

    def __init__(self, django: Application) -> None:
        self.django = django
        self.edition = release_digest()
        self.misses = Misses()
        self.unknown: dict[str, Unknown] = {}

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        scan = scan_in(environ)
        try:
            answer = scan and self.answer(scan, environ)
        except Error:
            answer = None  # Django mends its connection, or says what is wrong
        if answer is None:
            return self.django(environ, start_response)
        start_response(answer.status, answer.headers)
        return [answer.body]

    def answer(self, scan: Scan, environ: Environ) -> Answer | None:
        """Return the answer to a scan, None where Django has to give it."""
        unknown = self.unknown.get(scan.language)
        if scan.token == NO_TOKEN and unknown and monotonic() < unknown.unasked_until:
            return self.miss(scan, environ, unknown)
        reading = self.read(scan)
        if reading.plaque_id is None and not reading.copy_replaced:
            return self.miss(scan, environ, self.read_unknown(scan, environ, reading))
        if reading.copy_replaced or not scan.plain:
            return None
        if reading.page is None:
            return self.render(scan, environ, reading)
        count_scan(
            plaque_id=reading.plaque_id, alliance_code=reading.alliance_code, state=reading.state
        )
        return Answer("200 OK", *reading.page.at(scan.moment))

    def read(self, scan: Scan) -> Reading:
        """Ask the database, once. Raises django.db.Error."""
        key = (scan.token, scan.token, scan.language, self.edition, int(scan.moment.timestamp()))
        *truth, headers, front, checksum, length, ending = one_row(READ, key)
        page = headers and Rendering(headers, front, checksum, length, ending)
        return Reading(*truth, page or None)

    def render(self, scan: Scan, environ: Environ, reading: Reading) -> Answer:
        """Let Django render a plaque's page, and store it under the label that was read before."""
        asked = as_anybody(environ, scan.language)
        answer = self.ask_django(asked)
        if not can_be_kept(*answer):
            return answer
        page = Rendering.of(answer.headers, answer.body)
        until = midnight_after(scan.moment)
        try:
            self.keep(scan.language, reading, page, min(until, asked.get(FRESH_UNTIL, until)))
        except Error:
            logger.warning("a page could not be stored", exc_info=True)
        return Answer(answer.status, *page.at(scan.moment))

    def keep(self, language: str, reading: Reading, page: Rendering, until: dt.datetime) -> None:
        """Store a rendering. Raises django.db.Error."""
        plaque = with_alliance(Plaque.objects.all()).get(pk=reading.plaque_id)
        alliance = alliance_of(plaque)
        StoredPage(
            plaque=plaque,
            language=language,
            edition=self.edition,
            school_version=reading.school_version,
            site_version=reading.site_version,
            fresh_until=int(until.timestamp()),
            alliance_code=alliance.code if alliance else "",
            state=plaque.state,
            **page._asdict(),
        ).keep()

    def miss(self, scan: Scan, environ: Environ, unknown: Unknown) -> Answer | None:
        """Answer a code that names no plaque, in few words to whom sends many of them."""
        if wait := self.misses.wait_after(client_address(environ)):
            status, headers, body = unknown.too_many
            return Answer(status, [*headers, ("Retry-After", str(wait))], body)
        return Answer(unknown.status, *unknown.page.at(scan.moment)) if scan.plain else None

    def read_unknown(self, scan: Scan, environ: Environ, reading: Reading) -> Unknown:
        """Return the pages for unknown codes, rendered anew when something in them may differ."""
        label = (reading.site_version, timezone.localdate(scan.moment))
        unknown = self.unknown.get(scan.language)
        if unknown is None or unknown.label != label:
            asked = as_anybody(environ, scan.language)
            page = self.ask_django(asked | {"PATH_INFO": "/v/"})
            too_many = self.ask_django(asked | {"PATH_INFO": TOO_MANY_PATH})
            unknown = Unknown(
                label, page.status, Rendering.of(page.headers, page.body), too_many, 0
            )
            if (page.status[:3], too_many.status[:3]) != ("404", "429"):
                return unknown  # Django is out of order at the moment: nothing to keep
        unknown = unknown._replace(unasked_until=monotonic() + UNASKED)
        self.unknown[scan.language] = unknown
        return unknown

    def ask_django(self, environ: Environ) -> Answer:
        """Return Django's whole answer."""
        told: list[Any] = []
        body = self.django(environ, lambda *status_and_headers: told.extend(status_and_headers))
        try:
            return Answer(told[0], told[1], b"".join(body))
        finally:
            body.close()


def scan_in(environ: Environ) -> Scan | None:
    """Return what a request asks of the door, None where the door has no say."""
    scanned = SCANNED.fullmatch(environ["PATH_INFO"])
    method = environ["REQUEST_METHOD"]
    if scanned is None or method not in {"GET", "HEAD"} or not is_for_us(environ):
        return None
    token, slash = scanned.groups()
    reader = reader_of(environ)
    plain = (
        method == "GET"
        and not slash
        and not environ.get("QUERY_STRING")
        and not reader.personal
        and takes_gzip(environ)
    )
    known_form = token if TOKEN.fullmatch(token) else NO_TOKEN
    # The clock is read before the database: an answer is at least as fresh as it says.
    return Scan(known_form, reader.language, plain, clock.now())


def as_anybody(environ: Environ, language: str) -> Environ:
    """Return a request of somebody of whom nothing is known but the language, and without gzip."""
    asked = environ | {
        "REQUEST_METHOD": "GET",
        "QUERY_STRING": "",
        "HTTP_COOKIE": f"{settings.LANGUAGE_COOKIE_NAME}={language}",
        FOR_MANY: True,
    }
    asked.pop("HTTP_ACCEPT_ENCODING", None)
    return asked


def midnight_after(moment: dt.datetime) -> dt.datetime:
    """Return the next local midnight: states and licences run out with the day."""
    tomorrow = timezone.localdate(moment) + dt.timedelta(days=1)
    return timezone.make_aware(dt.datetime.combine(tomorrow, dt.time.min))
