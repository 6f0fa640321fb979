"""What the secretariat fills in to answer appeals, objections and repairs."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from association.accounts.models import User
from association.peer_review.models import Visit
from association.violations.enums import ObjectionStatus
from association.violations.models import AppealVote
from association.violations.models.case import LONGEST_FACTS, LONGEST_LINE

LONGEST_VOTE = AppealVote._meta.get_field("words").max_length
UPHOLD, REJECT = "uphold", "reject"


class PanelForm(forms.Form):
    """Who hears an appeal.

    possible: who can be named. least: how many at least. is_first: nobody is named yet.
    """

    panel = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Who hears it"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        label=gettext_lazy("Why more people are named"),
        max_length=LONGEST_LINE,
        help_text=gettext_lazy("Say because somebody named is ill. It stays inside."),
    )

    def __init__(
        self, *args: Any, possible: Sequence[User], least: int, is_first: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._possible = {user.pk: user for user in possible}
        self.fields["panel"].choices = [(pk, str(user)) for pk, user in self._possible.items()]
        if is_first:
            del self.fields["reason"]
            told = _("An odd number, at least %(count)s.") % {"count": least}
        else:
            told = _("Two, or four: the number has to stay odd. Nobody is taken off.")
        self.fields["panel"].help_text = "{} {}".format(
            told,
            _(
                "Whoever had a part in the case, or has something to do with the school, is not in "
                "the list."
            ),
        )

    def panel_chosen(self) -> list[User]:
        """Return the people a valid form names."""
        return [self._possible[pk] for pk in self.cleaned_data["panel"]]


class AppealVoteForm(forms.Form):
    """Right or wrong, and why."""

    vote = forms.ChoiceField(
        label=gettext_lazy("Your vote"),
        choices=[
            (UPHOLD, gettext_lazy("The appeal is right: the decision is withdrawn")),
            (REJECT, gettext_lazy("The decision stands")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the two.")},
    )
    words = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=LONGEST_VOTE,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "If yours is the majority, the school reads these words without your name. Name nobody."
        ),
    )

    @property
    def uphold(self) -> bool:
        """What a valid form says."""
        return self.cleaned_data["vote"] == UPHOLD


class ReasonsForm(forms.Form):
    """Reasons for an answer."""

    reasons = forms.CharField(
        label=gettext_lazy("Reasons"),
        max_length=LONGEST_FACTS,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, *args: Any, help_text: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reasons"].help_text = help_text


class AnswerObjectionForm(ReasonsForm):
    """The entry stands, or its wording was corrected; and why. about: what stands beside it."""

    outcome = forms.ChoiceField(
        label=pgettext_lazy("to an objection", "Answer"),
        choices=[
            (ObjectionStatus.REJECTED.value, gettext_lazy("The entry stands as it is")),
            (ObjectionStatus.CORRECTED.value, gettext_lazy("Something in it is corrected")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the two.")},
    )
    field_order = ["outcome", "reasons"]

    def __init__(self, *args: Any, about: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].help_text = about


class ExtendForm(forms.Form):
    """Whom the association asks before it answers."""

    asked_others = forms.CharField(
        label=gettext_lazy("Who is asked, and what about"),
        max_length=LONGEST_LINE,
        help_text=gettext_lazy("Whoever objected reads it. Name an office, no person."),
    )


class NoWithdrawalForm(forms.Form):
    """Why an entry is not withdrawn as proposed."""

    words = forms.CharField(
        label=gettext_lazy("Why not"),
        max_length=LONGEST_LINE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It stays inside the association. The objection is answered anew."),
    )


class GrantForm(ReasonsForm):
    """On which visit a repair rests, and why. visits: the clean ones, with their `seen_on`."""

    visit = forms.TypedChoiceField(
        label=gettext_lazy("The visit that bears it out"), coerce=int, widget=forms.RadioSelect
    )
    field_order = ["visit", "reasons"]

    def __init__(self, *args: Any, visits: Sequence[Visit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._visits = {visit.pk: visit for visit in visits}
        self.fields["visit"].choices = [
            (visit.pk, f"{visit.round} · {date_format(visit.seen_on, 'DATE_FORMAT')}")
            for visit in visits
        ]

    def visit_chosen(self) -> Visit:
        """Return the visit a valid form names."""
        return self._visits[self.cleaned_data["visit"]]
