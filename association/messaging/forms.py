"""What people type about messages."""

import re
import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from association.messaging.models import MessageText
from association.messaging.wording import FIELDS, Kind, unknown_words

MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)


class ReachForm(forms.Form):
    """A mobile number of mainland China, or none."""

    phone = forms.CharField(
        label=gettext_lazy("Mobile number"),
        max_length=30,
        required=False,
        help_text=gettext_lazy("Eleven digits. Leave it empty to get no short messages."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )

    def clean_phone(self) -> str:
        typed = unicodedata.normalize("NFKC", self.cleaned_data["phone"])
        number = re.sub(r"^\+?86(?=1)", "", re.sub(r"[\s-]", "", typed))
        if number and not MOBILE.fullmatch(number):
            raise forms.ValidationError(
                _("This is no mobile number. It has eleven digits and begins with 1.")
            )
        return number


class TextForm(forms.ModelForm):
    """The six texts of one kind of message; braces may hold the words of this kind alone."""

    class Meta:
        model = MessageText
        fields = list(FIELDS)

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        for name, field in self.fields.items():
            if name.startswith("body"):
                field.widget.attrs["rows"] = 10

    def clean(self) -> dict[str, Any]:
        texts = super().clean()
        for name in FIELDS:
            if unknown := unknown_words(texts.get(name) or "", self.kind):
                self.add_error(
                    name,
                    _("Unknown: %(words)s. These may stand in braces: %(known)s.")
                    % {"words": _braced(unknown), "known": _braced(self.kind.samples)},
                )
        if bool(texts.get("short_zh")) != bool(texts.get("short_en")):
            self.add_error(
                "short_en", _("Please fill in the short text in both languages, or in neither.")
            )
        return texts


def _braced(words: Any) -> str:
    return ", ".join(f"{{{word}}}" for word in words)
