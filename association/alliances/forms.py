"""What people fill in: the secretariat about schools and people, a school about itself."""

import re
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from association.alliances.codes import LONGEST as LONGEST_CODE
from association.alliances.enums import CampusKind, Capacity, CoordinateSystem
from association.alliances.models import Alliance, Campus, Department, School
from association.alliances.roster.faults import FAULTS
from association.alliances.selectors import (
    LONGEST_SEARCH,
    find_invitation,
    is_taken,
    may_be_invited,
    schools_acted_for,
    visitor_candidates,
)
from association.core import uscc
from association.core.coordinates import to_wgs84

# One sheet each; the largest district has fewer, and one file stays quick to set.
MOST_AT_ONCE = 500
KEY = re.compile(r"[0-9a-f]{32}")
SEAT_TAKEN = _(
    "This school has a principal here. Begin a hand-over, or end that appointment first."
)


class AcceptForm(forms.Form):
    """Nothing to fill in: the button is the answer."""


class JoinCodeForm(forms.Form):
    """An invitation's code, typed from its sheet."""

    code = forms.CharField(
        label=_("Code of the invitation"),
        help_text=_("As it stands on the sheet. Capital or small letters and gaps do not matter."),
        max_length=LONGEST_CODE,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    def clean_code(self) -> str:
        found = find_invitation(self.cleaned_data["code"])
        if found is None:
            raise ValidationError(
                _(
                    "This is not the code of an invitation. Please compare it with the sheet, "
                    "number first, then the four groups."
                )
            )
        return found.code


class ReasonForm(forms.Form):
    """Why something is taken back, refused or called off."""

    reason = forms.CharField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=500
    )


class HandOverForm(ReasonForm):
    """A principal hands over. The tick keeps a slip of the finger from inviting a successor."""

    understood = forms.BooleanField(
        label=_("I have read what happens, and another person is to take over as principal.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False
        self.fields["reason"].help_text = _("For the secretariat; it is not made public.")


class StartHandoverForm(ReasonForm):
    """The secretariat begins a hand-over because the principal is gone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _(
            "How you know that the principal has gone and who sends the successor: letter, date, "
            "who signed it. The principal is written to and reads this."
        )


class ChooseAllianceForm(forms.Form):
    """Whose members are to be invited; empty for all."""

    alliance = forms.ModelChoiceField(
        label=_("Alliance"),
        queryset=Alliance.objects.all(),
        to_field_name="code",
        required=False,
        empty_label=_("All alliances"),
    )


class InviteManyForm(ChooseAllianceForm):
    """The schools chosen for one print, and the key under which they are invited once."""

    key = forms.CharField(max_length=40, required=False)
    chosen = forms.ModelMultipleChoiceField(
        queryset=may_be_invited(),
        error_messages={
            "required": _("Please choose at least one school."),
            "invalid_choice": _("A school you chose has a principal by now. Please look again."),
            "invalid_pk_value": _("A school you chose is not in the register. Please look again."),
        },
    )

    def clean_chosen(self) -> Any:
        chosen = self.cleaned_data["chosen"]
        if len(chosen) > MOST_AT_ONCE:
            raise ValidationError(
                _("At most %(most)s schools at once. Please choose one alliance after another."),
                params={"most": MOST_AT_ONCE},
            )
        return chosen

    def clean_key(self) -> str:
        key = self.cleaned_data["key"]
        if key and not KEY.fullmatch(key):
            raise ValidationError(_("Please choose again."))
        return key


class LeaveForm(forms.Form):
    """A school leaves. The tick keeps a slip of the finger from ending a pledge."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("In your own words. The association reads it; it is not made public."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        required=False,
    )
    understood = forms.BooleanField(
        label=_("I have read what happens, and our school leaves the association.")
    )


class RecordLeavingForm(forms.Form):
    """The secretariat writes down that a school has left by letter or in person."""

    reason = forms.CharField(
        label=_("How the school told you"),
        help_text=_("For example: letter of the principal, with its date."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
    )


class ReadContactForm(forms.Form):
    """Why somebody needs a person's own number."""

    reason = forms.CharField(
        label=_("What you need it for"),
        help_text=_("For example: the photo of the gate shows another sign."),
        max_length=200,
    )


class MemberSearchForm(forms.Form):
    """Part of a school's name."""

    q = forms.CharField(required=False, max_length=LONGEST_SEARCH)


class InviteForm(forms.Form):
    """Whom to invite for a school."""

    capacity = forms.ChoiceField(
        label=_("Capacity"),
        choices=Capacity.choices,
        initial=Capacity.PRINCIPAL,
        widget=forms.RadioSelect,
        help_text=_("A principal signs for the school. Staff prepare, but do not sign."),
    )

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.school = school

    def clean_capacity(self) -> str:
        capacity = self.cleaned_data["capacity"]
        if is_taken(self.school, capacity):
            raise ValidationError(SEAT_TAKEN)
        return capacity


class AppointLeadForm(forms.Form):
    """Who is to lead an alliance."""

    user = forms.ModelChoiceField(label=_("Person"), queryset=get_user_model().objects.none())

    def __init__(self, *args: Any, alliance: Alliance, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leading = alliance.leads.filter(until__isnull=True).values("user")
        self.fields["user"].queryset = (
            get_user_model().objects.filter(is_active=True).exclude(pk__in=leading)
        ).order_by("username")


class AppointVisitorForm(forms.Form):
    """Who is to visit schools for an alliance: anybody who may, as the secretariat sees it."""

    user = forms.ModelChoiceField(label=_("Person"), queryset=get_user_model().objects.none())

    def __init__(self, *args: Any, alliance: Alliance, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        visiting = alliance.visitors.filter(until__isnull=True).values("user")
        self.fields["user"].queryset = (
            get_user_model().objects.filter(is_active=True).exclude(pk__in=visiting)
        ).order_by("username")


class ChooseVisitorForm(forms.Form):
    """Who is to visit, as a lead sees it: somebody of a member school, named with that school."""

    user = forms.ModelChoiceField(
        label=_("Person"),
        queryset=get_user_model().objects.none(),
        empty_label=_("Choose a person"),
    )

    def __init__(self, *args: Any, alliance: Alliance, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        candidates = visitor_candidates(alliance)
        schools = schools_acted_for(candidates)
        self.fields["user"].queryset = candidates
        self.fields["user"].label_from_instance = lambda user: " · ".join(
            [str(user), *(school.name for school in schools.get(user.pk, []))]
        )
        self.is_possible = bool(schools)


class DepartmentForm(forms.ModelForm):
    """A department's entry."""

    class Meta:
        model = Department
        fields = ("kind", "name_zh", "name_en")


class AppointLiaisonForm(forms.Form):
    """Who is to read for a department."""

    user = forms.ModelChoiceField(label=_("Person"), queryset=get_user_model().objects.none())

    def __init__(self, *args: Any, department: Department, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reading = department.liaisons.filter(until__isnull=True).values("user")
        self.fields["user"].queryset = (
            get_user_model().objects.filter(is_active=True).exclude(pk__in=reading)
        ).order_by("username")


class AllianceForm(forms.ModelForm):
    """An alliance's names."""

    class Meta:
        model = Alliance
        fields = ("name_zh", "name_en")


class SchoolForm(forms.ModelForm):
    """A school's entry in the register, without its credit code, which never changes."""

    alliance = forms.ModelChoiceField(label=_("Alliance"), queryset=Alliance.objects.all())
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = School
        fields = (
            "name",
            "kind",
            "subject_field",
            "approved_scope",
            "licence_no",
            "licence_valid_until",
            "licence_long_term",
            "contact_name",
            "phone",
        )
        widgets = {
            "licence_valid_until": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        }

    def values(self) -> dict[str, Any]:
        """Return the school's fields as they should be."""
        return {name: self.cleaned_data[name] for name in self._meta.fields}


class NewSchoolForm(SchoolForm):
    """A school that is not in the register yet."""

    uscc = forms.CharField(
        label=_("Unified social credit code"),
        max_length=60,
        help_text=_("18 characters, from the registration certificate. It cannot be changed."),
    )
    field_order = ["name", "uscc"]

    def clean_uscc(self) -> str:
        try:
            code = uscc.check(self.cleaned_data["uscc"])
        except uscc.InvalidUscc as error:
            raise ValidationError(FAULTS[f"uscc {error.fault}"]) from error
        if holder := School.objects.filter(uscc=code).first():
            raise ValidationError(
                _("This credit code belongs to “%(school)s”, which is in the register already."),
                params={"school": holder},
            )
        return code

    def values(self) -> dict[str, Any]:
        return super().values() | {"uscc": self.cleaned_data["uscc"]}


class CampusForm(forms.ModelForm):
    """A place of teaching. Coordinates are shown as WGS-84 and may be typed in any system."""

    class Meta:
        model = Campus
        fields = ("name", "address", "street", "latitude", "longitude", "source_crs")
        labels = {"name": _("campus name")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.latitude is not None:
            self.initial["source_crs"] = CoordinateSystem.WGS84
        self.fields["latitude"].help_text = _("Degrees north, for example 36.701234.")
        self.fields["longitude"].help_text = _("Degrees east, for example 119.101234.")
        self.fields["source_crs"].help_text = _(
            "Where you read the two numbers: Amap and Tencent show GCJ-02, Baidu shows BD-09, a "
            "GPS receiver WGS-84. Numbers already stored are WGS-84."
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        latitude, longitude = cleaned.get("latitude"), cleaned.get("longitude")
        if (latitude is None) != (longitude is None) and not self.errors:
            raise ValidationError(_("Give both latitude and longitude, or neither."))
        if latitude is None or longitude is None:
            return cleaned
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            raise ValidationError(_("These coordinates are nowhere on earth. Are they swapped?"))
        if not cleaned.get("source_crs"):
            self.add_error("source_crs", _("Say in which system the coordinates are."))
        return cleaned

    def validate_constraints(self) -> None:
        """Left to `clean`, whose words people understand; the verb asks the constraint again."""

    def values(self) -> dict[str, Any]:
        """Return the campus's fields as they should be, with coordinates in WGS-84."""
        place = {"latitude", "longitude", "source_crs"}
        values = {name: self.cleaned_data[name] for name in self._meta.fields if name not in place}
        if place & set(self.changed_data):
            values |= self._coordinates()
        return values

    def _coordinates(self) -> dict[str, Any]:
        latitude, longitude = self.cleaned_data["latitude"], self.cleaned_data["longitude"]
        if latitude is None:
            return {"latitude": None, "longitude": None, "source_crs": ""}
        crs = self.cleaned_data["source_crs"]
        latitude, longitude = to_wgs84(latitude, longitude, crs=crs)
        return {"latitude": latitude, "longitude": longitude, "source_crs": crs}


class FurtherCampusForm(CampusForm):
    """A campus or teaching point beside the main campus."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[choice for choice in CampusKind.choices if choice[0] != CampusKind.MAIN],
    )

    class Meta(CampusForm.Meta):
        fields = ("kind", *CampusForm.Meta.fields)
