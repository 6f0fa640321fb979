"""How the lists of all rooms are filtered by alliance."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from association.alliances.enums import AllianceCode
from association.alliances.models import School


class AllianceFilter(django_filters.ChoiceFilter):
    """By the alliance the school is in now. school: the way to it in a lookup, or `pk`."""

    def __init__(self, *, school: str = "school", **kwargs: Any) -> None:
        self.school = school
        super().__init__(label=_("Alliance"), choices=AllianceCode.choices, **kwargs)

    def filter(self, rows: QuerySet, value: str) -> QuerySet:
        if not value:
            return rows
        return rows.filter(**{f"{self.school}__in": School.objects.in_alliance(value).values("pk")})
