"""A phone's camera at the gate: reads the code on a plaque, and takes photos."""

import io

import zxingcpp
from PIL import Image

from tests.factories import make_photo


def code_on(picture: bytes) -> str:
    """Return what the one code in a picture says."""
    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))
    return code.text


def gate_photo(scan_url: str) -> bytes:
    """Return a photo of the wall with the plaque of this code."""
    return make_photo(scan_url)


def bare_wall() -> bytes:
    """Return a photo of the wall without it."""
    return make_photo()
