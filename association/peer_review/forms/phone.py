"""What a phone sends from a visit; nobody fills these in by hand."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from association.peer_review.enums import OpenedBy
from association.peer_review.services import Position


class OpeningForm(forms.Form):
    """That the visitor is there. proof: the school's code, a plaque's token, or why neither."""

    key = forms.UUIDField()
    opened_by = forms.ChoiceField(choices=OpenedBy.choices)
    proof = forms.CharField(label=_("Code, plaque or reason"), max_length=120)
    opened_at = forms.DateTimeField(label=_("Moment of the opening"))
    latitude = forms.FloatField(min_value=-90, max_value=90, required=False)
    longitude = forms.FloatField(min_value=-180, max_value=180, required=False)
    accuracy = forms.FloatField(min_value=0, max_value=1e7, required=False)

    @property
    def position(self) -> Position | None:
        """Where the phone says that it is; None unless it says all of it."""
        told = [self.cleaned_data[name] for name in Position._fields]
        return None if None in told else Position(*told)


class NestedField(forms.JSONField):
    """JSON, with a sentence instead of a failure for what is nested without end."""

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except RecursionError:
            message = self.error_messages["invalid"]
            raise forms.ValidationError(message, code="invalid", params={"value": ""}) from None


class AnswersForm(forms.Form):
    """A filled-in checklist. answers: as `check_answers` takes them."""

    key = forms.UUIDField()
    visited_on = forms.DateField(label=_("Day of the visit"))
    answers = NestedField(label=_("Answers"))

    def clean_answers(self) -> Any:
        answers = self.cleaned_data["answers"]
        return answers if isinstance(answers, dict) else {}


class PhotoForm(forms.Form):
    """One photo; what is in the file is judged by whoever keeps it."""

    photo = forms.FileField(label=_("Photo"))


class SignatureForm(forms.Form):
    """The host's signature, or why there is none."""

    host = forms.CharField(label=_("Who received the visit"), max_length=40)
    drawing = forms.CharField(label=_("Signature"), required=False)
    refusal = forms.CharField(label=_("Or: why it is not signed"), max_length=200, required=False)
    signed_at = forms.DateTimeField(label=_("Signed at"), required=False)
