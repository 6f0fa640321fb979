"""The list of schools: found by name or code, filtered as a clerk looks for them, as a file."""

import datetime as dt
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.widgets.button import HeaderButton

from association.alliances.enums import MembershipStatus
from association.alliances.lacks import lacks
from association.alliances.models import Membership, School
from association.alliances.selectors import licence_validity, matching, with_people
from association.alliances.viewsets.filters import AllianceFilter
from association.core import clock
from association.core.viewsets import RecordIndexView
from association.core.viewsets_export import ExportMixin, SheetColumn

SOON = dt.timedelta(days=90)


class SchoolFilterSet(WagtailFilterSet):
    """What a clerk sorts by."""

    alliance = AllianceFilter(school="pk")
    membership = django_filters.ChoiceFilter(
        label=gettext_lazy("Membership"),
        method="filter_membership",
        choices=MembershipStatus.choices,
    )
    lacks = django_filters.ChoiceFilter(
        label=pgettext_lazy("filter of schools", "What is missing"),
        method="filter_lacks",
        choices=lacks.choices,
    )
    licence = django_filters.ChoiceFilter(
        label=gettext_lazy("Licence"),
        method="filter_licence",
        choices=[
            ("expired", pgettext_lazy("licence", "Run out")),
            ("soon", gettext_lazy("Runs out within 90 days")),
        ],
    )

    class Meta:
        model = School
        fields = ["alliance", "kind", "membership", "lacks", "licence"]

    def filter_licence(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        today = clock.today()
        if value == "expired":
            return queryset.filter(licence_valid_until__lt=today)
        return queryset.filter(licence_valid_until__range=(today, today + SOON))

    def filter_membership(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        present = Membership.objects.filter(school=OuterRef("pk"), status=MembershipStatus.ACTIVE)
        member = Exists(present)
        return queryset.filter(member if value == MembershipStatus.ACTIVE else ~member)

    def filter_lacks(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        return queryset.filter(pk__in=lacks.schools(value).values("pk"))


def alliance_name(school: School) -> str:
    """Return the name of the alliance it is in now; empty for one that has left."""
    return school.current[0].alliance.name if school.current else ""


def membership_state(school: School) -> str:
    """Say whether it is a member."""
    return str((MembershipStatus.ACTIVE if school.current else MembershipStatus.LEFT).label)


def principal_name(school: School) -> str:
    """Return who is its principal here."""
    return str(school.principals[0].user) if school.principals else "—"


def _licence_end(school: School) -> Any:
    """Return a date where there is one, so that the file can be sorted by it."""
    return school.licence_valid_until or licence_validity(school)


def _has_principal(school: School) -> str:
    return _("yes") if school.principals else _("no")


def _member_since(school: School) -> dt.date | None:
    return school.current[0].joined_on if school.current else None


class SchoolIndexView(ExportMixin, RecordIndexView):
    """All schools, found by two characters of the name, by credit code or licence number.

    The file of them names no persons and no phones.
    """

    sheet_name = "schools"
    sheet_title = gettext_lazy("Schools")
    sheet_columns = [
        SheetColumn(gettext_lazy("School"), 34, lambda school: school.name),
        SheetColumn(gettext_lazy("Unified social credit code"), 22, lambda school: school.uscc),
        SheetColumn(gettext_lazy("Kind"), 14, lambda school: school.get_kind_display()),
        SheetColumn(
            gettext_lazy("Subject field"), 14, lambda school: school.get_subject_field_display()
        ),
        SheetColumn(gettext_lazy("Alliance"), 14, alliance_name),
        SheetColumn(gettext_lazy("Membership"), 12, membership_state),
        SheetColumn(gettext_lazy("Member since"), 14, _member_since),
        SheetColumn(gettext_lazy("Licence number"), 24, lambda school: school.licence_no),
        SheetColumn(gettext_lazy("Licence valid until"), 16, _licence_end),
        SheetColumn(gettext_lazy("Principal has an account"), 14, _has_principal),
    ]

    def get_base_queryset(self) -> QuerySet:
        return with_people(super().get_base_queryset())

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        return queryset.filter(matching(self.search_query)) if self.is_searching else queryset

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if not self.user_has_permission("add"):
            return []
        return [HeaderButton(_("New school"), url=reverse("school_admin:add"), icon_name="plus")]
