"""Photos of a visit: which ones answers name, and what is kept of a file."""

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from PIL import Image

from association.core.uploads.pictures import clean_picture

SIDE = 1600  # pixels, the longer one
BESIDE = "_photo"


def named_photos(answers: Mapping[str, Any]) -> dict[str, str]:
    """Return the places of photos by their names, such as `C11` or `rooms-0-C73b`.

    answers: as `checklists.answers` cleans them.
    """
    return dict(_named(answers, prefix=""))


def _named(answers: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for name, answer in answers.items():
        for number, part in enumerate(answer if isinstance(answer, list) else ()):
            if isinstance(part, Mapping):
                yield from _named(part, f"{prefix}{name}-{number}-")
            else:
                yield part, prefix + name.removesuffix(BESIDE)


def kept_photo(data: bytes) -> bytes:
    """Return a photo as JPEG of at most 1600 pixels a side, with nothing in it but pixels.

    data: JPEG, PNG or WebP as it came. Raises RuleError for everything else.
    """
    picture = Image.open(BytesIO(clean_picture(data).data))
    picture.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture if picture.mode == "RGBA" else None)
    file = BytesIO()
    paper.save(file, "JPEG", quality=82, optimize=True)
    return file.getvalue()
