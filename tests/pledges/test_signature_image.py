import struct
import zlib
from io import BytesIO

import pytest
from django.utils import translation
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from association.pledges.signature_image import MAX_BYTES, UnusableSignature, clean_signature
from tests.pledges.desk import as_address, drawing


def opened(data):
    picture = Image.open(BytesIO(data))
    picture.load()
    return picture


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width, height, rows=b""):
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def test_a_drawing_is_cut_to_its_ink_and_kept_in_grey():
    picture = opened(clean_signature(as_address(drawing((600, 200)))))
    assert picture.mode == "L"
    assert picture.width < 300
    assert picture.getextrema()[0] < 50


def test_transparent_paper_becomes_white():
    see_through = drawing(mode="RGBA", paper=(0, 0, 0, 0), ink=(0, 0, 0, 255))
    picture = opened(clean_signature(as_address(see_through)))
    assert picture.getpixel((0, 0)) == 255


def test_nothing_but_pixels_survives():
    secret = PngInfo()
    secret.add_text("Comment", "somebody was here")
    sent = drawing(pnginfo=secret, dpi=(72, 72)) + b"<script>trailing</script>"
    kept = clean_signature(as_address(sent))
    assert b"somebody" in sent
    assert b"somebody" not in kept
    assert b"script" not in kept
    assert opened(kept).info == {}


def test_a_huge_but_allowed_drawing_is_made_smaller():
    picture = opened(clean_signature(as_address(drawing((2600, 1500)))))
    assert picture.width <= 1200
    assert picture.height <= 400


UNREADABLE, TOO_LARGE, EMPTY = "could not be read", "too large", "holds no signature"

HOSTILE = {
    "another kind of address": ("data:image/svg+xml;base64,PHN2Zy8+", UNREADABLE),
    "no address at all": ("javascript:alert(1)", UNREADABLE),
    "broken base64": ("data:image/png;base64,@@@@", UNREADABLE),
    "a picture that is none": (as_address(b"GIF89a" + b"\0" * 60), UNREADABLE),
    "a header and nothing else": (as_address(drawing()[:30]), UNREADABLE),
    "a picture cut off in the middle": (as_address(drawing()[:-60]), UNREADABLE),
    "too many bytes": (as_address(b"\0" * (MAX_BYTES + 9)), TOO_LARGE),
    "a bomb that claims its size": (as_address(png(60_000, 60_000)), TOO_LARGE),
    "a bomb that is just too large": (
        as_address(png(2_001, 2_000, b"\0" * 2_002 * 2_000)),
        TOO_LARGE,
    ),
    "no width": (as_address(png(0, 10)), TOO_LARGE),
    "an empty box": (as_address(drawing(stroke=False)), EMPTY),
    "an empty see-through box": (
        as_address(drawing(mode="RGBA", paper=(0, 0, 0, 0), stroke=False)),
        EMPTY,
    ),
    "a speck": (as_address(drawing((6, 6), ink="white", paper="black", stroke=False)), EMPTY),
}


@pytest.mark.parametrize(("address", "said"), HOSTILE.values(), ids=HOSTILE.keys())
def test_it_refuses(address, said):
    with translation.override("en"), pytest.raises(UnusableSignature, match=said):
        clean_signature(address)


def test_a_jpeg_in_a_png_address_is_refused():
    buffer = BytesIO()
    Image.new("RGB", (50, 50)).save(buffer, "JPEG")
    with pytest.raises(UnusableSignature):
        clean_signature(as_address(buffer.getvalue()))
