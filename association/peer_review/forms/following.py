"""What those fill in who follow findings: decisions in words, corrected facts, a re-check."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from association.peer_review.enums import FindingStatus
from association.peer_review.forms.findings import EntryForm, WordsForm
from association.peer_review.models import Finding

LONGEST_FACTS = Finding._meta.get_field("facts").max_length
YES, NO = "yes", "no"


class CorrectFactsForm(WordsForm):
    """What the facts are, and why they are put so."""

    facts = forms.CharField(
        label=_("The facts, as they are"),
        max_length=LONGEST_FACTS,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What they read before stays on record. Name no person."),
        error_messages={"required": _("Write what the facts are.")},
    )
    field_order = ["facts", "words"]


class RecheckForm(EntryForm):
    """What a second look saw."""

    mended = forms.ChoiceField(
        label=_("Is it mended?"),
        choices=[
            (YES, _("Yes, it holds now: close it")),
            (NO, _("No, or not all of it: there is still something to do")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    field_order = ["mended", "words", "photos"]

    @property
    def is_mended(self) -> bool:
        """What a valid form says."""
        return self.cleaned_data["mended"] == YES


class FollowForm(forms.Form):
    """Which findings a lead wants to see: of one promise, in one state."""

    promise = forms.ChoiceField(label=pgettext_lazy("of the covenant", "Promise"), required=False)
    state = forms.ChoiceField(
        label=pgettext_lazy("finding", "State"),
        required=False,
        choices=[("", _("All that is under way")), *FindingStatus.choices],
    )

    def __init__(self, *args: Any, promises: list[tuple[str, str]], **kwargs: Any) -> None:
        """promises: code and title of those that occur."""
        super().__init__(*args, **kwargs)
        self.fields["promise"].choices = [("", _("All promises")), *promises]
