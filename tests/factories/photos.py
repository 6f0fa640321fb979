from io import BytesIO

import zxingcpp
from PIL import Image


def draw_code(text, *, scale=4):
    """A QR code as a grey picture, quiet zone included."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="H")
    return Image.fromarray(code.to_image(scale=scale, add_quiet_zones=True))


def make_photo(*texts, form="JPEG", size=(640, 480), **options):
    """A picture of a wall with these codes side by side, as a file."""
    wall = Image.new("RGB", size, "#b9a58c")
    x = 30
    for text in texts:
        code = draw_code(text)
        wall.paste(code.convert("RGB"), (x, (size[1] - code.height) // 2))
        x += code.width + 30
    file = BytesIO()
    wall.save(file, form, **options)
    return file.getvalue()


def make_gate_photo(plaque, **options):
    """A photo of the plaque's present copy at the gate, as a phone sends it."""
    return make_photo(plaque.scan_url, **options)
