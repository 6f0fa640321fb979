"""What is said about a finding: words with photos, a day until which more time is asked."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image

from association.core import clock
from association.core.uploads.pictures import ENDINGS, MAX_BYTES
from association.peer_review.models import Finding
from association.peer_review.selectors.clocks import longest_extension
from association.peer_review.services.entries import MAX_PHOTOS, MAX_WORDS

ACCEPTED = "image/jpeg,image/png,image/webp"


class PhotosInput(forms.FileInput):
    """Takes several files at once."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Some photos; each that cannot be kept is named. Its value is a list of what was sent.

    too_many: the sentence for more than `most`. refusal: what is wrong with one, empty if nothing.
    """

    widget = PhotosInput(attrs={"accept": ACCEPTED})
    most = MAX_PHOTOS
    too_many = gettext_lazy("At most %(count)s photos.")

    def clean(self, data: Sequence[UploadedFile] | None, initial: Any = None) -> list[UploadedFile]:
        sent = [file for file in data or [] if file]
        if len(sent) > self.most:
            raise ValidationError(self.too_many % {"count": self.most})
        wrong = [message for message in map(self.refusal, sent) if message]
        if wrong:
            raise ValidationError(wrong)
        return sent

    def refusal(self, file: UploadedFile) -> str:
        """Say what is wrong with a file by its size and its head; the verb reads it whole."""
        return _refusal(file)


def _refusal(file: UploadedFile) -> str:
    name = {"name": file.name}
    if file.size > MAX_BYTES:
        return _("“%(name)s” is larger than 10 MB. Please make it smaller.") % name
    try:
        Image.open(file, formats=tuple(ENDINGS))
    except Exception:
        # Decoders answer a hostile file with whatever they stumble over.
        return _("“%(name)s” is no JPEG, PNG or WebP picture.") % name
    finally:
        file.seek(0)
    return ""


class WordsForm(forms.Form):
    """A few words."""

    words = forms.CharField(
        max_length=MAX_WORDS,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Please write a few words.")},
    )

    def __init__(self, *args: Any, label: str, help_text: str = "", **kwargs: Any) -> None:
        """label, help_text: of the words, which every act asks for in its own way."""
        super().__init__(*args, **kwargs)
        self.fields["words"].label, self.fields["words"].help_text = label, help_text


class EntryForm(WordsForm):
    """Words with photos beside them."""

    photos = PhotosField(
        label=gettext_lazy("Photos"),
        required=False,
        help_text=gettext_lazy(
            "Up to six, JPEG, PNG or WebP. What a phone adds to them, such as the place, is taken "
            "off. No faces of children, please."
        ),
    )

    @property
    def photos_are_gone(self) -> bool:
        """Photos were sent with something that was wrong; a browser does not keep them."""
        return bool(self.errors and self.files)

    def pictures(self) -> list[bytes]:
        """Return the photos that were sent, as they came."""
        return [file.read() for file in self.cleaned_data["photos"]]


class DayField(forms.DateField):
    """A day, with the browser's calendar."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    default_error_messages = {"required": gettext_lazy("Please write the day.")}


class MoreTimeForm(WordsForm):
    """Until when more time is asked, and why."""

    until = DayField(label=gettext_lazy("Until when do you need?"))
    field_order = ["until", "words"]

    def __init__(self, *args: Any, finding: Finding, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        last = longest_extension(finding).isoformat()
        self.fields["until"].widget.attrs |= {"min": finding.due_on.isoformat(), "max": last}


class OwnDeadlineForm(forms.Form):
    """By when the school wants to have mended what it noted itself."""

    due_on = DayField(label=gettext_lazy("To be mended by"))

    def __init__(self, *args: Any, finding: Finding, **kwargs: Any) -> None:
        super().__init__(*args, initial={"due_on": finding.due_on}, **kwargs)
        today = clock.today()
        last = clock.months_later(today, 12)
        self.fields["due_on"].widget.attrs |= {"min": today.isoformat(), "max": last.isoformat()}
