"""What is filled in about rounds and draws, by the secretariat and by leads.

The sources of a draw are chosen with `forms.sources`, people with `forms.visitors`, schools with
`forms.ties`.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, Max, Value, When
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from association.alliances.models import Alliance
from association.core import clock
from association.peer_review.enums import ChecklistStatus, RoundScope
from association.peer_review.models import ChecklistVersion, Draw, Round
from association.peer_review.selection.errors import ResultFault
from association.peer_review.selection.sources import Numbers, Part, Source, read_result
from association.peer_review.services.rounds import PLANNED_FIELDS

LONGEST_REASON = 200
LONGEST_RESULT = 600
ON_RECORD = gettext_lazy(
    "It stands on the public record of the draw. Name no person and no private matter."
)

SECTIONS = (
    (
        gettext_lazy("What kind of round"),
        "",
        ("title", "kind", "scope", "alliance", "checklist"),
    ),
    (
        pgettext_lazy("round", "When"),
        gettext_lazy("A round with a draw needs some days before the first visit for its results."),
        ("opens_on", "closes_on", "due_on"),
    ),
    (
        gettext_lazy("Rules of the draw"),
        gettext_lazy(
            "The first three hold for mutual visits, the last for random draws. Self-checks and "
            "sweeps need none of them."
        ),
        ("visits_per_school", "avoid_rounds", "rival_metres", "algorithm"),
    ),
)


def usable_checklists() -> Any:
    """Return the checklist versions a round can be held on: the one in use first."""
    in_use = Case(When(status=ChecklistStatus.CURRENT, then=Value(0)), default=Value(1))
    rows = ChecklistVersion.objects.exclude(status=ChecklistStatus.DRAFT)
    return rows.order_by(in_use, "-number")


def last_event_of(row: Round) -> int | None:
    """Return the number of a round's last event; None for a round that is still to be made."""
    return row.events.aggregate(last=Max("sequence"))["last"] if row.pk else None


class RoundForm(forms.ModelForm):
    """The plan of a round. `seen` tells which state of it the form was opened on.

    alliance: a lead plans for the own alliance alone, so scope and alliance are not asked.
    """

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Round
        fields = PLANNED_FIELDS
        widgets = dict.fromkeys(
            ("opens_on", "closes_on", "due_on"),
            forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        )

    def __init__(self, *args: Any, alliance: Alliance | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["checklist"].queryset = usable_checklists()
        self.fields["checklist"].empty_label = None
        self.fields["alliance"].empty_label = _("The round is not of one alliance alone")
        self.fields["alliance"].help_text = _("Only for a round within one alliance.")
        self.fields["due_on"].help_text = _("The last day on which answers can be handed in.")
        if alliance is not None:
            self.instance.scope, self.instance.alliance = RoundScope.ONE, alliance
            del self.fields["scope"], self.fields["alliance"]
        if not self.is_bound:
            self.initial["seen"] = last_event_of(self.instance)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("alliance") and cleaned.get("scope") not in (None, RoundScope.ONE):
            self.add_error(
                "alliance", _("Choose “Within one alliance” above, or leave the alliance out.")
            )
        if cleaned.get("closes_on") and cleaned["closes_on"] < clock.today():
            self.add_error("closes_on", _("This day is over already."))
        return cleaned

    def plan(self) -> dict[str, Any]:
        """Return the values of a valid form, as the verbs take them."""
        return {name: getattr(self.instance, name) for name in PLANNED_FIELDS}

    @property
    def is_outdated(self) -> bool:
        """Somebody else changed the round while a valid form was open."""
        return self.cleaned_data["seen"] != last_event_of(self.instance)

    @property
    def sections(self) -> Iterator[dict[str, Any]]:
        """The fields in groups: heading, a sentence (may be empty), bound fields."""
        for heading, sentence, names in SECTIONS:
            fields = [self[name] for name in names if name in self.fields]
            yield {"heading": heading, "sentence": sentence, "fields": fields}


class ReasonForm(forms.Form):
    """Why something is called off, excused, left out or ended."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Please write the reason.")},
    )

    def __init__(
        self, *args: Any, required: bool = True, help_text: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = required
        self.fields["reason"].help_text = help_text


def sources_of(draw: Draw) -> list[Source]:
    """Return the announced sources of a draw, in their order."""
    return [Source.from_json(each) for each in draw.announcement["sources"]]


def example_of(source: Source) -> str:
    """Return numbers that could be a source's result, as they may be typed."""
    return " + ".join(" ".join(_example_of_part(part)) for part in source.parts)


def _example_of_part(part: Part) -> Iterator[str]:
    span, width = part.high - part.low + 1, 1 if part.ordered else len(str(part.high))
    for place in range(part.count):
        number = part.low + (span * (2 * place + 1)) // (2 * part.count)
        yield str(min(number, part.high)).zfill(width)


class ResultsForm(forms.Form):
    """What came out of each announced source. Full-width digits and any separators will do."""

    def __init__(self, *args: Any, sources: Sequence[Source], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sources = list(sources)
        self._read: dict[str, Numbers] = {}
        for place, source in enumerate(self.sources):
            self.fields[f"result_{place}"] = forms.CharField(
                label=f"{source.name} {source.issue}".strip(),
                max_length=LONGEST_RESULT,
                help_text=_("Drawn on %(date)s. %(words)s. For example: %(example)s")
                % {
                    "date": date_format(source.date, "DATE_FORMAT"),
                    "words": source.in_words,
                    "example": example_of(source),
                },
                error_messages={"required": _("Please type what was drawn.")},
                widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name, source in zip(list(self.fields), self.sources, strict=True):
            if name not in cleaned:
                continue
            try:
                self._read[name] = read_result(source, cleaned[name])
            except ResultFault as fault:
                self.add_error(name, ValidationError(str(fault)))
        return cleaned

    def results(self) -> list[str]:
        """Return what was typed, in the order of the sources."""
        return [self.cleaned_data[name] for name in self.fields]

    def numbers(self) -> list[dict[str, Any]]:
        """Return what a valid form was read as: label, source and the numbers of each part."""
        return [
            {"label": self[name].label, "source": source, "parts": self._read[name]}
            for name, source in zip(self.fields, self.sources, strict=True)
        ]
