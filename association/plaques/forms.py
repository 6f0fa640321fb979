"""What people type about plaques: filters of the member list, measures, decisions, campuses."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from association.alliances.enums import AllianceCode
from association.plaques.enums import MeasureKind
from association.plaques.models import MeasureProposal, Plaque
from association.plaques.selectors import campuses_without_plaque, state_choices
from association.plaques.services import possible_measures
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


class MeasureForm(forms.Form):
    """A measure on a plaque, limited to what its state and the version signed allow."""

    kind = forms.ChoiceField(label=_("Measure"), widget=forms.RadioSelect)
    promise = forms.ModelChoiceField(
        label=_("Promise broken"),
        queryset=None,
        required=False,
        help_text=_("As the school signed it. Leave empty when a suspension is lifted."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=MeasureProposal._meta.get_field("reason").help_text,
    )

    def __init__(self, *args: Any, plaque: Plaque, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [
            (kind.value, kind.label) for kind in possible_measures(plaque)
        ]
        self.fields["promise"].queryset = plaque.pledge.covenant_version.promises.all()

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        kind = values.get("kind")
        if kind == MeasureKind.REINSTATE:
            values["promise"] = None
        elif kind and not values.get("promise") and "promise" not in self.errors:
            self.add_error("promise", _("Please name the promise that was broken."))
        return values


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
