"""What readers of the board ask for, and what a school writes beside a notice."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from association.alliances.enums import AllianceCode
from association.violations.selectors.notices import NoticeQuestion
from association.violations.services.notices import LONGEST_REPLY

PROMISES = [(f"P{number}", f"P{number}") for number in range(1, 9)]
FIRST_YEAR, LAST_YEAR = 2000, 2200


class NoticeFilter(forms.Form):
    """The filters of the board. A value that makes no sense leaves its filter off."""

    alliance = forms.ChoiceField(required=False, choices=AllianceCode.choices)
    promise = forms.ChoiceField(required=False, choices=PROMISES)
    since = forms.DateField(required=False, input_formats=["%Y-%m-%d", "%Y-%m"])
    until = forms.DateField(required=False, input_formats=["%Y-%m-%d"])

    def clean_since(self) -> dt.date | None:
        return _sensible(self.cleaned_data["since"])

    def clean_until(self) -> dt.date | None:
        return _sensible(self.cleaned_data["until"])

    def question(self) -> NoticeQuestion:
        """Return what is asked for, as far as it makes sense."""
        self.full_clean()
        return NoticeQuestion(**{name: value for name, value in self.cleaned_data.items() if value})

    def shown(self) -> dict[str, Any]:
        """Return the values that the fields show again: those that count."""
        asked = self.question()
        return {
            "alliance": asked.alliance,
            "promise": asked.promise,
            "since": asked.since.isoformat() if asked.since else "",
            "until": asked.until.isoformat() if asked.until else "",
        }


class ReplyForm(forms.Form):
    """The school's own words beside the notice."""

    words = forms.CharField(
        label=_("Your words, as parents will read them"),
        max_length=LONGEST_REPLY,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "Say how you see it, and what you have changed. Please name no persons, no children, "
            "and no phone numbers. They stand there unchanged until you write others."
        ),
        error_messages={"required": _("Please write a few words.")},
    )


def _sensible(day: dt.date | None) -> dt.date | None:
    return day if day and FIRST_YEAR <= day.year <= LAST_YEAR else None
