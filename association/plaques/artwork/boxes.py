"""Page boxes for the print shop (ISO 32000-1, 14.11.2).

typst writes MediaBox and TrimBox, but takes all around the trim for bleed. Crop marks stand there
too, so each page is told where its bleed ends.
"""

import re
from bisect import bisect_left

POINT = 72 / 25.4  # to the millimetre
BLEED = 3  # millimetres, as in plaque.typ

_TRIM = re.compile(rb"/TrimBox\[([0-9.]+) ([0-9.]+) ([0-9.]+) ([0-9.]+)\]/StructParents")
_OFFSET = re.compile(rb"\d{10}(?= \d{5} n)")


def with_bleed_boxes(pdf: bytes, *, pages: int) -> bytes:
    """Return the file with a BleedBox on each page, its table of offsets put right.

    pdf: as typst writes it, boxes in plain text and one classic table. pages: how many it has.
    Raises ValueError if it is anything else.
    """
    trims = list(_TRIM.finditer(pdf))
    body, table, end = _parted(pdf)
    if len(trims) != pages:
        raise ValueError("not as many pages as plaques")
    boxes = {_bleed_box(trim) for trim in trims}
    if len(boxes) != 1:
        raise ValueError("pages of different sizes")
    [box] = boxes
    places = [trim.start() for trim in trims]

    def moved(offset: bytes) -> bytes:
        return b"%010d" % (int(offset) + len(box) * bisect_left(places, int(offset)))

    return b"".join(
        [
            body.replace(b"/TrimBox[", box + b"/TrimBox["),
            _OFFSET.sub(lambda match: moved(match[0]), table),
            end % (len(body) + len(box) * pages + 1),
        ]
    )


def _parted(pdf: bytes) -> tuple[bytes, bytes, bytes]:
    """Return the objects, the table of their offsets, and the end with room for the table's own."""
    body, found, rest = pdf.rpartition(b"\nxref\n")
    table, trailer, end = rest.partition(b"trailer\n")
    end, start, address = end.partition(b"startxref\n")
    if not (found and trailer and start) or address.split() != [b"%d" % (len(body) + 1), b"%%EOF"]:
        raise ValueError("not one classic table at the end")
    return body, found + table, (trailer + end + start).replace(b"%", b"%%") + b"%d\n%%%%EOF"


def _bleed_box(trim: re.Match[bytes]) -> bytes:
    left, bottom, right, top = (float(side) for side in trim.groups())
    more = BLEED * POINT
    return (
        f"/BleedBox[{left - more:.3f} {bottom - more:.3f} {right + more:.3f} {top + more:.3f}]"
    ).encode()
