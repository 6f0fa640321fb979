"""The association's mark for pictures, drawn from the same file as on the pages."""

from functools import cache
from pathlib import Path
from xml.etree import ElementTree

from fontTools.misc.bezierTools import cubicPointAtT
from fontTools.pens.basePen import BasePen
from fontTools.svgLib.path import parse_path
from PIL import Image, ImageDraw

SOURCE = Path(__file__).parents[1] / "static" / "img" / "mark.svg"
GRID = 64  # the drawing's own units on each side
FINER = 4  # drawn this many times larger, then reduced, for smooth edges
STEPS = 12  # straight pieces to a curve


class _Outlines(BasePen):
    """Collects a path's closed outlines as lists of points."""

    def __init__(self) -> None:
        super().__init__()
        self.outlines: list[list[tuple[float, float]]] = []

    def _moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802 -- fontTools' name
        self.outlines.append([point])

    def _lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802 -- fontTools' name
        self.outlines[-1].append(point)

    def _curveToOne(self, *controls: tuple[float, float]) -> None:  # noqa: N802 -- same
        start = self._getCurrentPoint()
        self.outlines[-1] += [
            cubicPointAtT(start, *controls, step / STEPS) for step in range(1, STEPS + 1)
        ]


@cache
def _shapes() -> list[tuple[str, list[list[tuple[float, float]]]]]:
    """Return the drawing's paths in order, as (colour, outlines)."""
    shapes = []
    for path in ElementTree.parse(SOURCE).iter("{http://www.w3.org/2000/svg}path"):  # noqa: S314 -- our own file
        pen = _Outlines()
        parse_path(path.attrib["d"], pen)
        shapes.append((path.attrib["fill"], pen.outlines))
    return shapes


def mark_picture(side: int) -> Image.Image:
    """Return the mark on a transparent ground. side: pixels."""
    large = Image.new("RGBA", (side * FINER, side * FINER))
    canvas = ImageDraw.Draw(large)
    scale = side * FINER / GRID
    for colour, outlines in _shapes():
        for outline in outlines:
            canvas.polygon([(x * scale, y * scale) for x, y in outline], fill=colour)
    return large.resize((side, side), Image.Resampling.LANCZOS)
