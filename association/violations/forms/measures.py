"""What the secretariat fills in about measures: a proposal, and a suspension for danger."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from association.accounts.models import User
from association.core.errors import RuleError
from association.peer_review.enums import Severity
from association.plaques.models import Plaque
from association.violations.enums import MONTHS, Measure
from association.violations.models import Case
from association.violations.models.case import LONGEST_FACTS
from association.violations.private_words import refuse_private_words
from association.violations.services import Publication

LONGEST_PUBLIC = Case._meta.get_field("public_words").max_length


class ProposalForm(forms.Form):
    """A measure with its reasons, what parents read of it, and the people who decide on it.

    case: what it is about. possible: who can be named. needed: how many at least.
    """

    measure = forms.ChoiceField(
        label=pgettext_lazy("of a case", "Measure"),
        widget=forms.RadioSelect,
        help_text=gettext_lazy("None harder than the school was told."),
    )
    reasons = forms.CharField(
        label=gettext_lazy("Reasons"),
        max_length=LONGEST_FACTS,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "What is proved and by which evidence, and what the answer changes. The school reads "
            "them with the decision."
        ),
    )
    public_words = forms.CharField(
        label=gettext_lazy("What parents will read"),
        max_length=LONGEST_PUBLIC,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Needed from a notice to the trade on. The facts in a few plain sentences: no persons, "
            "no phone numbers, nothing that shows who reported. It stands on the plaque's page and "
            "in the notice."
        ),
    )
    months = forms.TypedChoiceField(
        label=gettext_lazy("How long the entry stands"), coerce=int, empty_value=0, required=False
    )
    hand_over = forms.BooleanField(
        label=gettext_lazy("Hand the matter over to the authority"),
        required=False,
        help_text=gettext_lazy("Beyond a filing for the record: the authority is asked to act."),
    )
    panel = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Who decides"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args: Any, case: Case, possible: Sequence[User], needed: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._case = case
        self._possible = {user.pk: user for user in possible}
        self.fields["measure"].choices = _up_to(case.in_view)
        self._publish(case)
        self.fields["panel"].choices = [(pk, str(user)) for pk, user in self._possible.items()]
        self.fields["panel"].help_text = _(
            "At least %(count)s people. More than half of those named have to be in favour, and "
            "never fewer than %(count)s. Whoever looked into the case, or has something to do with "
            "the school, is not in the list."
        ) % {"count": needed}

    def _publish(self, case: Case) -> None:
        """Ask for public words and their term only where a public measure is possible."""
        if not (case.in_view and Measure(case.in_view).is_public):
            del self.fields["public_words"], self.fields["months"]
            return
        least, most = MONTHS[Severity(case.severity)]
        lengths = [
            (each, _("%(count)s months") % {"count": each}) for each in range(least, most + 1)
        ]
        self.fields["months"].choices = lengths
        self.fields["hand_over"].initial = case.severity == Severity.S3

    def clean_public_words(self) -> str:
        return _without_private_words(self._case, self.cleaned_data["public_words"])

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        measure = values.get("measure")
        public = measure in Measure.values and Measure(measure).is_public
        if public and not values.get("public_words") and "public_words" not in self.errors:
            self.add_error("public_words", _("Please write what parents will read of it."))
        return values

    def panel_chosen(self) -> list[User]:
        """Return the people a valid form names."""
        return [self._possible[pk] for pk in self.cleaned_data["panel"]]

    def publication(self) -> Publication:
        """Return what a valid form lets become public."""
        values = self.cleaned_data
        return Publication(
            words=values.get("public_words", ""),
            months=values.get("months") or 0,
            hand_over=values["hand_over"],
        )


def _up_to(in_view: str) -> list[tuple[str, str]]:
    """Return the measures up to the one in view; none where the school was told of none."""
    if not in_view:
        return []
    hardest = Measure(in_view).weight
    return [(each.value, each.label) for each in Measure if each.weight <= hardest]


class DangerForm(forms.Form):
    """Which plaque is suspended at once, and why, as parents read it."""

    plaque = forms.ModelChoiceField(
        label=gettext_lazy("Plaque"), queryset=Plaque.objects.none(), empty_label=None
    )
    reason = forms.CharField(
        label=gettext_lazy("What the danger is"),
        max_length=LONGEST_PUBLIC,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Parents read exactly these words. Name facts, no persons."),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plaque"].queryset = case.school.plaques.living().select_related("campus")
        self.fields["plaque"].label_from_instance = lambda row: f"{row} · {row.campus.name}"
        self._case = case

    def clean_reason(self) -> str:
        return _without_private_words(self._case, self.cleaned_data["reason"])


def _without_private_words(case: Case, words: str) -> str:
    """Return words that parents read; say at their field what must not stand in them."""
    try:
        refuse_private_words(case, words)
    except RuleError as error:
        raise forms.ValidationError(str(error)) from error
    return words
