"""Something that proves what is said: a picture, written anew, or a PDF as it came."""

import hashlib
from pathlib import PurePosixPath
from typing import NamedTuple

from django.core.files.base import ContentFile
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from association.core.errors import RuleError
from association.core.uploads.papers import check_paper
from association.core.uploads.pictures import ENDINGS, UnusablePicture, clean_picture

MAX_BYTES = 10 * 1024 * 1024
PAPER = ".pdf"
# What each ending is handed out as.
KINDS = {f".{ending}": f"image/{form.lower()}" for form, ending in ENDINGS.items()} | {
    PAPER: "application/pdf"
}


class CleanProof(NamedTuple):
    """What is kept of a file. ending: with the dot."""

    data: bytes
    ending: str

    @property
    def digest(self) -> str:
        """SHA-256, 64 hexadecimal digits."""
        return hashlib.sha256(self.data).hexdigest()

    def as_file(self) -> ContentFile:
        """Return it for a file field, under a name nobody can guess."""
        return ContentFile(self.data, f"{get_random_string(22)}{self.ending}")


def clean_proof(data: bytes, name: str) -> CleanProof:
    """Return what is kept of a file: the pixels of a picture, or a PDF that does nothing by itself.

    data: the whole file. name: as it was sent; of it only the ending is read.
    Raises RuleError for every other kind of file, and for more than 10 MB.
    """
    if len(data) > MAX_BYTES:
        raise RuleError(
            _("“%(name)s” is larger than 10 MB. Please make it smaller.") % {"name": name}
        )
    if PurePosixPath(name).suffix.lower() == PAPER:
        check_paper(data, name)
        return CleanProof(data, PAPER)
    try:
        picture = clean_picture(data)
    except UnusablePicture as error:
        raise RuleError(
            _("“%(name)s”: please send JPEG, PNG, WebP or PDF.") % {"name": name}
        ) from error
    return CleanProof(picture.data, f".{picture.ending}")
