"""What somebody writes who objects to an entry; no account and no name is asked for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from association.violations.models import Objection
from association.violations.models.case import LONGEST_FACTS


def _longest(name: str) -> int:
    return Objection._meta.get_field(name).max_length


class ObjectionForm(forms.Form):
    """What is wrong with an entry, and how to reach whoever says so, if they like."""

    words = forms.CharField(
        label=_("What is wrong with this entry?"),
        max_length=LONGEST_FACTS,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_(
            "Which sentence, and how it really is. Say where it can be looked up. Please name no "
            "child."
        ),
        error_messages={"required": _("Please write what is wrong.")},
    )
    who = forms.CharField(
        label=_("Who you are"),
        max_length=_longest("who"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("For example a parent or a teacher. An answer comes without it as well."),
    )
    contact = forms.CharField(
        label=_("Phone or e-mail"),
        max_length=_longest("contact"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "on"}),
        help_text=_(
            "Only for questions. Those who answer the objection read it, and nobody else: not the "
            "school, and it is never shown on a page."
        ),
    )
