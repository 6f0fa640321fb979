"""What the secretariat fills in about a case: what it rests on, evidence, measures, votes, ends."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from association.alliances.models import School
from association.core import clock
from association.core.uploads.fields import PICTURES
from association.peer_review.enums import Severity
from association.peer_review.forms.ties import SchoolByNameField
from association.peer_review.models import Finding
from association.pledges.models import BreachCode
from association.violations.enums import CaseSource, possible_measures
from association.violations.models import Case, Evidence, Vote
from association.violations.models.case import FOUR_FACTS, LONGEST_FACTS, LONGEST_LINE
from association.violations.selectors.office import findings_to_take_up
from association.violations.selectors.people import stands_against
from association.violations.services import Accusation
from association.violations.services.opening import SIGNED

LONGEST_RECORD = Case._meta.get_field("hearing_record").max_length
LONGEST_VOTE = Vote._meta.get_field("words").max_length


def breaches_of(school: School) -> list[BreachCode]:
    """Return the breaches of what a school signed, by promise; the newest version first."""
    signed = school.pledges.filter(status__in=SIGNED).values("covenant_version")
    rows = BreachCode.objects.filter(promise__version__in=signed)
    return list(
        rows.select_related("promise__version").order_by(
            "-promise__version__number", "promise__code", "code"
        )
    )


class StartForm(forms.Form):
    """Which school a case is about: by its name, or by the number of one of its findings.

    user: who opens it; a school with which something stands in between is refused here already.
    """

    school = SchoolByNameField(
        label=gettext_lazy("School"),
        required=False,
        help_text=gettext_lazy("Type some characters of the name, or the credit code."),
    )
    finding = forms.CharField(
        label=gettext_lazy("Or the number of a finding"),
        required=False,
        max_length=Finding._meta.get_field("code").max_length,
        help_text=gettext_lazy("For example F-2026-0001. School, promise and facts come with it."),
    )

    def __init__(self, *args: Any, user: Any, filled_in: bool = False, **kwargs: Any) -> None:
        """filled_in: the next page was, so the verb says what stands against it by now."""
        super().__init__(*args, **kwargs)
        self._user, self._filled_in = user, filled_in
        members = School.objects.members().order_by("search_name")
        self.fields["school"].widget.offered = list(members.values_list("name", flat=True))

    def clean_finding(self) -> Finding | None:
        code = self.cleaned_data["finding"].upper()
        if not code:
            return None
        found = Finding.objects.select_related("school").filter(code=code).first()
        if found is None:
            raise ValidationError(_("There is no finding of this number."))
        free = findings_to_take_up(found.school_id).filter(pk=found.pk)
        if not (self._filled_in or free.exists()):
            raise ValidationError(
                _(
                    "No case is opened on this finding now: its facts do not stand yet, it is "
                    "closed, the school noted it itself, or there is a case on it."
                )
            )
        return found

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        finding = values.get("finding")
        if finding is not None:
            values["school"] = finding.school
        if self.errors:
            return values
        school = values.get("school")
        if school is None:
            raise ValidationError(_("Please name the school, or the number of a finding."))
        if why := stands_against(self._user, school=school, finding=finding):
            raise ValidationError(why)
        if not breaches_of(school):
            raise ValidationError(_("This school has signed no promise, so it has broken none."))
        return values


class AccusationForm(forms.Form):
    """What a school is told: promise and breach as it signed them, severity, facts."""

    breach = forms.ChoiceField(
        label=gettext_lazy("Promise and breach"),
        help_text=gettext_lazy("As the school signed them."),
    )
    severity = forms.ChoiceField(
        label=gettext_lazy("Severity"), choices=Severity.choices, widget=forms.RadioSelect
    )
    facts = forms.CharField(
        label=gettext_lazy("Facts"),
        max_length=LONGEST_FACTS,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "What happened, where and when, as evidence shows it. The school reads this word for "
            "word. Name no child and no parent."
        ),
    )

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._breaches = {str(each.pk): each for each in breaches_of(school)}
        self.fields["breach"].choices = [("", "—"), *_by_promise(self._breaches.values())]
        for name in FOUR_FACTS:
            label = Case._meta.get_field(name).verbose_name
            self.fields[name] = forms.CharField(
                label=label, max_length=LONGEST_LINE, required=False
            )
        self.fields[FOUR_FACTS[0]].help_text = _(
            "The four facts, where they are known. With a public measure everybody reads them: "
            "name nobody."
        )

    def accusation(self) -> Accusation:
        """Return what a valid form says, as the verbs take it."""
        values = self.cleaned_data
        breach = self._breaches[values["breach"]]
        return Accusation(
            promise=breach.promise,
            breach=breach.code,
            severity=values["severity"],
            facts=values["facts"],
            **{name: values[name] for name in FOUR_FACTS},
        )


def _by_promise(
    breaches: Sequence[BreachCode],
) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield the choices of a list in groups, the version beside the promise."""
    for promise, rows in groupby(breaches, key=lambda breach: breach.promise):
        yield f"{promise} · {promise.version}", [(str(row.pk), str(row)) for row in rows]


class OpenCaseForm(AccusationForm):
    """A new case on a school: what it comes from, and what the school is told."""

    source = forms.ChoiceField(
        label=gettext_lazy("Opened from"), choices=CaseSource.choices, widget=forms.RadioSelect
    )
    finding = forms.ModelChoiceField(
        label=gettext_lazy("Finding"),
        queryset=Finding.objects.none(),
        required=False,
        help_text=gettext_lazy("Of visitors; its facts stand, and it is not closed."),
    )
    reference = forms.CharField(
        label=gettext_lazy("Patrol, letter or report"),
        max_length=LONGEST_LINE,
        required=False,
        help_text=gettext_lazy(
            "Whose it is, of which day, and its number, if it has one. The school reads it, unless "
            "it is a report from outside."
        ),
    )
    field_order = ["source", "finding", "reference"]

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, school=school, **kwargs)
        self.fields["finding"].queryset = findings_to_take_up(school.pk)

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        source = values.get("source")
        if source is None or "finding" in self.errors:
            return values
        if source == CaseSource.FINDING and values.get("finding") is None:
            self.add_error("finding", _("Please choose the finding."))
        if source != CaseSource.FINDING:
            values["finding"] = None
            if not values.get("reference") and "reference" not in self.errors:
                self.add_error("reference", _("Please write which patrol, letter or report it is."))
        return values


class EvidenceForm(forms.Form):
    """A picture or a PDF, what it shows and where it comes from."""

    file = forms.FileField(
        label=gettext_lazy("Picture or PDF"),
        widget=forms.FileInput(attrs={"accept": f"{PICTURES},application/pdf"}),
        help_text=gettext_lazy(
            "Up to 10 MB. What a camera adds to a picture, such as the place, is taken off."
        ),
    )
    title = forms.CharField(
        label=Evidence._meta.get_field("title").verbose_name, max_length=LONGEST_LINE
    )
    origin = forms.CharField(
        label=Evidence._meta.get_field("origin").verbose_name,
        max_length=LONGEST_LINE,
        help_text=gettext_lazy(
            "How it was made, where, and on which day. The school reads it, so name nobody: write "
            "“by the secretariat” or “by the visitors”."
        ),
    )

    def __init__(self, *args: Any, from_outside: bool = False, **kwargs: Any) -> None:
        """from_outside: somebody outside stands behind the case, who must not be shown."""
        super().__init__(*args, **kwargs)
        if from_outside:
            self.fields["origin"].help_text = _(
                "How it was made and on which day. The school reads it: write nothing that shows "
                "who reported it, not where they stood either, and name nobody. Write “by the "
                "secretariat” where the secretariat made it."
            )


class InViewForm(forms.Form):
    """The hardest measure that the decision can take; the school is told which."""

    in_view = forms.ChoiceField(label=gettext_lazy("Measure in view"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, severity: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["in_view"].choices = [
            (each.value, each.label) for each in possible_measures(severity)
        ]


class HearingRecordForm(forms.Form):
    """That the school was heard in person: the day, who was there, and what was said."""

    held_on = forms.DateField(
        label=gettext_lazy("Day of the hearing"),
        initial=clock.today,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    record = forms.CharField(
        label=gettext_lazy("Record"),
        max_length=LONGEST_RECORD,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy("Who was there and what was said. The school reads it."),
    )


class TakeBackForm(forms.Form):
    """Why a proposal is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=LONGEST_LINE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It stays inside the association."),
    )


FOR, AGAINST = "for", "against"


class VoteForm(forms.Form):
    """In favour or against, and why."""

    vote = forms.ChoiceField(
        label=gettext_lazy("Your vote"),
        choices=[
            (FOR, gettext_lazy("In favour of the measure and its reasons")),
            (AGAINST, gettext_lazy("Against")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the two.")},
    )
    words = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=LONGEST_VOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Needed for a vote against. Kept with your name in the case."),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        against = values.get("vote") == AGAINST
        if against and not values.get("words") and "words" not in self.errors:
            self.add_error("words", _("Please write why you are against it."))
        return values

    @property
    def in_favour(self) -> bool:
        """What a valid form says."""
        return self.cleaned_data["vote"] == FOR


class EndingForm(forms.Form):
    """How a case ended."""

    words = forms.CharField(
        label=gettext_lazy("How it ended"),
        max_length=LONGEST_FACTS,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "What was done or found, when, and who saw it. The school reads it if it was told of "
            "the case."
        ),
    )
