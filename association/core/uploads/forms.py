"""Wagtail's own uploads, on every path in: one file, many at once, and out of a chooser."""

import secrets
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.forms import Field
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from association.core.errors import RuleError
from association.core.uploads.papers import check_paper
from association.core.uploads.pictures import clean_picture
from association.core.uploads.quota import count_upload


class UploadForm:
    """Judges a new file by its content, and lets none in beside a form that has another fault."""

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, user=user, **kwargs)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not isinstance(file, UploadedFile):
            return file  # the one that is there already
        try:
            if self.user:
                count_upload(self.user)
            return self.taken(file)
        except RuleError as refusal:
            raise ValidationError(str(refusal)) from refusal

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.files and "file" in self.fields and self.errors and "file" not in self.errors:
            # Wagtail's upload of many would keep the file as it came and ask for the rest later.
            self.add_error("file", _("Please mend what is marked, and choose the file once more."))

    def taken(self, file: UploadedFile) -> UploadedFile:
        """Return what is kept of a file. Raises RuleError for one that is refused."""
        raise NotImplementedError


class PictureForm(UploadForm, BaseImageForm):
    """Keeps a picture written anew, under a name nobody can guess."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("file"):  # the forms of many at once ask for the rest later
            field.check_image_pixel_size = _unreadable_is_refused(field)

    def taken(self, file: UploadedFile) -> UploadedFile:
        clean = clean_picture(file.read())
        name = f"{secrets.token_hex(12)}.{clean.ending}"
        return SimpleUploadedFile(name, clean.data, f"image/{clean.ending}")


def _unreadable_is_refused(field: Field) -> Callable[[Any], None]:
    """Wagtail measures a picture before anybody judged it, and decoders stumble in many ways."""
    measure = field.check_image_pixel_size

    def checked(file: Any) -> None:
        try:
            measure(file)
        except ValidationError:
            raise
        except Exception as broken:
            raise ValidationError(
                field.error_messages["invalid_image"], code="invalid_image"
            ) from broken

    return checked


class PaperForm(UploadForm, BaseDocumentForm):
    """Keeps a paper as it came, if it is one."""

    def taken(self, file: UploadedFile) -> UploadedFile:
        check_paper(file.read(), file.name)
        file.seek(0)
        return file
