"""A form's field for several files at once."""

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image

from association.core.uploads.pictures import ENDINGS
from association.core.uploads.proofs import MAX_BYTES, PAPER

PICTURES = "image/jpeg,image/png,image/webp"
PDF_HEAD = b"%PDF-"


class FilesInput(forms.FileInput):
    """Takes several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Some pictures and PDFs; each that cannot be kept is named. Its value is a list.

    too_many: the sentence for more than `most`. refusal: what is wrong with one, empty if nothing.
    """

    widget = FilesInput(attrs={"accept": f"{PICTURES},application/pdf"})
    too_many = gettext_lazy("At most %(count)s files.")

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.most = most

    def clean(self, data: Sequence[UploadedFile] | None, initial: Any = None) -> list[UploadedFile]:
        sent = [file for file in data or [] if file]
        if self.required and not sent:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(sent) > self.most:
            raise ValidationError(self.too_many % {"count": self.most})
        wrong = [message for message in map(self.refusal, sent) if message]
        if wrong:
            raise ValidationError(wrong)
        return sent

    def refusal(self, file: UploadedFile) -> str:
        """Say what is wrong with a file by its size and its head; the verb reads it whole."""
        name = {"name": file.name}
        if file.size > MAX_BYTES:
            return _("“%(name)s” is larger than 10 MB. Please make it smaller.") % name
        is_usable = _is_pdf(file) if _named_pdf(file) else is_picture(file)
        return "" if is_usable else _("“%(name)s”: please send JPEG, PNG, WebP or PDF.") % name


class PhotosField(FilesField):
    """Some photos."""

    widget = FilesInput(attrs={"accept": PICTURES})
    too_many = gettext_lazy("At most %(count)s photos.")

    def refusal(self, file: UploadedFile) -> str:
        name = {"name": file.name}
        if file.size > MAX_BYTES:
            return _("“%(name)s” is larger than 10 MB. Please make it smaller.") % name
        return "" if is_picture(file) else _("“%(name)s” is no JPEG, PNG or WebP picture.") % name


def is_picture(file: UploadedFile) -> bool:
    """Say whether a file begins as a picture of a kind that is kept. Its place is at the start."""
    try:
        Image.open(file, formats=tuple(ENDINGS))
    except Exception:
        # Decoders answer a hostile file with whatever they stumble over.
        return False
    finally:
        file.seek(0)
    return True


def _named_pdf(file: UploadedFile) -> bool:
    return PurePosixPath(file.name).suffix.lower() == PAPER


def _is_pdf(file: UploadedFile) -> bool:
    try:
        return file.read(len(PDF_HEAD)) == PDF_HEAD
    finally:
        file.seek(0)
