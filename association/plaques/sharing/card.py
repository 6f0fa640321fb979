"""The share card: the answer to one look-up as a picture to send on, and the way to ask again.

A picture cannot change, so it says to the second when it was true and carries a code that leads to
the present answer by number; the scan token stays with the plaque.
"""

import re
from functools import lru_cache
from io import BytesIO
from typing import NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from PIL import Image, ImageChops, ImageDraw, ImageFont

from association.core.lettering import missing_characters
from association.core.qr import qr_picture
from association.plaques.lettering import draw_line, typeface, width_of
from association.plaques.mark import mark_picture
from association.plaques.selectors import PublicPlaque
from association.plaques.sharing.icons import icon_shape
from association.plaques.sharing.looks import INK, LINE, LOOKS, PAPER, SOFT

SIDE = 1080  # pixels, both ways
LEFT, RIGHT = 72, SIDE - 72
BAND = 452  # height of the coloured part
WORD_LEFT = 300
CODE_SIDE = 320  # pixels for the code, its quiet zone included
COLUMN = RIGHT - CODE_SIDE  # right edge of what stands beside the code
COLOURS = 48  # flat colours and their soft edges; a third of the bytes of full colour
UNDRAWABLE = "〓"  # what typesetters put where a character is missing

# A word stays whole, a Chinese character may end a line, closing punctuation never begins one.
_PIECES = re.compile(r"[^\s\u2E80-\uFFFF]+\s*|.[，。；：！？、”）」》\s]*", re.DOTALL)


class CardWords(NamedTuple):
    """Everything that stands on a card; two cards with the same words are the same picture."""

    state: str
    word: str
    since: str
    sentence: str
    school: str
    place: str
    number: str
    printed: str
    as_of: str
    note: str
    scan: str
    issuer: str
    address: str


def card_words(plaque: PublicPlaque, *, issuer: str) -> CardWords:
    """Return the words of a plaque's card in the active language. issuer: the association."""
    since = date_format(plaque.state.since, "DATE_FORMAT")
    time = timezone.localtime(plaque.as_of).strftime("%Y-%m-%d %H:%M:%S")
    place = " · ".join(part for part in (plaque.campus.name, plaque.campus.address) if part)
    english = (get_language() or "").startswith("en")
    words = CardWords(
        state=plaque.state.key,
        word=plaque.state.label,
        since=_("since %(date)s") % {"date": since},
        sentence=plaque.state.sentence,
        school=plaque.school.name,
        place=place,
        number=plaque.number,
        printed=plaque.chinese_number,
        as_of=_("Answered at %(time)s") % {"time": time},
        note=_("A picture does not change. Scan the code for the present answer."),
        scan=_("Scan to ask again"),
        issuer=issuer,
        address=plaque.verify_url + ("?lang=en" if english else ""),
    )
    return CardWords(*(_drawable(text) for text in words))


@lru_cache(maxsize=32)
def draw_card(words: CardWords) -> bytes:
    """Return a card as a PNG file, 1080 × 1080 pixels.

    Remembered by its words, which hold state and second: asking often costs one drawing a second,
    and what was true a second ago is never given out again.
    """
    picture = Image.new("RGB", (SIDE, SIDE), PAPER)
    canvas = ImageDraw.Draw(picture)
    _band(picture, canvas, words)
    _body(canvas, words)
    _code(picture, canvas, words)
    _issuer(picture, canvas, words.issuer)
    png = BytesIO()
    picture.quantize(COLOURS, Image.Quantize.FASTOCTREE).save(png, "PNG")
    return png.getvalue()


def _band(picture: Image.Image, canvas: ImageDraw.ImageDraw, words: CardWords) -> None:
    look = LOOKS[words.state]
    canvas.rectangle((0, 0, SIDE, BAND), fill=look.ground)
    icon = icon_shape(look.icon, 190)
    picture.paste(look.ink, (LEFT, 70), icon)
    line = _Line(canvas, look.ink)
    line.fit(words.word, x=WORD_LEFT, y=192, right=RIGHT, sizes=(124, 44), weight=800)
    line.fit(words.since, x=WORD_LEFT + 4, y=252, right=RIGHT, sizes=(36, 24), weight=400)
    line.wrap(words.sentence, x=LEFT, y=336, right=RIGHT, size=36, weight=500, lines=3)


def _body(canvas: ImageDraw.ImageDraw, words: CardWords) -> None:
    ink, soft = _Line(canvas, INK), _Line(canvas, SOFT)
    if _width(words.school, 44, 700) <= RIGHT - LEFT:
        ink.fit(words.school, x=LEFT, y=544, right=RIGHT, sizes=(60, 44), weight=700)
    else:
        ink.wrap(words.school, x=LEFT, y=520, right=RIGHT, size=40, weight=700, lines=2)
    if _width(words.place, 28, 400) <= RIGHT - LEFT:
        soft.fit(words.place, x=LEFT, y=624, right=RIGHT, sizes=(32, 28), weight=400)
    else:
        soft.wrap(words.place, x=LEFT, y=616, right=RIGHT, size=26, weight=400, lines=2)
    canvas.line((LEFT, 672, RIGHT, 672), fill=LINE, width=2)
    ink.fit(words.number, x=LEFT, y=756, right=COLUMN, sizes=(74, 40), weight=700)
    soft.fit(words.printed, x=LEFT, y=812, right=COLUMN, sizes=(34, 22), weight=400)
    ink.fit(words.as_of, x=LEFT, y=880, right=COLUMN, sizes=(34, 22), weight=600)
    soft.wrap(words.note, x=LEFT, y=928, right=COLUMN, size=28, weight=400, lines=2)


def _code(picture: Image.Image, canvas: ImageDraw.ImageDraw, words: CardWords) -> None:
    """Set the code so that its ink ends on the right margin and its quiet zone stays empty."""
    symbol, quiet = qr_picture(words.address, side=CODE_SIDE)
    left, top = RIGHT + quiet - symbol.width, 702 - quiet
    picture.paste(INK, (left, top), ImageChops.invert(symbol.convert("L")))
    middle = left + symbol.width / 2
    room = symbol.width - 2 * quiet
    size = next((s for s in range(32, 18, -2) if _width(words.scan, s, 600) <= room), 18)
    foot = (middle, 1029)
    draw_line(canvas, words.scan, at=foot, font=_type(size, 600), fill=INK, centred=True)


def _issuer(picture: Image.Image, canvas: ImageDraw.ImageDraw, name: str) -> None:
    mark = mark_picture(44)
    picture.paste(mark, (LEFT, 996), mark)
    _Line(canvas, INK).fit(name, x=LEFT + 58, y=1029, right=COLUMN, sizes=(30, 18), weight=600)


class _Line:
    """Sets lines of one colour. y is a baseline; right is where they must end."""

    def __init__(self, canvas: ImageDraw.ImageDraw, fill: str) -> None:
        self.canvas = canvas
        self.fill = fill

    def fit(
        self, text: str, *, x: int, y: int, right: int, sizes: tuple[int, int], weight: int
    ) -> None:
        """Set one line as large as it fits; below the smallest size its end gives way to “…”."""
        largest, smallest = sizes
        room = right - x
        size = next(
            (s for s in range(largest, smallest, -2) if _width(text, s, weight) <= room), smallest
        )
        while _width(text, size, weight) > room:
            text = text.rstrip("…")[:-1] + "…"
        draw_line(self.canvas, text, at=(x, y), font=_type(size, weight), fill=self.fill)

    def wrap(
        self, text: str, *, x: int, y: int, right: int, size: int, weight: int, lines: int
    ) -> None:
        """Set a text in at most so many lines, smaller where that is needed."""
        while len(broken := _broken(text, right - x, size, weight)) > lines:
            size -= 2
        for number, line in enumerate(broken):
            at = (x, y + number * round(size * 1.36))
            draw_line(self.canvas, line, at=at, font=_type(size, weight), fill=self.fill)


def _broken(text: str, room: int, size: int, weight: int) -> list[str]:
    """Return a text in lines no wider than `room` pixels, as far as its words allow."""
    lines = [""]
    for piece in _PIECES.findall(text):
        if lines[-1] and _width((lines[-1] + piece).rstrip(), size, weight) > room:
            lines.append("")
        lines[-1] += piece
    return [line.rstrip() for line in lines]


def _drawable(text: str) -> str:
    """Return a text without characters the typeface would draw as a box."""
    for sign in missing_characters(text):
        text = text.replace(sign, UNDRAWABLE)
    return text


def _width(text: str, size: int, weight: int) -> float:
    return width_of(text, _type(size, weight)) if text else 0


@lru_cache(maxsize=128)
def _type(size: int, weight: int) -> ImageFont.FreeTypeFont:
    return typeface(size, weight)
