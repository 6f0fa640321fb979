"""What people fill in: a signature, the check of it, and the secretariat's reason."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from association.pledges.models import PledgeSignature
from association.pledges.signature_image import MAX_ADDRESS, UnusableSignature, clean_signature

NAME_LENGTH = PledgeSignature._meta.get_field("signer_name").max_length


class SignForm(forms.Form):
    """A name, and a drawing if the person wants one.

    `picture` is the cleaned drawing as PNG bytes, also when the name is still missing.
    """

    signer_name = forms.CharField(
        label=_("Your name"),
        max_length=NAME_LENGTH,
        help_text=_("Your full name, as in your documents."),
        error_messages={"required": _("Please write your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    drawing = forms.CharField(label=_("Signature"), required=False, widget=forms.HiddenInput)
    without_drawing = forms.BooleanField(
        label=_("Leave the drawing out; my typed name counts the same"), required=False
    )

    def __init__(self, *args: Any, has_drawing: bool = False, **kwargs: Any) -> None:
        """has_drawing: one is kept from before, so leaving it out is a choice."""
        super().__init__(*args, **kwargs)
        self.picture = b""
        if not has_drawing:
            del self.fields["without_drawing"]

    def clean_drawing(self) -> str:
        address = self.cleaned_data["drawing"]
        if address and not self.data.get("without_drawing"):
            # The pad sends a picture; anything longer is cut off here, before it is looked at.
            try:
                self.picture = clean_signature(address[: MAX_ADDRESS + 1])
            except UnusableSignature as refusal:
                raise ValidationError(str(refusal)) from refusal
        return ""


class CheckForm(forms.Form):
    """The declaration under the answers.

    `shown` seals what the page showed, so that nobody signs other answers than those they read.
    """

    entitled = forms.BooleanField(
        label=_("I am entitled to sign for this school"),
        error_messages={"required": _("Please confirm that you may sign for the school.")},
    )
    shown = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    language = forms.CharField(max_length=10, required=False, widget=forms.HiddenInput)


class ReturnForm(forms.Form):
    """Why a pledge goes back; the school reads exactly these words."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        help_text=_("The school reads exactly these words. Say what to change."),
        error_messages={"required": _("Please write the reason; the school will read it.")},
        widget=forms.Textarea(attrs={"rows": 5}),
    )
