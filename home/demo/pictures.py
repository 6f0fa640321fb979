"""Pictures for the demo's pages: gate, plaque, quarters, list, round table, street. Drawn here."""

from collections.abc import Callable
from io import BytesIO

from PIL import Image, ImageDraw

SIZE = (1200, 800)
FINE = 2  # drawn this many times larger, then reduced, for smooth edges

PAPER, DEEP, SURFACE = "#f6f5f0", "#dedbd0", "#fffefb"
INK, SOFT, SEAL = "#1b2126", "#77776f", "#b02a1f"
GREEN, AMBER, BLUE = "#1c6a45", "#f2b632", "#40566b"


class Sheet:
    """A sheet of 1200 by 800 points to draw on."""

    def __init__(self, ground: str = PAPER) -> None:
        self.image = Image.new("RGB", (SIZE[0] * FINE, SIZE[1] * FINE), ground)
        self.draw = ImageDraw.Draw(self.image)

    def box(self, x: float, y: float, width: float, height: float, fill: str) -> None:
        """Fill a rectangle."""
        corners = [x, y, x + width - 1, y + height - 1]
        self.draw.rectangle([value * FINE for value in corners], fill=fill)

    def frame(self, x: float, y: float, width: float, height: float, line: float = 3) -> None:
        """Outline a rectangle in ink."""
        corners = [value * FINE for value in (x, y, x + width, y + height)]
        self.draw.rectangle(corners, outline=INK, width=round(line * FINE))

    def disc(self, x: float, y: float, radius: float, fill: str) -> None:
        """Fill a circle around a point."""
        corners = [x - radius, y - radius, x + radius, y + radius]
        self.draw.ellipse([value * FINE for value in corners], fill=fill)

    def shape(self, points: list[tuple[float, float]], fill: str) -> None:
        """Fill a polygon."""
        self.draw.polygon([(x * FINE, y * FINE) for x, y in points], fill=fill)

    def line(self, points: list[tuple[float, float]], fill: str, width: float) -> None:
        """Draw a line through points."""
        path = [(x * FINE, y * FINE) for x, y in points]
        self.draw.line(path, fill=fill, width=round(width * FINE), joint="curve")

    def png(self) -> bytes:
        """Return the sheet as PNG of SIZE."""
        buffer = BytesIO()
        reduced = self.image.resize(SIZE, Image.Resampling.LANCZOS)
        reduced.quantize(64).save(buffer, "PNG", optimize=True)
        return buffer.getvalue()


def gate() -> Sheet:
    """A school gate with the plaque on its right pillar."""
    sheet = Sheet()
    sheet.box(0, 620, 1200, 180, DEEP)
    sheet.shape([(180, 230), (600, 120), (1020, 230), (980, 275), (220, 275)], INK)
    sheet.box(260, 300, 680, 26, INK)
    for pillar in (270, 830):
        sheet.box(pillar, 326, 100, 314, BLUE)
    for bar in range(390, 830, 44):
        sheet.box(bar, 420, 8, 220, SOFT)
    sheet.box(390, 470, 430, 8, SOFT)
    sheet.box(842, 400, 76, 52, SURFACE)
    sheet.frame(842, 400, 76, 52, 2)
    sheet.box(852, 412, 56, 6, INK)
    sheet.box(852, 426, 36, 5, SOFT)
    sheet.box(894, 430, 16, 16, SEAL)
    return sheet


def plaque() -> Sheet:
    """A plaque: double line, blank lines of text, a seal, a square code."""
    sheet = Sheet(DEEP)
    sheet.box(160, 100, 900, 610, SOFT)
    sheet.box(150, 90, 900, 600, SURFACE)
    sheet.frame(150, 90, 900, 600, 5)
    sheet.frame(172, 112, 856, 556, 2)
    sheet.box(320, 190, 560, 34, INK)
    sheet.box(420, 260, 360, 18, SOFT)
    sheet.box(540, 318, 120, 6, SEAL)
    sheet.box(300, 370, 600, 58, INK)
    for row in range(9):
        for column in range(9):
            if (row * 5 + column * 3 + row * column) % 4 < 2:
                sheet.box(240 + column * 18, 476 + row * 18, 18, 18, INK)
    sheet.box(830, 500, 140, 130, SEAL)
    sheet.box(858, 540, 84, 10, SURFACE)
    for x in (866, 906):
        sheet.box(x, 562, 28, 44, SURFACE)
    return sheet


def quarters() -> Sheet:
    """Four quarters of a town around one square, one for each alliance."""
    sheet = Sheet()
    for x, y, colour in ((140, 60, BLUE), (620, 60, GREEN), (140, 420, AMBER), (620, 420, INK)):
        sheet.box(x, y, 440, 320, DEEP)
        for block in range(6):
            width = 90 + (block * 37) % 40
            sheet.box(
                x + 26 + (block % 3) * 136,
                y + 36 + (block // 3) * 140,
                width,
                100,
                colour if block in (1, 3) else SURFACE,
            )
    sheet.disc(600, 400, 96, PAPER)
    sheet.disc(600, 400, 78, SEAL)
    for x, y in ((568, 368), (604, 368), (568, 404), (604, 404)):
        sheet.box(x, y, 28, 28, SURFACE)
    return sheet


def checklist() -> Sheet:
    """A sheet of paper with eight lines, each ticked."""
    sheet = Sheet(DEEP)
    sheet.box(330, 60, 560, 690, SOFT)
    sheet.box(320, 50, 560, 690, SURFACE)
    sheet.box(390, 100, 300, 26, INK)
    for place in range(8):
        y = 170 + place * 66
        sheet.frame(390, y, 34, 34, 3)
        sheet.line([(396, y + 16), (406, y + 27), (428, y - 2)], GREEN, 7)
        sheet.box(450, y + 4, 350 - (place * 53) % 130, 12, INK)
        sheet.box(450, y + 24, 280 - (place * 31) % 90, 8, SOFT)
    sheet.box(760, 646, 70, 62, SEAL)
    return sheet


def round_table() -> Sheet:
    """A round table from above, with twelve seats in four colours."""
    sheet = Sheet()
    seats = [
        (600, 130), (735, 166), (834, 265), (870, 400), (834, 535), (735, 634),
        (600, 670), (465, 634), (366, 535), (330, 400), (366, 265), (465, 166),
    ]  # fmt: skip
    for place, (x, y) in enumerate(seats):
        sheet.disc(x, y, 44, (BLUE, GREEN, AMBER, INK)[place // 3])
    sheet.disc(600, 400, 200, DEEP)
    sheet.disc(600, 400, 184, SURFACE)
    for x, y in ((520, 320), (640, 330), (560, 440), (660, 450)):
        sheet.box(x, y, 60, 44, PAPER)
        sheet.box(x + 8, y + 10, 44, 5, SOFT)
        sheet.box(x + 8, y + 22, 30, 5, SOFT)
    return sheet


def street() -> Sheet:
    """Streets from above, with schools marked along them."""
    sheet = Sheet(DEEP)
    for x in (240, 560, 930):
        sheet.box(x, 0, 46, 800, SURFACE)
    for y in (180, 520):
        sheet.box(0, y, 1200, 46, SURFACE)
    sheet.line([(0, 760), (420, 640), (760, 720), (1200, 600)], BLUE, 26)
    marks = ((180, 120, GREEN), (480, 300, GREEN), (700, 120, AMBER), (820, 430, GREEN),
             (1060, 330, GREEN), (330, 460, BLUE), (1080, 90, GREEN))  # fmt: skip
    for x, y, colour in marks:
        sheet.shape([(x - 26, y), (x + 26, y), (x, y + 52)], colour)
        sheet.disc(x, y - 6, 30, colour)
        sheet.disc(x, y - 6, 12, SURFACE)
    return sheet


PICTURES: dict[str, tuple[Callable[[], Sheet], str, str]] = {
    "gate": (gate, "校门与牌匾", "线条画：校门，右侧门柱上挂着一块牌匾"),
    "plaque": (plaque, "诚信牌匾", "线条画：一块双线边框的牌匾，左下有二维码，右下有红色印章"),
    "quarters": (quarters, "四个联盟", "线条画：四个街区围着一枚红色印章"),
    "checklist": (checklist, "八项承诺", "线条画：一张纸上有八行字，每行都打了勾"),
    "round_table": (round_table, "圆桌", "线条画：从上方看一张圆桌，四周十二个座位分四种颜色"),
    "street": (street, "街道", "线条画：从上方看几条街道，沿街标出几所学校的位置"),
}
