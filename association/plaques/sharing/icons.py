"""The icons of the pages as pictures, drawn from the same files."""

from functools import cache
from itertools import pairwise
from xml.etree import ElementTree

from django.conf import settings
from fontTools.misc.bezierTools import cubicPointAtT
from fontTools.pens.basePen import BasePen
from fontTools.svgLib.path import parse_path
from PIL import Image, ImageDraw

ICONS = settings.ROOT / "templates" / "components" / "icons"
GRID = 24  # the drawing's own units on each side
FINER = 4  # drawn this many times larger, then reduced, for smooth edges
STEPS = 16  # straight pieces to a curve
DASHES = 10  # of the dashed circle
GAP = 0.41  # the part of a dash's turn that stays empty


class _Lines(BasePen):
    """Collects a path as lists of points."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[list[tuple[float, float]]] = []

    def _moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802 -- fontTools' name
        self.lines.append([point])

    def _lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802 -- fontTools' name
        self.lines[-1].append(point)

    def _curveToOne(self, *controls: tuple[float, float]) -> None:  # noqa: N802 -- same
        start = self._getCurrentPoint()
        self.lines[-1] += [
            cubicPointAtT(start, *controls, step / STEPS) for step in range(1, STEPS + 1)
        ]

    def _closePath(self) -> None:  # noqa: N802 -- same
        self.lines[-1].append(self.lines[-1][0])


@cache
def icon_shape(name: str, side: int) -> Image.Image:
    """Return an icon as a mask (mode L). name: a file of components/icons. side: pixels."""
    drawing = ElementTree.parse(ICONS / f"{name}.svg").getroot()  # noqa: S314 -- our own file
    large = Image.new("L", (side * FINER, side * FINER))
    canvas = ImageDraw.Draw(large)
    scale = side * FINER / GRID
    stroke = float(drawing.attrib["stroke-width"]) * scale
    for part in drawing:
        if part.tag == "circle":
            _circle(canvas, part.attrib, scale, stroke)
        else:
            _path(canvas, part.attrib["d"], scale, stroke)
    return large.resize((side, side), Image.Resampling.LANCZOS)


def _circle(
    canvas: ImageDraw.ImageDraw, circle: dict[str, str], scale: float, stroke: float
) -> None:
    x, y, radius = (float(circle[name]) * scale for name in ("cx", "cy", "r"))
    reach = radius + stroke / 2
    box = (x - reach, y - reach, x + reach, y + reach)
    if "fill" in circle:
        canvas.ellipse(box, fill=255)
    elif "stroke-dasharray" in circle:
        turn = 360 / DASHES
        for dash in range(DASHES):
            canvas.arc(box, dash * turn, (dash + 1 - GAP) * turn, fill=255, width=round(stroke))
    else:
        canvas.ellipse(box, outline=255, width=round(stroke))


def _path(canvas: ImageDraw.ImageDraw, path: str, scale: float, stroke: float) -> None:
    pen = _Lines()
    parse_path(path, pen)
    half = stroke / 2
    for line in pen.lines:
        points = [(x * scale, y * scale) for x, y in line]
        for (x1, y1), (x2, y2) in pairwise(points):
            canvas.line((x1, y1, x2, y2), fill=255, width=round(stroke))
        for x, y in points:
            # Round joints stand in for square ones; at this size nobody sees the difference.
            canvas.ellipse((x - half, y - half, x + half, y + half), fill=255)
