"""From a notice to a sheet for print and a picture."""

from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from PIL import Image

from association.core.lettering import missing_characters
from association.core.qr import qr_outline
from association.core.typesetting import Typesetter
from association.plaques.sharing.looks import BAD, IDLE, INK, WARN
from association.violations.enums import Measure
from association.violations.selectors.notices import PublicNotice

DEMO = "演示"
UNKNOWN = "〓"  # the printer's sign for a character that a typeface lacks
GROUNDS = {Measure.CIRCULAR: IDLE, Measure.SUSPEND: WARN, Measure.REVOKE: BAD, Measure.EXPEL: BAD}
ONE_TO_ONE = 72  # pixels to the inch: the picture is drawn with a point for each
COLOURS = 48
SHORTENED = 88  # characters of the facts that stand on the picture

_notice = Typesetter(Path(__file__).with_name("notice.typ"))


def notice_sheet(notice: PublicNotice, *, issuer: str) -> bytes:
    """Return a notice as a PDF on A4, in the active language. issuer: the association's name.

    Tagged PDF/A-2a and PDF/UA-1, fonts embedded; the same bytes for the same second.
    """
    return _notice.set_pdf(_drawable(_values(notice, issuer) | {"use": "sheet"}))


def notice_card(notice: PublicNotice, *, issuer: str) -> bytes:
    """Return a notice as a PNG file of 1080 × 1080 pixels, in the active language."""
    values = _drawable(_values(notice, issuer) | {"use": "card"})
    with Image.open(BytesIO(_notice.set_png(values, ppi=ONE_TO_ONE))) as picture:
        few = picture.convert("RGB").quantize(COLOURS, Image.Quantize.FASTOCTREE)
    png = BytesIO()
    few.save(png, "PNG")
    return png.getvalue()


def _values(notice: PublicNotice, issuer: str) -> dict[str, Any]:
    english = (get_language() or "").startswith("en")
    moment = timezone.localtime(notice.as_of)
    ground, on_ground = GROUNDS[notice.measure]
    return {
        "lang": "en" if english else "zh",
        "title": notice.title,
        "issuer": issuer,
        "mark": DEMO if settings.DEMO else "",
        "ground": ground,
        "on-ground": on_ground,
        "moment": _parts(moment),
        "kicker": _("Notice %(code)s") % {"code": notice.code},
        "school": notice.school.name,
        "measure": str(notice.measure.label),
        "meaning": notice.meaning,
        "qr": _code(notice.address + ("?lang=en" if english else "")),
        "scan": _("Scan to ask again"),
        "as-of": _("As of %(time)s") % {"time": f"{moment:%Y-%m-%d %H:%M:%S}"},
        "note": _("As of %(time)s. What counts is the page online: %(address)s")
        % {"time": f"{moment:%Y-%m-%d %H:%M:%S}", "address": notice.address},
        "unchanging": _("A picture does not change. Scan the code for the present answer."),
        **_of_card(notice),
        **_of_sheet(notice),
    }


def _of_card(notice: PublicNotice) -> dict[str, Any]:
    words = " ".join(notice.words.split())
    return {
        "days": _("in force since %(since)s · stands until %(until)s")
        % {"since": _day(notice.in_force_on), "until": _day(notice.public_until)},
        "promise": f"{notice.promise.code} {notice.promise.title}",
        "replied": _("The school has answered. Scan to read its own words.")
        if notice.reply
        else "",
        "short": words if len(words) <= SHORTENED else f"{words[:SHORTENED]}…",
    }


def _of_sheet(notice: PublicNotice) -> dict[str, Any]:
    promise = f"{notice.promise.code} {notice.promise.title}"
    reply = notice.reply.words if notice.reply else _("The school has not written anything here.")
    return {
        "words-heading": _("What was established"),
        "words": notice.words,
        "rows": [
            [_("Promise"), promise],
            *([label, value] for label, value in notice.facts),
            [_("Decided on"), _day(notice.decided_on)],
            [_("In force since"), _day(notice.in_force_on)],
            [
                _("Stands until"),
                _("%(day)s, and ends by itself") % {"day": _day(notice.public_until)},
            ],
        ],
        "basis-heading": _("On what it rests"),
        "basis": notice.basis,
        "reply-heading": _("The school's own words"),
        "reply": reply,
        "more": [
            *(
                [
                    _("Corrected after an objection on %(day)s") % {"day": _day(each.day)},
                    each.reasons,
                ]
                for each in notice.corrections
            ),
            [
                _("If something is wrong"),
                _("Anybody concerned can object, free of charge, on the page online."),
            ],
        ],
    }


def _parts(moment: Any) -> dict[str, int]:
    names = ("year", "month", "day", "hour", "minute", "second")
    return {name: getattr(moment, name) for name in names}


@lru_cache(maxsize=64)
def _code(address: str) -> str:
    """Return the code with the empty margin that scanners need, as SVG."""
    drawn = qr_outline(address)
    side = drawn.modules + 8
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 -4 {side} {side}">'
        f'<rect x="-4" y="-4" width="{side}" height="{side}" fill="#ffffff"/>'
        f'<path fill="{INK}" d="{drawn.path}"/></svg>'
    )


def _day(day: Any) -> str:
    return date_format(day, "DATE_FORMAT")


def _drawable(value: Any) -> Any:
    """Return values with every character that the typeface lacks replaced."""
    if isinstance(value, str):
        lacking = missing_characters(value.replace("\n", ""))
        return value.translate({ord(sign): UNKNOWN for sign in lacking}) if lacking else value
    if isinstance(value, dict):
        return {name: _drawable(part) for name, part in value.items()}
    return [_drawable(part) for part in value] if isinstance(value, list) else value
