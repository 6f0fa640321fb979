"""Which answers are kept where visitors differ."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField, BoundWidget
from django.utils.translation import gettext_lazy

from association.peer_review.forms.portal import seat_label
from association.peer_review.selectors.agreement import Contrast, Side

LONGEST_NOTE = 1000


class KeepForm(forms.Form):
    """For each difference whose answer is kept, and a note on it.

    contrasts: the differences. kept: what is proposed by now, by their keys. needed: the note has
    to be written; otherwise it may be left empty.
    """

    note = forms.CharField(
        label=gettext_lazy("Why these answers"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(
        self,
        *args: Any,
        contrasts: Sequence[Contrast],
        kept: Mapping[str, int] | None = None,
        needed: bool = False,
        help_text: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.contrasts = list(contrasts)
        self.fields["note"].required = needed
        self.fields["note"].help_text = help_text
        for each in self.contrasts:
            self.fields[_name(each)] = forms.TypedChoiceField(
                label=each.text,
                choices=[(side.place, name_of(side)) for side in each.sides],
                coerce=int,
                initial=(kept or {}).get(each.key),
                widget=forms.RadioSelect,
                error_messages={"required": gettext_lazy("Choose whose answer is kept.")},
            )
        self.order_fields([*(_name(each) for each in self.contrasts), "note"])

    @property
    def kept(self) -> dict[str, int]:
        """The places whose answers a valid form keeps, by the keys of the differences."""
        return {each.key: self.cleaned_data[_name(each)] for each in self.contrasts}

    @property
    def rows(self) -> Iterator[tuple[Contrast, BoundField, list[tuple[Side, BoundWidget]]]]:
        """Each difference with its field, and each answer with the button that keeps it."""
        for each in self.contrasts:
            field = self[_name(each)]
            yield each, field, list(zip(each.sides, field, strict=True))


class RejectForm(forms.Form):
    """Why a visitor does not agree to what another proposed."""

    reason = forms.CharField(
        label=gettext_lazy("What you saw otherwise"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Say what you saw otherwise.")},
    )


def name_of(side: Side) -> str:
    """Return whose answer it is: the person, and the school that sends."""
    seat = side.submission.seat
    return seat_label(seat) if seat else str(side.submission.entered_by)


def _name(each: Contrast) -> str:
    return f"kept-{each.key}"
