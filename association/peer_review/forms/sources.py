"""The public sources that will seed a draw, chosen before anybody can know their results."""

from collections.abc import Iterator
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from association.core import clock
from association.peer_review.selection.announcement import MOST_SOURCES
from association.peer_review.selection.entropy import offered_bits
from association.peer_review.selection.errors import DrawError
from association.peer_review.selection.lotteries import (
    LONGEST_NAME,
    LOTTERIES,
    NUMBERS,
    lottery_source,
    numbers_source,
)
from association.peer_review.selection.sources import LARGEST_NUMBER, MOST_NUMBERS, Part, Source

ROWS = 3  # shown at first; two issues of 快乐8 are enough for an ordinary draw
OWN = ("name", "count", "low", "high")


def kinds_of_source() -> list[tuple[str, str]]:
    """Return what a source can be: nothing yet, the lotteries by name, other numbers."""
    named = [(kind, lottery.name) for kind, lottery in LOTTERIES.items()]
    return [("", _("Choose a source")), *named, (NUMBERS, _("Other public numbers"))]


class SourceForm(forms.Form):
    """One source: an issue of a lottery, or other public numbers with their bounds."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=kinds_of_source, required=False)
    issue = forms.CharField(
        label=pgettext_lazy("of a source", "Issue"),
        max_length=30,
        required=False,
        help_text=gettext_lazy("As its organizer counts: 2026135, of a sports lottery 26135."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    date = forms.DateField(
        label=pgettext_lazy("of a source", "Drawn on"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    name = forms.CharField(
        label=gettext_lazy("Which numbers, and where anybody can read them"),
        max_length=LONGEST_NAME,
        required=False,
    )
    count = forms.IntegerField(
        label=pgettext_lazy("numbers", "How many"),
        min_value=1,
        max_value=MOST_NUMBERS,
        required=False,
    )
    low = forms.IntegerField(
        label=pgettext_lazy("number", "Smallest"),
        min_value=0,
        max_value=LARGEST_NUMBER,
        required=False,
    )
    high = forms.IntegerField(
        label=pgettext_lazy("number", "Largest"),
        min_value=0,
        max_value=LARGEST_NUMBER,
        required=False,
    )
    ordered = forms.BooleanField(label=gettext_lazy("Their order counts"), required=False)
    repeats = forms.BooleanField(
        label=gettext_lazy("A number can come more than once"), required=False
    )

    @property
    def own_fields(self) -> Iterator[forms.BoundField]:
        """What is asked of other public numbers alone."""
        return (self[name] for name in (*OWN, "ordered", "repeats"))

    @property
    def shows_own(self) -> bool:
        """Other numbers are chosen here, so what describes them is laid open."""
        return self["kind"].value() == NUMBERS

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.errors or not self.has_changed():
            return cleaned
        if not cleaned.get("kind"):
            raise ValidationError({"kind": _("Choose which source this is.")})
        self._require("date", *(OWN if cleaned["kind"] == NUMBERS else ("issue",)))
        if cleaned.get("date") and cleaned["date"] <= clock.today():
            self.add_error("date", _("Name one that is drawn tomorrow or later."))
        if not self.errors:
            self._read()
        return cleaned

    def _require(self, *names: str) -> None:
        for name in names:
            if self.cleaned_data.get(name) in (None, ""):
                self.add_error(name, self.fields[name].error_messages["required"])

    def _read(self) -> None:
        try:
            self.cleaned_data["source"] = self._source()
        except DrawError as error:
            place = "high" if self.cleaned_data["kind"] == NUMBERS else "issue"
            self.add_error(place, str(error))

    def _source(self) -> Source:
        typed = self.cleaned_data
        if typed["kind"] != NUMBERS:
            return lottery_source(typed["kind"], issue=typed["issue"], date=typed["date"])
        bounds = {name: typed[name] for name in ("count", "low", "high", "ordered", "repeats")}
        return numbers_source(
            name=typed["name"], issue=typed["issue"], date=typed["date"], part=Part(**bounds)
        )


class BaseSourcesFormSet(forms.BaseFormSet):
    """The sources of one draw. Rows in which nothing is typed are left out."""

    default_error_messages = {
        "missing_management_form": gettext_lazy("The form did not arrive whole. Please try again."),
        "too_many_forms": gettext_lazy("There are too many sources. Leave some out."),
    }

    @classmethod
    def with_room(cls, data: Any, *, prefix: str = "sources") -> Self:
        """Return what was typed with one more empty row, without looking for faults yet."""
        sent = cls(data, prefix=prefix)
        typed = [{name: form[name].value() for name in form.fields} for form in sent.forms]
        shown = cls(prefix=prefix, initial=typed)
        shown.extra = 1 if len(typed) < MOST_SOURCES else 0
        return shown

    @property
    def has_room(self) -> bool:
        """One more row can be added."""
        return len(self.forms) < MOST_SOURCES

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        # Also a row that was shown filled in may be emptied.
        return super().get_form_kwargs(index) | {"empty_permitted": True}

    def clean(self) -> None:
        if any(self.errors) or self.non_form_errors():
            return
        sources = self.sources()
        if not sources:
            raise ValidationError(_("Name at least one public source."))
        if len({(one.kind, one.name, one.issue) for one in sources}) < len(sources):
            raise ValidationError(_("The same issue of a source is named twice."))

    def sources(self) -> list[Source]:
        """Return the sources of forms without fault in the order typed, for `announce_draw`."""
        return [form.cleaned_data["source"] for form in self.forms if form.has_changed()]

    @property
    def bits(self) -> int:
        """How much chance the sources of a valid form hold together, in bits, rounded down."""
        return offered_bits(self.sources())


SourcesFormSet = forms.formset_factory(
    SourceForm,
    formset=BaseSourcesFormSet,
    extra=ROWS,
    max_num=MOST_SOURCES,
    absolute_max=MOST_SOURCES + 8,
    validate_max=True,
)
