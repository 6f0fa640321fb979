"""What people type about plaques: filters of the member list, measures, decisions, campuses."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from association.alliances.enums import AllianceCode
from association.plaques.enums import ReplacementReason, ReportKind
from association.plaques.models.report import LONGEST_TYPED, LONGEST_WORDS
from association.plaques.numbers import Problem, UnreadableNumber, may_be_a_number, read_number
from association.plaques.photos import MAX_BYTES, TOO_LARGE
from association.plaques.selectors import campuses_without_plaque, state_choices
from association.pledges.models import Pledge

LONGEST_REASON = 500


class MemberFilter(forms.Form):
    """The filters of the member list. A value nobody offered leaves its filter off."""

    q = forms.CharField(required=False, max_length=120)
    alliance = forms.ChoiceField(required=False, choices=AllianceCode.choices)
    state = forms.ChoiceField(required=False, choices=state_choices)

    @property
    def matches_nothing(self) -> bool:
        """No name holds what was typed: it is too long, or no text."""
        return "q" in self.errors

    def chosen(self) -> dict[str, str]:
        """Return the filters that are on."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}


class LiftingForm(forms.Form):
    """Why a suspension for danger is lifted."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Whoever decides reads it; it is kept with the measure. Name facts, no persons."
        ),
    )


class ApprovalForm(forms.Form):
    """The note on an approval; it stays inside the association."""

    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept with the decision. The public does not read it."),
    )


class RejectionForm(ApprovalForm):
    """Why a proposal is rejected; the proposer reads it."""

    note = forms.CharField(
        label=_("Why is it rejected?"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The person who proposed it reads this. The public does not."),
    )


class WithdrawalForm(ApprovalForm):
    """Why a proposal is withdrawn; it stays inside the association."""

    note = forms.CharField(
        label=_("Why do you withdraw it?"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept with the proposal. The public does not read it."),
    )


class DoubtForm(forms.Form):
    """What the photo of a bare wall does not show."""

    note = forms.CharField(
        label=_("What does the photo not show?"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The school reads this. Say kindly what you need to see."),
    )


class ClosingForm(ApprovalForm):
    """How the secretariat knows that a plaque is down."""

    note = forms.CharField(
        label=_("How do you know that it is down?"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed where there is no photo. It stays inside the association."),
    )


class ReopeningForm(forms.Form):
    """Where a plaque was seen that was down already."""

    note = forms.CharField(
        label=_("Where and when was it seen?"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The school reads this. Name nobody who told you."),
    )


class ReplacementForm(forms.Form):
    """Why a printed copy gives way to a new one."""

    reason = forms.ChoiceField(
        label=_("What happened to the copy?"),
        choices=ReplacementReason.choices,
        widget=forms.RadioSelect,
    )


class HidingForm(forms.Form):
    """Why a photo goes from the web. photo: the one that was shown with the question."""

    photo = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**63 - 1)
    reason = forms.CharField(
        label=_("Why may it not be shown?"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept in the plaque's history. The public does not read it. Name nobody."),
    )


class PhotoForm(forms.Form):
    """A photo from the gate. What it shows is read by the service."""

    photo = forms.FileField(
        label=_("Photo from the gate"),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        error_messages={"required": _("Please choose or take a photo first.")},
    )

    def clean_photo(self) -> UploadedFile:
        upload = self.cleaned_data["photo"]
        if upload.size > MAX_BYTES:  # said before the whole file is read
            raise forms.ValidationError(TOO_LARGE)
        return upload


class CameraForm(PhotoForm):
    """The same on a phone, which opens its camera at once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photo"].widget.attrs["capture"] = "environment"


class IssueForm(forms.Form):
    """Where the plaque of an accepted pledge will hang."""

    campus = forms.ModelChoiceField(
        label=_("Campus"), queryset=None, widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: Any, pledge: Pledge, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        campuses = campuses_without_plaque(pledge)
        field = self.fields["campus"]
        field.queryset = campuses
        field.label_from_instance = lambda campus: f"{campus.name} · {campus.address}"
        field.initial = campuses.first()


NUMBER_PROBLEMS = {
    Problem.EMPTY: _("Please type the number that stands on the plaque."),
    Problem.MALFORMED: _("This does not look like a plaque number."),
    Problem.NO_CHECK_CHARACTER: _("The last character of the number is missing."),
    Problem.CHINESE_FORM: _("Please use the other number, the one that begins with letters."),
    Problem.TYPO: _("A character seems to be mistyped. Compare the number place by place."),
}


class ReportForm(forms.Form):
    """What a passer-by reports about a plaque: its number, one choice, a few words if they like.

    exact: the number stands there like this, though it cannot be one of ours; it is kept as typed.
    """

    number = forms.CharField(
        label=_("The number on the plaque"),
        max_length=LONGEST_TYPED,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    exact = forms.BooleanField(label=_("It stands on the plaque exactly like this"), required=False)
    kind = forms.ChoiceField(
        label=_("What is wrong?"), choices=ReportKind.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("What do you see, and where?"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example the name at the gate and the street. Please give no names."),
    )
    problem: Problem | None = None

    @staticmethod
    def sensible(asked: dict[str, str]) -> dict[str, Any]:
        """Return of an address' parameters those that name a number and a choice.

        A number that is not one of ours is repeated only if it looks like one: the page must not
        say what somebody else wrote into a link.
        """
        typed = " ".join(asked["number"].split())
        try:
            return {"number": read_number(typed), "kind": asked["kind"]}
        except UnreadableNumber:
            known = len(typed) <= LONGEST_TYPED and may_be_a_number(typed)
            return {"number": typed if known else "", "exact": known, "kind": asked["kind"]}

    @property
    def known_number(self) -> str:
        """The number that need not be asked for any more; empty where it must be."""
        if not self.is_bound:
            return self.initial.get("number", "")
        return "" if "number" in self.errors else self.cleaned_data["number"]

    def clean_number(self) -> str:
        typed = " ".join(self.cleaned_data["number"].split())
        try:
            return read_number(typed)
        except UnreadableNumber as unreadable:
            self.problem = unreadable.problem
            return typed

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        unreadable = self.problem and not values.get("exact")
        if unreadable or self.problem == Problem.EMPTY:
            self.add_error("number", NUMBER_PROBLEMS[self.problem])
        return values


class CloseForm(forms.Form):
    """What became of a report."""

    note = forms.CharField(
        label=_("What was found?"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept with the report. The public does not read it."),
    )
    proved_true = forms.BooleanField(
        label=_("It proved true"),
        required=False,
        help_text=_(
            "Somebody looked and found it so. It counts when the next random draw is prepared; "
            "several reports of the same matter count once."
        ),
    )


class CloseAllForm(CloseForm):
    """What became of all open reports about one plaque. last: the newest one that was shown."""

    last = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**63 - 1)
