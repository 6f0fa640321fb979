"""The plaque as a picture, 3:2: what hangs at the gate, drawn at 76 pixels to the inch of 600 mm.

Ink on warm paper; the seal red marks the seal and one rule, nothing else.
"""

from io import BytesIO
from urllib.parse import urlsplit

from django.conf import settings
from PIL import Image, ImageChops, ImageDraw

from association.core.models import AssociationProfile
from association.core.qr import qr_picture
from association.plaques.lettering import (
    MissingCharacters,
    draw_line,
    missing_characters,
    typeface,
    width_of,
)
from association.plaques.mark import mark_picture
from association.plaques.models import Plaque

__all__ = [
    "MissingCharacters",
    "draw_plaque",
    "missing_characters",
    "plaque_picture",
    "plaque_words",
]

WIDTH, HEIGHT = 1800, 1200
CENTRE = WIDTH / 2
LEFT, RIGHT = 168, WIDTH - 168

PAPER = "#f8f4ea"
INK = "#1b2126"
SOFT = "#555c60"
HAIRLINE = "#77776f"
SEAL = "#b02a1f"

# The plaque is Chinese whatever language the page around it speaks.
TITLE = "诚信牌匾"
SCAN = "扫码核验"
HOTLINE = "核验热线 {hotline}"
TERMS = "本牌匾不收费，不是荣誉，不作推荐"

NAME_WIDTH = 1420
NAME_SIZES = range(96, 55, -4)
NAME_SIZES_IN_TWO = range(72, 23, -4)
QR_SIDE = 396
FOOT = 1080  # baseline of the last line


def plaque_words(plaque: Plaque, *, issuer: AssociationProfile) -> dict[str, str]:
    """Return every line that stands on a plaque, by its place."""
    return {
        "issuer": issuer.name_zh,
        "title": TITLE,
        "school": plaque.school.name,
        "chinese_number": plaque.chinese_number,
        "number": plaque.number,
        "hotline": HOTLINE.format(hotline=issuer.hotline) if issuer.hotline else "",
        "domain": urlsplit(settings.SITE_URL).netloc,
        "scan": SCAN,
        "terms": TERMS,
    }


def draw_plaque(plaque: Plaque, *, issuer: AssociationProfile) -> BytesIO:
    """Return the picture of a plaque as a PNG file.

    Raises MissingCharacters naming what the typeface lacks.
    """
    png = BytesIO()
    words = plaque_words(plaque, issuer=issuer)
    plaque_picture(words, code=plaque.scan_url).save(png, "PNG", optimize=True)
    png.seek(0)
    return png


def plaque_picture(words: dict[str, str], *, code: str) -> Image.Image:
    """Return the picture. words: as `plaque_words` gives them. code: what the QR code holds."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    canvas = ImageDraw.Draw(picture)
    _frame(canvas)
    _head(picture, canvas, words)
    _school(canvas, words["school"])
    _numbers(canvas, words)
    _code(picture, canvas, words["scan"], code)
    return picture


def _frame(canvas: ImageDraw.ImageDraw) -> None:
    """Draw the double hairline with its notched corners."""
    for inset, notch, colour, width in ((44, 40, INK, 3), (60, 40, HAIRLINE, 2)):
        near, far_x, far_y = inset, WIDTH - inset, HEIGHT - inset
        corners = [
            (near + notch, near),
            (far_x - notch, near),
            (far_x - notch, near + notch),
            (far_x, near + notch),
            (far_x, far_y - notch),
            (far_x - notch, far_y - notch),
            (far_x - notch, far_y),
            (near + notch, far_y),
            (near + notch, far_y - notch),
            (near, far_y - notch),
            (near, near + notch),
            (near + notch, near + notch),
            (near + notch, near),
        ]
        canvas.line(corners, fill=colour, width=width)


def _head(picture: Image.Image, canvas: ImageDraw.ImageDraw, words: dict[str, str]) -> None:
    font, spacing, mark, gap = typeface(46, 500), 9, 76, 24
    name = width_of(words["issuer"], font, spacing=spacing)
    left = CENTRE - (mark + gap + name) / 2
    seal = mark_picture(mark)
    picture.paste(seal, (round(left), 104), seal)
    draw_line(
        canvas,
        words["issuer"],
        at=(left + mark + gap, 159),
        font=font,
        fill=INK,
        spacing=spacing,
    )
    draw_line(
        canvas,
        words["title"],
        at=(CENTRE, 354),
        font=typeface(150, 700),
        fill=INK,
        spacing=46,
        centred=True,
    )
    canvas.rectangle((CENTRE - 60, 408, CENTRE + 60, 413), fill=SEAL)


def _school(canvas: ImageDraw.ImageDraw, name: str) -> None:
    """Set the name in one line as large as fits, or in two."""
    for size in NAME_SIZES:
        font = typeface(size, 600)
        if width_of(name, font) <= NAME_WIDTH:
            draw_line(canvas, name, at=(CENTRE, 556), font=font, fill=INK, centred=True)
            return
    lines = _halves(name)
    size = next(
        (s for s in NAME_SIZES_IN_TWO if _widest(lines, s) <= NAME_WIDTH), NAME_SIZES_IN_TWO[-1]
    )
    for line, baseline in zip(lines, (520, 520 + size * 1.3), strict=True):
        font = typeface(size, 600)
        draw_line(canvas, line, at=(CENTRE, baseline), font=font, fill=INK, centred=True)


def _halves(name: str) -> tuple[str, str]:
    """Break a name near its middle, before an opening bracket if there is one there."""
    middle = (len(name) + 1) // 2
    brackets = [place for place, sign in enumerate(name) if sign in "(（" and place > 1]
    near = [place for place in brackets if abs(place - middle) <= len(name) // 4]
    at = near[0] if near else middle
    return name[:at], name[at:]


def _widest(lines: tuple[str, str], size: int) -> float:
    font = typeface(size, 600)
    return max(width_of(line, font) for line in lines)


def _numbers(canvas: ImageDraw.ImageDraw, words: dict[str, str]) -> None:
    canvas.line((LEFT, 648, RIGHT, 648), fill=HAIRLINE, width=1)
    for place, baseline, size, weight, colour in (
        ("chinese_number", 736, 46, 500, INK),
        ("number", 856, 104, 700, INK),
        ("hotline", 932, 34, 400, SOFT),
        ("domain", 982, 34, 400, SOFT),
        ("terms", FOOT, 28, 400, SOFT),
    ):
        font = typeface(size, weight)
        draw_line(canvas, words[place], at=(LEFT, baseline), font=font, fill=colour, spacing=2)


def _code(picture: Image.Image, canvas: ImageDraw.ImageDraw, caption: str, code: str) -> None:
    """Set the code so that its ink, not its quiet zone, ends on the right margin."""
    symbol, quiet = qr_picture(code, side=QR_SIDE)
    left, top = RIGHT + quiet - symbol.width, 654
    picture.paste(INK, (left, top), ImageChops.invert(symbol))
    draw_line(
        canvas,
        caption,
        at=(left + symbol.width / 2, FOOT),
        font=typeface(30, 500),
        fill=INK,
        spacing=6,
        centred=True,
    )
