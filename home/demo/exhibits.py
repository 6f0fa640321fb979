"""Pictures shown as evidence in the demo's cases: drawn here, small, nobody in them."""

import random
from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter

SIZE = (800, 600)
WALLS = ["#d9d2c3", "#cfd6d6", "#e2dccb"]
BOARDS = ["#2f5d50", "#3b4f6b", "#6b4a3b"]
PAPER, INK, FADED, SEAL = "#faf8f1", "#2a2e31", "#9a9a92", "#a8281d"


def wall_picture(name: str) -> bytes:
    """Return a JPEG of a board with sheets and one empty place. name: makes it its own."""
    chance = random.Random(name)  # noqa: S311 -- scenery
    picture = Image.new("RGB", SIZE, chance.choice(WALLS))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((70, 70, 730, 500), fill=chance.choice(BOARDS), outline=INK, width=6)
    empty = chance.randrange(6)
    for place in range(6):
        x, y = 100 + place % 3 * 208, 100 + place // 3 * 196
        if place != empty:
            _sheet(draw, (x, y + chance.randint(-4, 4)), (176, 172), chance)
    draw.rectangle((0, 560, 800, 600), fill="#8d8a84")
    return _jpeg(picture)


def paper_picture(name: str) -> bytes:
    """Return a JPEG of a sheet of paper with a seal. name: makes it its own."""
    chance = random.Random(name)  # noqa: S311 -- scenery
    picture = Image.new("RGB", SIZE, "#55524d")
    draw = ImageDraw.Draw(picture)
    _sheet(draw, (190, 20), (420, 560), chance)
    x, y = 480 + chance.randint(-20, 20), 470
    draw.ellipse((x - 45, y - 45, x + 45, y + 45), outline=SEAL, width=5)
    return _jpeg(picture)


def _sheet(
    draw: ImageDraw.ImageDraw, at: tuple[int, int], size: tuple[int, int], chance: random.Random
) -> None:
    """A sheet with a heading and lines of different lengths."""
    (x, y), (width, height) = at, size
    draw.rectangle((x, y, x + width, y + height), fill=PAPER)
    draw.rectangle((x + width // 4, y + 14, x + width * 3 // 4, y + 24), fill=INK)
    for line in range(y + 44, y + height - 16, 16):
        draw.rectangle((x + 16, line, x + width - chance.randint(20, 70), line + 4), fill=FADED)


def _jpeg(picture: Image.Image) -> bytes:
    file = BytesIO()
    picture.filter(ImageFilter.GaussianBlur(0.8)).save(file, "JPEG", quality=80)
    return file.getvalue()
