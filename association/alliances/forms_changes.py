"""What a school fills in about its own data, and the secretariat about that."""

import copy
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from association.alliances.forms import ReasonForm, SchoolForm
from association.alliances.models import Campus, School
from association.alliances.models.change_request import LONGEST_REASON, OF_CAMPUS, OF_SCHOOL
from association.alliances.models.school import LONGEST_ENGLISH, LONGEST_INTRODUCTION
from association.alliances.roster import values
from association.alliances.services.changes import MAX_PROOFS
from association.core.uploads.fields import FilesField

LONGEST_PHONE = School._meta.get_field("phone").max_length


class ChangeForm(forms.ModelForm):
    """What the register should say, filled in with what it says; what differs is asked for.

    What the page showed comes back with the answer, so that a field the register changed meanwhile
    is not taken for one that the school wants back.
    """

    reason = forms.CharField(
        label=gettext_lazy("Why does it change?"),
        help_text=gettext_lazy("One sentence. For example: the new licence came on 1 June."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    proofs = FilesField(
        most=MAX_PROOFS,
        label=gettext_lazy("Proof"),
        help_text=gettext_lazy(
            "One to three photos or PDFs of the new licence or the authority's letter, each up to "
            "10 MB. Only the secretariat and your school see them. No identity cards, please."
        ),
        error_messages={"required": gettext_lazy("Please choose a photo or PDF that proves it.")},
    )

    class Meta:
        model = School
        fields = OF_SCHOOL
        widgets = SchoolForm.Meta.widgets

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        # A copy: a refused form must not change the name in the page's head.
        super().__init__(*args, instance=copy.copy(school), **kwargs)
        self.campuses = list(school.campuses.all())
        for campus in self.campuses:
            for name in OF_CAMPUS:
                self.fields[_name_at(campus, name)] = _field_at(campus, name)
        for name, field in self.fields.items():
            field.show_hidden_initial = name not in {"reason", "proofs"}
        self.order_fields([*(n for n in self.fields if n not in {"reason", "proofs"}), "reason"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not (self.errors or set(self.changed_data) - {"reason", "proofs"}):
            raise ValidationError(
                _("Nothing here differs from the register. Please change what is to be changed.")
            )
        return cleaned

    @property
    def files_are_gone(self) -> bool:
        """Files were sent with something that was wrong; a browser does not keep them."""
        return bool(self.errors and self.files)

    def values(self) -> dict[str, Any]:
        """Return the school's fields that were changed."""
        return {name: self.cleaned_data[name] for name in OF_SCHOOL if name in self.changed_data}

    def places(self) -> dict[int, dict[str, str]]:
        """Return the fields that were changed, by the campus's key."""
        return {
            campus.pk: {
                name: self.cleaned_data[_name_at(campus, name)]
                for name in OF_CAMPUS
                if _name_at(campus, name) in self.changed_data
            }
            for campus in self.campuses
        }

    def contents(self) -> list[tuple[str, bytes]]:
        """Return names and contents of the files, as they came."""
        return [(file.name, file.read()) for file in self.cleaned_data["proofs"]]


def _name_at(campus: Campus, name: str) -> str:
    return f"{name}_{campus.pk}"


def _field_at(campus: Campus, name: str) -> forms.Field:
    field = Campus._meta.get_field(name)
    label = {"campus": campus, "field": field.verbose_name}
    return field.formfield(initial=getattr(campus, name), label=_("%(campus)s: %(field)s") % label)


class OwnDetailsForm(forms.Form):
    """What a school changes by itself: telephone and introduction."""

    phone = forms.CharField(
        label=gettext_lazy("Office phone"),
        help_text=gettext_lazy(
            "For the association and those who visit for it. It is not on your public page."
        ),
        max_length=LONGEST_PHONE,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    introduction_zh = forms.CharField(
        label=gettext_lazy("Introduction, in Chinese"),
        help_text=gettext_lazy(
            "Up to 300 characters: what you teach, for whom, since when. It stands on the page "
            "behind your plaque's code, marked as your own words. Name no association and not the "
            "plaque: the law does not allow them in advertising (Advertising Law, art. 24). No "
            "prices and no promise of results."
        ),
        max_length=LONGEST_INTRODUCTION,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    introduction_en = forms.CharField(
        label=gettext_lazy("Introduction, in English"),
        help_text=gettext_lazy("For those who read the page in English. Else they read Chinese."),
        max_length=LONGEST_ENGLISH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        initial = {name: getattr(school, name) for name in self.base_fields}
        super().__init__(*args, initial=initial, **kwargs)

    def clean_phone(self) -> str:
        phone = self.cleaned_data["phone"]
        if phone == self.initial["phone"]:
            return phone  # as the ledger had it
        try:
            return values.phone(phone)
        except values.BadValue as error:
            raise ValidationError(
                _("Please write it like 0536-1234567, 400-123-4567 or 13812345678.")
            ) from error


class AcceptChangeForm(forms.Form):
    """Whether a gate has moved, where an address changes."""

    same_place = forms.BooleanField(
        label=gettext_lazy("The gate has not moved: only the address is worded anew"),
        help_text=gettext_lazy(
            "Otherwise the position of the gate is forgotten, because it would tell parents that "
            "they stand in the wrong place. Please enter the new one afterwards."
        ),
        required=False,
    )


class DeclineChangeForm(ReasonForm):
    """Why a request is declined."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _(
            "The school reads it: say what is missing or does not fit."
        )


class HideIntroductionForm(ReasonForm):
    """Why an introduction may not be shown."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _("The school reads it, and can then write another.")
