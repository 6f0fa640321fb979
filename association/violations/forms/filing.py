"""Forms about departments: to whom a case goes, its acknowledgement, and joint visits."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from association.alliances.models import Department
from association.violations.models import Case, JointVisit
from association.violations.models.case import LONGEST_FACTS, LONGEST_LINE
from association.violations.selectors.filing import departments_free_for
from association.violations.services.filing import LONGEST_RECEIPT

LONGEST_ENDING = JointVisit._meta.get_field("ending").max_length
LONGEST_ANSWER = JointVisit._meta.get_field("answer").max_length
TAKES_PLACE, DECLINED = "yes", "no"
READ_BY_DEPARTMENT = gettext_lazy(
    "The department's liaisons read it. Nothing in it may show who reported it. Name nobody of the "
    "association either: write “the secretariat” or “the visitors”."
)


def _day_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class PrepareFilingForm(forms.Form):
    """Which department receives a case."""

    department = forms.ModelChoiceField(
        label=gettext_lazy("Department"), queryset=Department.objects.none()
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = departments_free_for(case)


class SendFilingForm(forms.Form):
    """That exactly this goes. seen: the fingerprint of what the person has before them."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class DropFilingForm(forms.Form):
    """Why a filing is dropped."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=LONGEST_LINE,
        help_text=gettext_lazy("It stays inside the association."),
        error_messages={"required": gettext_lazy("Please write why the filing is dropped.")},
    )


class AskSourceForm(forms.Form):
    """Why the law requires that the source is named."""

    reason = forms.CharField(
        label=gettext_lazy("Which rule of law requires it"),
        max_length=LONGEST_LINE,
        help_text=gettext_lazy("The department reads this sentence beside the source."),
        error_messages={"required": gettext_lazy("Please write which rule of law requires it.")},
    )


class AcknowledgeForm(forms.Form):
    """The department's own number and day."""

    receipt_no = forms.CharField(
        label=gettext_lazy("Your number for it"),
        max_length=LONGEST_RECEIPT,
        error_messages={
            "required": gettext_lazy(
                "Please enter the number under which your department keeps it."
            )
        },
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    received_on = forms.DateField(label=gettext_lazy("Received on"), widget=_day_input())


class VisitAnswerForm(forms.Form):
    """The department's answer: a day, or that it does not take place.

    agreed: a day was agreed before, so that it can only be called off.
    """

    takes_place = forms.ChoiceField(
        label=gettext_lazy("Does your department visit?"),
        choices=[
            (TAKES_PLACE, gettext_lazy("We visit, on the day below")),
            (DECLINED, gettext_lazy("We do not visit now")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose an answer.")},
    )
    agreed_on = forms.DateField(
        label=pgettext_lazy("joint visit", "Day of the visit"), required=False, widget=_day_input()
    )
    answer = forms.CharField(
        label=gettext_lazy("Your words"),
        required=False,
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Say where and when you meet, or why it does not take place."),
    )

    def __init__(self, *args: Any, agreed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if agreed:
            del self.fields["takes_place"], self.fields["agreed_on"]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        no_day = not values.get("agreed_on") and "agreed_on" not in self.errors
        if values.get("takes_place") == TAKES_PLACE and no_day:
            self.add_error("agreed_on", _("Please choose the day of the visit."))
        return values

    def answered(self) -> dict[str, Any]:
        """Return what the service takes."""
        values = self.cleaned_data
        takes_place = values.get("takes_place") == TAKES_PLACE
        day: dt.date | None = values.get("agreed_on") if takes_place else None
        return {"agreed_on": day, "answer": values["answer"]}


class AskVisitForm(forms.Form):
    """Whom a joint visit is asked of, why, and for which day."""

    department = forms.ModelChoiceField(
        label=gettext_lazy("Department"), queryset=Department.objects.all()
    )
    words = forms.CharField(
        label=gettext_lazy("Why it is asked for"),
        max_length=LONGEST_FACTS,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=READ_BY_DEPARTMENT,
        error_messages={"required": gettext_lazy("Please write why the visit is asked for.")},
    )
    wished_on = forms.DateField(label=gettext_lazy("Wished day"), widget=_day_input())


class EndVisitForm(forms.Form):
    """Why a joint visit does not take place."""

    reason = forms.CharField(
        label=gettext_lazy("Why it does not take place"),
        max_length=LONGEST_ENDING,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=READ_BY_DEPARTMENT,
        error_messages={
            "required": gettext_lazy("Please write a few words on why it does not take place.")
        },
    )


class KeepVisitForm(forms.Form):
    """The record of a visit that took place."""

    held_on = forms.DateField(label=gettext_lazy("Took place on"), widget=_day_input())
    record = forms.CharField(
        label=gettext_lazy("What was seen, and who was there"),
        max_length=LONGEST_FACTS,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={
            "required": gettext_lazy("Please write down what was seen, and who was there.")
        },
    )
