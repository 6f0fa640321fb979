"""What stands between two schools: which two, of what kind, and why."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from association.alliances.enums import MembershipStatus
from association.alliances.models import School
from association.alliances.selectors import LONGEST_SEARCH, matching
from association.peer_review.enums import TieKind
from association.peer_review.models import Tie

NAMED = 5  # schools named in an answer


class SchoolNameInput(forms.TextInput):
    """A line to type in, with the names of schools offered by the browser below it."""

    template_name = "peer_review/admin/school_name_input.html"
    offered: Sequence[str] = ()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        names = f"{context['widget']['attrs'].get('id', name)}-names"
        context["widget"]["attrs"] |= {"list": names, "autocomplete": "off"}
        return context | {"offered": self.offered, "names": names}


class SchoolByNameField(forms.CharField):
    """A member school, found by its name, a part of it, or its credit code."""

    widget = SchoolNameInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_SEARCH, **kwargs)

    def clean(self, value: Any) -> School | None:
        text = super().clean(value)
        return self._find(text) if text else None

    def _find(self, text: str) -> School:
        members = School.objects.filter(memberships__status=MembershipStatus.ACTIVE)
        exact = list(members.filter(name=text)[:2])
        found = exact if len(exact) == 1 else list(members.filter(matching(text))[: NAMED + 1])
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(_("No member school has this in its name or credit code."))
        names = _(", ").join(f"{school.name} ({school.uscc})" for school in found[:NAMED])
        raise ValidationError(
            _("Several schools fit: %(names)s. Please type more, or the credit code."),
            params={"names": names},
        )


class TieForm(forms.Form):
    """Two schools and what stands between them.

    school: whoever declares for this school names only the other one. `pair()` returns both.
    """

    one = SchoolByNameField(label=gettext_lazy("One school"))
    other = SchoolByNameField(
        label=gettext_lazy("The other school"),
        help_text=gettext_lazy("Type some characters of the name, or the credit code."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What stands between them"),
        choices=TieKind.choices,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("In a few words"),
        max_length=Tie._meta.get_field("reason").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "The two schools, the secretariat and its auditor read this, nobody else. A public "
            "draw shows only that the two do not visit one another."
        ),
    )

    def __init__(self, *args: Any, school: School | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._school = school
        if school is not None:
            del self.fields["one"]
        names = list(
            School.objects.filter(memberships__status=MembershipStatus.ACTIVE)
            .order_by("search_name")
            .values_list("name", flat=True)
        )
        for name in {"one", "other"} & set(self.fields):
            self.fields[name].widget.offered = names

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        one = self._school or cleaned.get("one")
        if one is not None and one == cleaned.get("other"):
            self.add_error("other", _("Choose two different schools."))
        return cleaned

    def pair(self) -> tuple[School, School]:
        """Return the two schools of a valid form."""
        return self._school or self.cleaned_data["one"], self.cleaned_data["other"]
