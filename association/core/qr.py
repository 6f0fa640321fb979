"""QR codes (ISO/IEC 18004), level H: a stained or scratched code still reads.

Written by zxing-cpp, which tries all eight masks in less than half a millisecond.
"""

import base64
import re
from dataclasses import dataclass
from io import BytesIO

import zxingcpp
from PIL import Image

QUIET_ZONE = 4  # modules, the least the standard allows
_DARK = re.compile(rb"\0+")


@dataclass(frozen=True, kw_only=True)
class QrOutline:
    """A code to be drawn as one shape, without its quiet zone.

    path: SVG path data, one unit to a module. modules: how many stand on a side.
    """

    path: str
    modules: int

    def svg(self, *, fill: str) -> str:
        """Return the code as an SVG file. fill: a hexadecimal colour."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.modules} {self.modules}">'
            f'<path fill="{fill}" d="{self.path}"/></svg>'
        )


def qr_outline(text: str) -> QrOutline:
    """Return a code as an outline. text: what a scanner reads. Raises ValueError if too long."""
    count, pixels = _modules(text)
    rows = [pixels[start : start + count] for start in range(0, count * count, count)]
    path = "".join(
        f"M{run.start()} {y}h{len(run[0])}v1h-{len(run[0])}Z"
        for y, row in enumerate(rows)
        for run in _DARK.finditer(row)
    )
    return QrOutline(path=path, modules=count)


def qr_picture(text: str, *, side: int) -> tuple[Image.Image, int]:
    """Return a code in black and white, its quiet zone included, and that zone's width.

    text: what a scanner reads. side: pixels that the picture fills as far as whole modules can.
    Raises ValueError if the text is too long for a code.
    """
    count, pixels = _modules(text)
    picture = Image.new("1", (count + 2 * QUIET_ZONE,) * 2, 1)
    picture.paste(Image.frombytes("L", (count, count), pixels), (QUIET_ZONE, QUIET_ZONE))
    box = max(1, side // picture.width)
    return picture.resize((picture.width * box,) * 2, Image.Resampling.NEAREST), box * QUIET_ZONE


def qr_data_address(text: str, *, side: int = 200) -> str:
    """Return a code as a `data:` address for an img element."""
    png = BytesIO()
    picture, _quiet = qr_picture(text, side=side)
    picture.save(png, "PNG")
    return f"data:image/png;base64,{base64.b64encode(png.getvalue()).decode()}"


def _modules(text: str) -> tuple[int, bytes]:
    """Return how many modules stand on a side, and all of them row by row: 0 for a dark one."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="H")
    # Drawn here: its own SVG takes longer than the code itself.
    modules = code.to_image(add_quiet_zones=False)
    return modules.shape[0], bytes(modules)
