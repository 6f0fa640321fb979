"""QR codes (ISO/IEC 18004), level H: a stained or scratched code still reads."""

import base64
from io import BytesIO

import qrcode
from PIL import Image
from qrcode.constants import ERROR_CORRECT_H

QUIET_ZONE = 4  # modules, the least the standard allows


def qr_picture(text: str, *, side: int) -> tuple[Image.Image, int]:
    """Return a code in black and white, its quiet zone included, and that zone's width.

    text: what a scanner reads. side: pixels that the picture fills as far as whole modules can.
    """
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_H, border=QUIET_ZONE)
    code.add_data(text)
    code.make(fit=True)
    code.box_size = max(1, side // (code.modules_count + 2 * QUIET_ZONE))
    return code.make_image().get_image().convert("1"), code.box_size * QUIET_ZONE


def qr_data_address(text: str, *, side: int = 200) -> str:
    """Return a code as a `data:` address for an img element."""
    png = BytesIO()
    picture, _quiet = qr_picture(text, side=side)
    picture.save(png, "PNG")
    return f"data:image/png;base64,{base64.b64encode(png.getvalue()).decode()}"
