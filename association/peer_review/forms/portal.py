"""What schools fill in on their desks, beside the forms of rounds: a tie, the head of a sheet."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from association.alliances.models import School
from association.core import clock
from association.peer_review.enums import RoundKind, TieKind
from association.peer_review.forms.ties import TieForm
from association.peer_review.models import Seat, Visit

OF_A_SCHOOL = (TieKind.CONFLICT, TieKind.OWNER)  # complaints are declared by the secretariat


class OwnTieForm(TieForm):
    """What a principal says of another school."""

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, school=school, **kwargs)
        kind = self.fields["kind"]
        kind.choices = [(each.value, each.label) for each in OF_A_SCHOOL]
        kind.initial = TieKind.CONFLICT
        kind.label = _("What stands between you")
        self.fields["reason"].help_text = _(
            "The principals of both schools, the secretariat and its auditor read this, nobody "
            "else. A public draw shows that the two schools do not visit one another, never why."
        )


class PaperForm(forms.Form):
    """Head of answers typed in from paper: whose sheet it is, and the day of the visit.

    `key` is made with the page, so that a sheet sent twice is kept once.
    """

    seat = forms.ModelChoiceField(
        label=gettext_lazy("Whose sheet is it?"),
        queryset=Seat.objects.none(),
        empty_label=gettext_lazy("Choose a visitor"),
        error_messages={
            "required": gettext_lazy("Please choose whose sheet you are typing in."),
            "invalid_choice": gettext_lazy("This visitor has no place here any more."),
        },
    )
    visited_on = forms.DateField(
        label=gettext_lazy("Day of the visit"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": gettext_lazy("Please write the day.")},
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, visit: Visit, seats: list[Seat], **kwargs: Any) -> None:
        """seats: the places for which the person may type in."""
        super().__init__(*args, **kwargs)
        row = visit.round
        day = self.fields["visited_on"]
        last = min(row.due_on, clock.today())
        day.widget.attrs |= {"min": row.opens_on.isoformat(), "max": last.isoformat()}
        if row.kind == RoundKind.SELF:
            day.label = _("Day of the self-check")
            del self.fields["seat"]
            return
        place = self.fields["seat"]
        place.queryset = Seat.objects.filter(pk__in=[seat.pk for seat in seats]).select_related(
            "school", "visitor"
        )
        place.label_from_instance = seat_label
        if len(seats) == 1:
            place.initial, place.empty_label = seats[0], None


def seat_label(seat: Seat) -> str:
    """Return who holds a place, in words: the person, the school that sends, or both."""
    names = [str(seat.visitor) if seat.visitor else "", seat.school.name if seat.school else ""]
    return " · ".join(name for name in names if name)
