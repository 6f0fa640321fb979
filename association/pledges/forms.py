"""What people fill in: a signature, the check of it, the secretariat's reason, a paper to check."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from association.core.errors import RuleError
from association.pledges.models import Pledge, PledgeSignature
from association.pledges.papers.detached import Detached, read_signature
from association.pledges.signature_image import MAX_ADDRESS, UnusableSignature, clean_signature

LARGEST_PAPER = 2_000_000  # bytes; one of ours has about a tenth of that
PDF_HEAD = b"%PDF-"
KEY = re.compile(r"[0-9a-f]{32}")
# So many boxes fit one form with room to spare (DATA_UPLOAD_MAX_NUMBER_FIELDS).
MOST_AT_ONCE = 500
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


class PublishForm(forms.Form):
    """Until when schools that signed an earlier version are asked to sign the new one."""

    sign_by = forms.DateField(
        label=_("Schools that signed an earlier version sign this one by"),
        required=False,
        help_text=_(
            "They read this day on their desk. Nothing ends with it: where a school has not signed "
            "by then, the public reads which version it did sign. Left empty, it is the day that "
            "the settings propose."
        ),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, proposed: dt.date | None, **kwargs: Any) -> None:
        """proposed: by the settings; None where no earlier version is in force."""
        super().__init__(*args, **kwargs)
        if proposed is None:
            del self.fields["sign_by"]
        else:
            self.fields["sign_by"].initial = proposed


class ReturnForm(forms.Form):
    """Why a pledge goes back; the school reads exactly these words."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        help_text=_("The school reads exactly these words. Say what to change."),
        error_messages={"required": _("Please write the reason; the school will read it.")},
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class AcceptManyForm(forms.Form):
    """The pledges chosen to be accepted, and the key under which that is done once.

    What is no longer in review is let through: its line says why it was not accepted.
    """

    key = forms.CharField(max_length=40, required=False)
    chosen = forms.ModelMultipleChoiceField(
        queryset=Pledge.objects.filter(receipt_no__isnull=False),
        error_messages={
            "required": _("Please choose at least one pledge."),
            "invalid_choice": _("A pledge you chose does not exist. Please look again."),
            "invalid_pk_value": _("A pledge you chose does not exist. Please look again."),
        },
    )

    def clean_chosen(self) -> Any:
        chosen = self.cleaned_data["chosen"]
        if len(chosen) > MOST_AT_ONCE:
            raise ValidationError(
                _("At most %(most)s pledges at once. Please choose one alliance after another."),
                params={"most": MOST_AT_ONCE},
            )
        return chosen

    def clean_key(self) -> str:
        key = self.cleaned_data["key"]
        if key and not KEY.fullmatch(key):
            raise ValidationError(_("Please choose again."))
        return key


class CheckPaperForm(forms.Form):
    """A paper of the association to check. Its values are bytes and what the signature tells."""

    paper = forms.FileField(
        label=_("The paper, as a PDF file"),
        help_text=_("The file itself, as you got it. A photo or a scan of it cannot be checked."),
        error_messages={
            "required": _("Please choose the PDF file."),
            "empty": _("This file is empty. Please choose the PDF file once more."),
            "missing": _("Please choose the PDF file."),
            "invalid": _("Please choose the PDF file."),
        },
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )
    signature = forms.FileField(
        label=_("Its signature file (.sig)"),
        required=False,
        allow_empty_file=True,
        help_text=_("Only if you have one. Otherwise the signature kept here counts."),
        widget=forms.FileInput(attrs={"accept": ".sig,application/json"}),
    )

    def clean_paper(self) -> bytes:
        file: UploadedFile = self.cleaned_data["paper"]
        if file.size > LARGEST_PAPER:
            raise ValidationError(
                _("This file is larger than 2 MB, and no paper of the association is.")
            )
        data = file.read()
        if not data.startswith(PDF_HEAD):
            raise ValidationError(
                _(
                    "This is no PDF, so it is no paper of the association, or not any more. Of a "
                    "paper on paper, scan the code instead."
                )
            )
        return data

    def clean_signature(self) -> Detached | None:
        file: UploadedFile | None = self.cleaned_data["signature"]
        if file is None:
            return None
        try:
            return read_signature(file.read())
        except RuleError as refusal:
            raise ValidationError(str(refusal)) from refusal
