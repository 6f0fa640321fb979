"""What the pages of appeals, objections and repairs share in the admin."""

from collections.abc import Callable
from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.permission_policies.base import BasePermissionPolicy

from association.alliances.selectors import LONGEST_SEARCH, matching
from association.core.viewsets import ActView, RecordIndexView, RecordInspectView
from association.violations.enums import Verb
from association.violations.selectors.standing import Act
from association.violations.selectors.ways_back import days_left
from association.violations.selectors.ways_back_office import nearest_first

RELATED = ("case__school", "case__promise", "case__finding")
MINE, OVERDUE = "mine", "overdue"


class WayBackFilterSet(WagtailFilterSet):
    """By what is to be done, and state. mine: which rows wait for a person."""

    waiting = django_filters.ChoiceFilter(
        label=pgettext_lazy("filter", "Waiting"),
        choices=[(MINE, _("Waiting for me")), (OVERDUE, _("Overdue"))],
        method="filter_waiting",
    )
    mine: Callable[[Any], QuerySet]

    def filter_waiting(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        found = type(self).mine(self.request.user) if value == MINE else rows.overdue()
        return rows.filter(pk__in=found.values("pk"))


class WayBackIndexView(RecordIndexView):
    """What waits first, the nearest day on top; then what is answered, the latest first."""

    def get_base_queryset(self) -> QuerySet:
        return nearest_first(super().get_base_queryset().select_related("case__school"))

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        if not self.is_searching:
            return queryset
        text = self.search_query[:LONGEST_SEARCH]
        codes = Q(code__icontains=text) | Q(case__code__icontains=text)
        return queryset.filter(codes | matching(text, prefix="case__school__"))


class WayBackInspectView(RecordInspectView):
    """One of them: where it stands, what was asked and answered, and what happened."""

    def with_related(self, rows: QuerySet) -> QuerySet:
        return rows.select_related(*RELATED)

    def get_fields_context(self) -> list[dict[str, Any]]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record = self.object
        is_open = record.decided_at is None
        events = record.events.select_related("acting_user").order_by("-sequence")
        return super().get_context_data(
            **kwargs,
            record=record,
            case=record.case,
            is_open=is_open,
            left=days_left(record.answer_by) if is_open else None,
            events=[{"event": event, "verb": Verb(event.verb).label} for event in events],
        )


class WayBackActView(ActView):
    """An act. Whoever comes when it is not possible reads why on the record."""

    policy: BasePermissionPolicy
    act_name = ""
    related: tuple[str, ...] = RELATED

    def get_object(self) -> Model:
        rows = self.policy.instances_user_has_permission_for(self.request.user, "view")
        return get_object_or_404(rows.select_related(*self.related), pk=self.kwargs["pk"])

    def possible(self) -> list[Act]:
        """Return the acts that are possible now."""
        raise NotImplementedError

    def why_not(self) -> str:
        """Say why none is possible; empty where it is a matter of the state."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.act_name in {act.name for act in self.possible()}:
            return super().get(request, *args, **kwargs)
        state = {"state": self.object.get_status_display()}
        not_now = gettext("It is now “%(state)s”, so this is not possible.") % state
        messages.info(request, self.why_not() or not_now)
        return redirect(self.get_success_url())

    def get_page_subtitle(self) -> str:
        return f"{self.object} · {self.object.case.school.name}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(record=self.object, case=self.object.case, **kwargs)
