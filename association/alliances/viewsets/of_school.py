"""Lists of what belongs to a school, found by the school."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import TitleColumn

from association.alliances.selectors import matching
from association.core.viewsets import RecordIndexView


class OfSchoolIndexView(RecordIndexView):
    """Records of schools, found by the school's name, credit code or licence number."""

    related: tuple[str, ...] = ("school",)

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().select_related(*self.related)

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        if not self.is_searching:
            return queryset
        return queryset.filter(matching(self.search_query, prefix="school__"))


def school_column(viewset: str) -> TitleColumn:
    """Return the column with the school, which leads to the record. viewset: its name."""
    return TitleColumn(
        "school",
        label=_("School"),
        url_name=f"{viewset}:inspect",
        sort_key="school__search_name",
    )
