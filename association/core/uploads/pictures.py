"""A picture is measured by its header, decoded once, and written anew: only its pixels live on."""

from contextlib import suppress
from io import BytesIO
from typing import NamedTuple

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from association.core.errors import RuleError

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 25_000_000
# What each kind is written as; the kind is read from the content, whatever the name says.
ENDINGS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
QUALITY = {"JPEG": {"quality": 88, "optimize": True}, "PNG": {}, "WEBP": {"quality": 88}}


class UnusablePicture(RuleError):
    """The file cannot be kept as a picture; the sentence says what to do."""


class CleanPicture(NamedTuple):
    """A picture that carries nothing but pixels. ending: without the dot."""

    data: bytes
    ending: str


def clean_picture(data: bytes) -> CleanPicture:
    """Return a picture upright, of the kind it was, without metadata, profile or animation.

    data: JPEG, PNG or WebP of at most 10 MB and 25 megapixels.
    Raises UnusablePicture for everything else.
    """
    if len(data) > MAX_BYTES:
        raise UnusablePicture(_("The picture is larger than 10 MB. Please make it smaller."))
    try:
        image = Image.open(BytesIO(data), formats=tuple(ENDINGS))
        if image.width * image.height <= MAX_PIXELS:
            return CleanPicture(_written_anew(image), ENDINGS[image.format])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        pass  # said below
    except Exception as broken:
        # Decoders answer a hostile file with whatever they stumble over.
        raise UnusablePicture(
            _("This file cannot be read as a picture. Please send a JPEG, PNG or WebP picture.")
        ) from broken
    raise UnusablePicture(_("The picture has more than 25 million pixels. Please make it smaller."))


def _written_anew(image: Image.Image) -> bytes:
    form = image.format
    image.load()
    with suppress(Exception):  # broken metadata is no reason to refuse the picture
        image = ImageOps.exif_transpose(image)
    see_through = image.has_transparency_data and form != "JPEG"
    plain = image.convert("RGBA" if see_through else "RGB")
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    file = BytesIO()
    bare.save(file, form, **QUALITY[form])
    return file.getvalue()
