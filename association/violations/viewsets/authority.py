"""What filings and joint visits share in the admin: their lists, and the way from a case."""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext

from association.alliances.selectors import LONGEST_SEARCH, matching
from association.core.viewsets import ActView, RecordIndexView
from association.violations.models import Case


class AuthorityIndexView(RecordIndexView):
    """What goes to departments, the latest first; found by the case's number or its school."""

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().select_related("case__school", "department")

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        if not self.is_searching:
            return queryset
        text = self.search_query[:LONGEST_SEARCH]
        return queryset.filter(self.numbered(text) | matching(text, prefix="case__school__"))

    def numbered(self, text: str) -> Q:
        """Return what a typed number is looked for in."""
        return Q(case__code__icontains=text)


def of_case(view: ActView, case: Case) -> list[dict[str, Any]]:
    """Return the way to a page about a case."""
    return [
        *view.breadcrumbs_items,
        {"url": reverse("case_admin:index"), "label": gettext("Cases")},
        {"url": reverse("case_admin:inspect", args=[case.pk]), "label": str(case)},
    ]
