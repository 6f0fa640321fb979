"""Which year's figures are shown."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class YearForm(forms.Form):
    """One year with visits, or all of them."""

    year = forms.TypedChoiceField(
        label=pgettext_lazy("figures", "Year"),
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": _("There are no visits of this year.")},
    )

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = ("", pgettext_lazy("figures", "All years"))
        self.fields["year"].choices = [every, *((year, str(year)) for year in years)]
