"""What a secretary looks for in the audit trail."""

import re
from typing import Any

import django_filters
from django.contrib.auth import get_user_model
from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.log_actions import registry

from association.core.models import AuditEntry

LONGEST = 80  # characters of a search
KEY = re.compile(r"[0-9]{1,18}", re.ASCII)


class AuditFilterSet(WagtailFilterSet):
    """Period, person, act, school, object, and a text in the object's name."""

    moment = django_filters.DateFromToRangeFilter(label=_("Period"), widget=DateRangePickerWidget)
    person = django_filters.CharFilter(
        label=_("Done by"), method="filter_person", max_length=LONGEST
    )
    action = django_filters.ChoiceFilter(label=_("Act"), choices=registry.get_choices)
    school = django_filters.CharFilter(
        label=_("School"), method="filter_school", max_length=LONGEST
    )
    label = django_filters.CharFilter(
        label=_("Text in the object's name"), lookup_expr="icontains", max_length=LONGEST
    )
    record = django_filters.CharFilter(
        label=_("Record"),
        method="filter_record",
        max_length=LONGEST,
        help_text=_("Filled in by the link on the record's own page."),
    )
    request_id = django_filters.CharFilter(label=_("Request"), max_length=LONGEST)

    class Meta:
        model = AuditEntry
        fields: list[str] = []

    def filter_person(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        """Find people by user name or by any part of their name, surname first."""
        name = Concat("last_name", "first_name", output_field=CharField())
        latin = Concat("first_name", Value(" "), "last_name", output_field=CharField())
        people = get_user_model().objects.annotate(chinese=name, latin=latin)
        wanted = value.strip()
        found = people.filter(
            Q(username__icontains=wanted)
            | Q(chinese__icontains=wanted)
            | Q(latin__icontains=wanted)
        )
        return queryset.filter(user__in=list(found.values_list("pk", flat=True)[:LONGEST]))

    def filter_school(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        """Find schools by a part of the name or by the credit code."""
        schools = AuditEntry._meta.get_field("school").related_model.objects
        wanted = value.strip()
        found = schools.filter(Q(name__icontains=wanted) | Q(uscc__iexact=wanted))
        return queryset.filter(school__in=list(found.values_list("pk", flat=True)[:500]))

    def filter_record(self, queryset: QuerySet, _name: str, value: Any) -> QuerySet:
        """Show what was done to one record, named as `<app>.<model>:<key>`.

        A school's are all acts in its matters.
        """
        kind, _colon, key = value.partition(":")
        school = AuditEntry._meta.get_field("school").related_model
        if kind == school._meta.label_lower and KEY.fullmatch(key):
            return queryset.filter(school=int(key))
        return queryset.filter(object_type=kind, object_id=key)
