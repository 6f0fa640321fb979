"""What is chosen for a batch of plaques."""

import re
from typing import Any

from django import forms
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from association.alliances.models import Campus
from association.core import clock
from association.plaques.enums import Colourway
from association.plaques.models import PlaqueBatch
from association.pledges.models import Pledge

# So many boxes fit one form with room to spare (DATA_UPLOAD_MAX_NUMBER_FIELDS); more take two.
MOST = 500
READABLE = "abcdefghjkmnpqrstuvwxyz23456789"


def new_key() -> str:
    """Return a key for a batch that is about to be issued, as 20261122-k3m9wp."""
    return f"{clock.today():%Y%m%d}-{get_random_string(6, READABLE)}"


class ChosenField(forms.MultipleChoiceField):
    """Pairs of pledge and campus, as `Candidate.value` writes them.

    What is no longer on offer is let through: the verb says why it cannot be issued.
    """

    def valid_value(self, value: str) -> bool:
        return re.fullmatch(r"\d{1,18}-\d{1,18}", value) is not None


class BatchForm(forms.Form):
    """Schools and campuses, the colours, and the key that makes issuing safe to repeat."""

    key = forms.CharField(
        required=False,
        max_length=PlaqueBatch._meta.get_field("key").max_length,
        widget=forms.HiddenInput,
    )
    colourway = forms.ChoiceField(
        label=gettext_lazy("Colours"),
        choices=Colourway.choices,
        initial=Colourway.PAPER,
        widget=forms.RadioSelect,
    )
    chosen = ChosenField(
        error_messages={"required": gettext_lazy("Please choose at least one school.")}
    )

    def clean_chosen(self) -> list[tuple[Pledge, Campus]]:
        pairs = [tuple(map(int, value.split("-"))) for value in self.cleaned_data["chosen"]]
        if len(pairs) > MOST:
            raise forms.ValidationError(
                _("Please choose at most %(most)s plaques for one batch.") % {"most": MOST}
            )
        pledges = Pledge.objects.select_related("school").in_bulk(
            {pledge for pledge, _campus in pairs}
        )
        campuses = Campus.objects.in_bulk({campus for _pledge, campus in pairs})
        try:
            return [(pledges[pledge], campuses[campus]) for pledge, campus in pairs]
        except KeyError:
            raise forms.ValidationError(
                _("A pledge or campus you chose is no longer there. Please choose again.")
            ) from None

    def ticked(self) -> set[str]:
        """Return the values that were sent, to tick them again."""
        return set(self.data.getlist("chosen")) if self.is_bound else set()

    @property
    def colours(self) -> str:
        """The colours chosen so far."""
        sent: Any = self["colourway"].value()
        return sent if sent in Colourway.values else Colourway.PAPER
