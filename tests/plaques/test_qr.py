"""Codes as two other readers see them: printed at 300 dpi, turned, blurred, dirty."""

import io
import math
import random
import re

import cv2
import numpy as np
import pytest
import qrcode
import zxingcpp
from PIL import Image, ImageDraw, ImageFilter
from qrcode.constants import ERROR_CORRECT_H

from association.alliances.models import School
from association.core.models import AssociationProfile
from association.core.qr import QUIET_ZONE, qr_outline, qr_picture
from association.plaques.artwork.sheets import INK, plaque_values
from association.plaques.artwork.typesetting import set_png
from association.plaques.enums import Colourway
from association.plaques.models import Plaque
from association.plaques.models.plaque import TOKEN_ALPHABET

SAMPLES = 40
ADDRESSES = {
    "a scan": "https://plaque.example/v/abcdefghijkABCDEFGHIJK",
    "a long domain": "https://plaque.min-ban-jiao-yu-xie-hui.example/v/abcdefghijkABCDEFGHIJK",
    "an invitation": "https://plaque.example/accounts/join/" + "a1B2c3D4" * 6,
}


def scan_address(seed):
    token = "".join(random.Random(seed).choices(TOKEN_ALPHABET, k=22))
    return f"https://plaque.example/v/{token}"


def read_by_zxing(picture):
    codes = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    return [code.text for code in codes]


def read_by_opencv(picture):
    return [cv2.QRCodeDetector().detectAndDecode(np.asarray(picture))[0]]


READERS = {"zxing": read_by_zxing, "opencv": read_by_opencv}
CONDITIONS = {
    "as it is": lambda code: code,
    "turned by 7 degrees": lambda code: code.rotate(7, expand=True, fillcolor="white"),
    "turned by 33 degrees": lambda code: code.rotate(33, expand=True, fillcolor="white"),
    "on its side": lambda code: code.rotate(90, expand=True),
    "on its head": lambda code: code.rotate(180),
    "blurred by a quarter of a module": lambda code: code.filter(ImageFilter.GaussianBlur(2)),
    "turned and blurred": lambda code: code.rotate(
        12, expand=True, fillcolor="white", resample=Image.Resampling.BICUBIC
    ).filter(ImageFilter.GaussianBlur(2)),
}
CAMERA = 500  # pixels over a code and its surroundings, as a phone in front of a plaque has them
CORNERS = (420, 220, 556, 356)  # millimetres: the code in either colourway, and its surroundings


@pytest.fixture(scope="module")
def printed():
    """Return a plaque's corner with the code at 300 dots to the inch, drawn once."""
    kept = {}

    def code(colourway):
        if colourway not in kept:
            school = School(name="示范区阳光艺术培训学校")
            plaque = Plaque(number="SC-2026-0037-X", chinese_number="", school=school)
            values = plaque_values(
                [plaque], issuer=AssociationProfile(), colourway=colourway, use="screen"
            )
            values["plaques"][0]["code"] = qr_outline(scan_address(7)).svg(fill=INK)
            whole = Image.open(io.BytesIO(set_png(values, ppi=300)))
            corners = [round(side / 25.4 * 300) for side in CORNERS]
            kept[colourway] = whole.crop(corners).convert("RGB")
        return kept[colourway]

    return code


@pytest.mark.parametrize("condition", CONDITIONS.values(), ids=CONDITIONS.keys())
@pytest.mark.parametrize("reader", READERS.values(), ids=READERS.keys())
@pytest.mark.parametrize("colourway", Colourway.values)
def test_both_readers_read_the_printed_code(colourway, reader, condition, printed):
    code = printed(colourway).resize((CAMERA, CAMERA))
    assert reader(condition(code)) == [scan_address(7)]


@pytest.mark.parametrize("degrees", [0, 7, 33, 90, 180])
@pytest.mark.parametrize("colourway", Colourway.values)
def test_the_printed_code_reads_at_its_full_size_and_blurred(colourway, degrees, printed):
    code = printed(colourway)
    turned = code.rotate(degrees, expand=True, fillcolor="white")
    assert read_by_zxing(turned) == [scan_address(7)]
    assert read_by_zxing(turned.filter(ImageFilter.GaussianBlur(8))) == [scan_address(7)]


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS.keys())
@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES.keys())
def test_both_readers_read_every_sort_of_code_we_write(address, reader):
    picture, _quiet = qr_picture(address, side=600)
    assert reader(picture.convert("RGB")) == [address]


def stained(picture, seed, *, share, tone):
    """Cover a share of the symbol with one round stain, anywhere on it, corners not spared."""
    chance = random.Random(seed)
    zone = picture.width * QUIET_ZONE // (41 + 2 * QUIET_ZONE)
    symbol = picture.width - 2 * zone
    reach = symbol * math.sqrt(share / math.pi)
    x, y = (chance.uniform(zone + reach, zone + symbol - reach) for _axis in range(2))
    ImageDraw.Draw(picture).ellipse((x - reach, y - reach, x + reach, y + reach), fill=tone)
    return picture


@pytest.mark.parametrize("tone", [0, 128, 255], ids=["black", "grey", "white"])
def test_of_codes_with_a_tenth_under_a_stain_three_quarters_still_read(tone):
    read = 0
    for seed in range(SAMPLES):
        picture, _quiet = qr_picture(scan_address(seed), side=490)
        dirty = stained(picture.convert("L"), seed, share=0.1, tone=tone)
        read += read_by_zxing(dirty) == [scan_address(seed)]
    assert read >= SAMPLES * 3 // 4


def modules_of(text):
    """Ours as rows of dark (True) and light modules, without the quiet zone."""
    picture, quiet = qr_picture(text, side=1)
    assert quiet == QUIET_ZONE
    return ~np.asarray(picture)[quiet:-quiet, quiet:-quiet]


def modules_by_qrcode(text, *, mask):
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_H, border=0, mask_pattern=mask)
    code.add_data(text, optimize=0)
    code.make(fit=True)
    return np.array(code.get_matrix())


@pytest.mark.parametrize("seed", range(8))
def test_the_symbol_is_the_one_another_writer_makes_with_the_same_mask(seed):
    address = scan_address(seed)
    ours = modules_of(address)
    others = [modules_by_qrcode(address, mask=mask) for mask in range(8)]
    assert [bool((ours == other).all()) for other in others].count(True) == 1


def test_the_format_bits_say_level_h():
    modules = modules_of(scan_address(1))
    bits = [*modules[8, :6], modules[8, 7], modules[8, 8], modules[7, 8], *modules[5::-1, 8]]
    value = sum(int(bit) << place for place, bit in enumerate(reversed(bits))) ^ 0b101010000010010
    assert value >> 13 == 0b10  # ISO/IEC 18004, table 12: 10 is H


def test_the_quiet_zone_is_four_modules_of_light():
    picture, quiet = qr_picture(scan_address(1), side=490)
    assert (picture.size, quiet) == ((490, 490), 40)
    pixels = np.asarray(picture)
    for edge in (pixels[:40], pixels[-40:], pixels[:, :40], pixels[:, -40:]):
        assert edge.all()
    assert not pixels[40, 40]


def test_the_outline_is_the_same_symbol_as_the_picture():
    address = scan_address(2)
    outline = qr_outline(address)
    drawn = np.zeros((outline.modules, outline.modules), dtype=bool)
    for step in outline.path.removesuffix("Z").split("Z"):
        x, y, width, height = map(int, re.findall(r"\d+", step)[:4])
        drawn[y : y + height, x : x + width] = True
    assert (drawn == modules_of(address)).all()


def test_what_is_too_long_for_a_code_is_refused():
    with pytest.raises(ValueError, match="too long"):
        qr_outline("x" * 2000)
