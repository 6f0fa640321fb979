"""What is said about a finding: words with photos, a day until which more time is asked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from association.core import clock
from association.core.uploads.fields import PhotosField
from association.peer_review.models import Finding
from association.peer_review.selectors.clocks import longest_extension
from association.peer_review.services.entries import MAX_PHOTOS, MAX_WORDS


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
        most=MAX_PHOTOS,
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
