"""What people fill in: the secretariat about schools and people, a school about itself."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from association.alliances.enums import CampusKind, Capacity, CoordinateSystem
from association.alliances.models import Alliance, Campus, School
from association.alliances.roster.faults import FAULTS
from association.alliances.selectors import LONGEST_SEARCH, is_taken
from association.core import uscc
from association.core.coordinates import to_wgs84

SEAT_TAKEN = _("This school has a principal here. End that appointment first.")


class AcceptForm(forms.Form):
    """Nothing to fill in: the button is the answer."""


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
