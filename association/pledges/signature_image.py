"""A drawn signature: taken from a data address, checked, and drawn anew as a plain picture.

What is kept is never the file that was sent. It is read with one decoder, flattened to grey on
white, cut to its ink, and written again without anything a file can carry beside its pixels.
"""

import base64
import binascii
import struct
import zlib
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image

from association.core.errors import RuleError

PREFIX = "data:image/png;base64,"
MAX_BYTES = 200_000
MAX_ADDRESS = len(PREFIX) + 4 * (MAX_BYTES // 3 + 1)
MAX_PIXELS = 4_000_000
KEPT_SIZE = (1200, 400)
MARGIN = 12  # pixels of paper left around the ink

# PNG: magic, then the IHDR chunk with width and height as big-endian numbers at bytes 16 to 23.
MAGIC = b"\x89PNG\r\n\x1a\n"
HEADER_LENGTH = 24

# A pixel darker than this is ink. A full stop drawn by accident has fewer than so many of them.
INK = 128
MIN_INK = 40

# What Pillow raises on broken and hostile files.
DECODER_ERRORS = (
    OSError,
    SyntaxError,
    ValueError,
    OverflowError,
    EOFError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
)


class UnusableSignature(RuleError):
    """The drawing cannot be kept as a signature; the sentence says what to do."""


def clean_signature(address: str) -> bytes:
    """Return a drawn signature as a clean PNG: grey, cut to its ink, at most 1200 by 400 pixels.

    address: a data address of a PNG of at most 200 KB and 4 million pixels.
    Raises UnusableSignature for anything else, and for a drawing without ink.
    """
    grey = _flatten(_decode(_bytes_of(address)))
    ink = grey.point(lambda value: 255 if value < INK else 0)
    if ink.histogram()[255] < MIN_INK:
        raise UnusableSignature(
            _("The box holds no signature. Sign in it, or leave it empty and type your name.")
        )
    return _written_anew(_cut(grey, ink.getbbox()))


def _refused() -> UnusableSignature:
    return UnusableSignature(
        _("The drawing could not be read. Please sign again, or leave the box empty.")
    )


def _bytes_of(address: str) -> bytes:
    if len(address) > MAX_ADDRESS:
        raise UnusableSignature(_("The drawing is too large. Please sign again, a little smaller."))
    if not address.startswith(PREFIX):
        raise _refused()
    try:
        return base64.b64decode(address[len(PREFIX) :], validate=True)
    except (binascii.Error, ValueError):
        raise _refused() from None


def _decode(data: bytes) -> Image.Image:
    """Read the size from the header before anything is unpacked."""
    if len(data) < HEADER_LENGTH or not data.startswith(MAGIC) or data[12:16] != b"IHDR":
        raise _refused()
    width, height = struct.unpack(">II", data[16:24])
    if not 0 < width * height <= MAX_PIXELS:
        raise UnusableSignature(_("The drawing is too large. Please sign again, a little smaller."))
    try:
        picture = Image.open(BytesIO(data), formats=["PNG"])
        picture.load()
    except DECODER_ERRORS:
        raise _refused() from None
    return picture


def _flatten(picture: Image.Image) -> Image.Image:
    """Transparent paper is white paper."""
    opaque = picture.convert("RGBA")
    paper = Image.new("RGBA", opaque.size, "white")
    paper.alpha_composite(opaque)
    return paper.convert("L")


def _cut(grey: Image.Image, box: tuple[int, int, int, int]) -> Image.Image:
    left, top, right, bottom = box
    signature = grey.crop(
        (
            max(left - MARGIN, 0),
            max(top - MARGIN, 0),
            min(right + MARGIN, grey.width),
            min(bottom + MARGIN, grey.height),
        )
    )
    signature.thumbnail(KEPT_SIZE)
    return signature


def _written_anew(signature: Image.Image) -> bytes:
    """A new picture takes over the pixels and nothing else."""
    plain = Image.new("L", signature.size, 255)
    plain.paste(signature)
    buffer = BytesIO()
    plain.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
