"""Photos from the gate: what their codes say, and the picture without anything else in it.

A file comes from a stranger's phone. It is measured before it is decoded, decoded once, and only
its pixels live on: no place, no time, no device.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import urlsplit

import pillow_heif
import zxingcpp
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, ImageOps

from association.core.errors import RuleError
from association.plaques.models.plaque import TOKEN_ALPHABET, TOKEN_LENGTH

MAX_BYTES = 15 * 1024 * 1024
# A JPEG is decoded at a fraction of its size; what cannot be takes its room in full.
MOST_PIXELS = {"JPEG": 25_000_000, "HEIF": 25_000_000, "PNG": 16_000_000, "WEBP": 16_000_000}
MOST_SLENDER = 8  # times as long as wide: what is longer shows no gate
LONGEST_SIDE = 3000  # beyond that a code is read no better
TOO_LARGE = gettext_lazy("The photo is larger than 15 MB. Please take it with less resolution.")
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")

PICTURE_SIDE = 1600  # pixels, the longer side
SMALL_SIDE = 480
SMALL_BYTES = 10 * 1024

_SCAN_PATH = re.compile(rf"/v/([{TOKEN_ALPHABET}]{{{TOKEN_LENGTH}}})/?")

pillow_heif.register_heif_opener()


@dataclass(frozen=True, kw_only=True)
class CleanPhoto:
    """A photo whose metadata is gone.

    jpeg: at most 1600 pixels a side. small: WebP of at most 480 pixels a side and 10 KB.
    tokens: of our plaques' codes in the picture. strangers: hosts of codes that are made like
    ours and lead elsewhere.
    """

    jpeg: bytes
    small: bytes
    small_width: int
    small_height: int
    tokens: list[str]
    strangers: list[str]


def read_photo(data: bytes) -> CleanPhoto:
    """Read the codes in a photo and keep its pixels alone.

    data: JPEG, PNG, WebP or HEIC as it came from the phone.
    Raises RuleError for what is no picture, or too large (15 MB, 25 megapixels).
    """
    picture = _open(data)
    addresses = _addresses_in(picture)
    ours = urlsplit(settings.SITE_URL).netloc
    small, size = _small(picture)
    return CleanPhoto(
        jpeg=_jpeg(picture),
        small=small,
        small_width=size[0],
        small_height=size[1],
        tokens=sorted({token for host, token in addresses if host == ours}),
        strangers=sorted({host for host, _token in addresses if host != ours}),
    )


def _open(data: bytes) -> Image.Image:
    """Return the picture upright, in RGB, with nothing attached to it."""
    if len(data) > MAX_BYTES:
        raise RuleError(str(TOO_LARGE))
    try:
        image = Image.open(BytesIO(data), formats=FORMATS)
        if max(image.size) > MOST_SLENDER * min(image.size):
            raise RuleError(_("The photo is too narrow to show the gate. Please take a new one."))
        if image.width * image.height <= MOST_PIXELS[image.format]:
            return _pixels(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        pass  # said below
    except RuleError:
        raise
    except Exception as broken:
        # Decoders answer a hostile file with whatever they stumble over.
        raise RuleError(
            _("This file cannot be read as a photo. Please send a JPEG, PNG, WebP or HEIC picture.")
        ) from broken
    raise RuleError(_("The photo has too many pixels. Please take it with less resolution."))


def _pixels(image: Image.Image) -> Image.Image:
    # A JPEG of 12 megapixels is decoded at half its size: quicker, and the code is still large.
    image.draft("RGB", (1500, 1500))
    image.load()
    if max(image.size) > LONGEST_SIDE:
        image = ImageOps.contain(image, (LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.BOX)
    with suppress(Exception):  # broken metadata is no reason to refuse the picture
        image = ImageOps.exif_transpose(image)
    bare = Image.new("RGB", image.size, "white")
    if image.has_transparency_data:
        image = image.convert("RGBA")
        bare.paste(image, mask=image)
    else:
        bare.paste(image.convert("RGB"))
    return bare


def _addresses_in(picture: Image.Image) -> list[tuple[str, str]]:
    """Return (host, token) of every code that is made like a plaque's."""
    for attempt in _attempts(picture):
        codes = zxingcpp.read_barcodes(attempt, formats=zxingcpp.BarcodeFormat.QRCode)
        found = [address for code in codes if (address := _address(code.text))]
        if found:
            return found
    return []


def _address(text: str) -> tuple[str, str] | None:
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        return None
    token = _SCAN_PATH.fullmatch(parts.path)
    return (parts.netloc, token[1]) if token else None


def _attempts(picture: Image.Image) -> Iterator[Image.Image]:
    """Yield the picture in grey: as it is read best, then for small, then for pale codes."""
    grey = picture.convert("L")
    reduced = ImageOps.contain(grey, (1200, 1200)) if max(grey.size) > 1200 else grey
    yield reduced
    if reduced is not grey:
        yield grey
    yield ImageOps.autocontrast(reduced, cutoff=2)


def _jpeg(picture: Image.Image) -> bytes:
    kept = picture.copy()
    kept.thumbnail((PICTURE_SIDE, PICTURE_SIDE), Image.Resampling.LANCZOS)
    return _saved(kept, "JPEG", quality=82, optimize=True)


def _small(picture: Image.Image) -> tuple[bytes, tuple[int, int]]:
    """Return the WebP and its size: first the quality gives way, then the side."""
    small = picture.copy()
    small.thumbnail((SMALL_SIDE, SMALL_SIDE), Image.Resampling.LANCZOS)
    while True:
        for quality in (70, 50, 35, 20):
            webp = _saved(small, "WEBP", quality=quality, method=6)
            if len(webp) <= SMALL_BYTES:
                return webp, small.size
        small = ImageOps.scale(small, 0.8, Image.Resampling.LANCZOS)


def _saved(image: Image.Image, form: str, **options: object) -> bytes:
    file = BytesIO()
    image.save(file, form, **options)
    return file.getvalue()
