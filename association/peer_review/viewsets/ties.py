"""Ties between schools in the admin (关联与回避): who declares them reads them, and the auditor."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from association.alliances.selectors import matching
from association.core.viewsets import ActView, RecordIndexView, RecordInspectView, RecordViewSet
from association.peer_review.enums import TieKind
from association.peer_review.forms.rounds import ReasonForm
from association.peer_review.forms.ties import TieForm
from association.peer_review.models import Tie
from association.peer_review.services import declare_tie, end_tie

RELATED = ("first", "second", "declared_by", "ended_by")
STANDING, ENDED = "standing", "ended"


def state_of(tie: Tie) -> str:
    """Say whether a tie holds."""
    return str(STATES[STANDING if tie.ended_at is None else ENDED])


STATES = {
    STANDING: pgettext_lazy("tie", "Holds"),
    ENDED: pgettext_lazy("tie", "Ended"),
}


class TieFilterSet(WagtailFilterSet):
    """By what stands between the schools, and whether it still does."""

    state = django_filters.ChoiceFilter(
        label=pgettext_lazy("tie", "State"), choices=list(STATES.items()), method="filter_state"
    )

    class Meta:
        model = Tie
        fields = ["kind"]

    def filter_state(self, ties: QuerySet, _name: str, value: str) -> QuerySet:
        return ties.filter(ended_at__isnull=value == STANDING)


class TieIndexView(RecordIndexView):
    """All ties, the newest first, found by either school."""

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().select_related(*RELATED)

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        if not self.is_searching:
            return queryset
        either = (matching(self.search_query, prefix=f"{side}__") for side in ("first", "second"))
        one, other = either
        return queryset.filter(one | other)

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if not self.user_has_permission("declare"):
            return []
        url = reverse("tie_admin:declare")
        return [HeaderButton(_("Declare a tie"), url=url, icon_name="plus")]


class TieInspectView(RecordInspectView):
    """One tie: which schools, why, since when, and whether it still holds."""

    template_name = "peer_review/admin/tie.html"
    page_title = _("Tie between schools")

    def with_related(self, rows: QuerySet) -> QuerySet:
        return rows.select_related(*RELATED)

    def get_fields_context(self) -> list[dict[str, Any]]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tie = self.object
        return super().get_context_data(
            **kwargs,
            tie=tie,
            state=state_of(tie),
            may_end=tie.ended_at is None and self.user_has_permission("end"),
        )


class DeclareTieView(ActView):
    """Say that two schools do not visit one another."""

    permission_required = "declare"
    form_class = TieForm
    page_title = _("Declare a tie")
    question = _(
        "From the next draw on these two schools do not visit one another. A draw that was "
        "announced keeps what it was announced with."
    )
    button_label = pgettext_lazy("tie", "Declare")
    success_message = _("The tie is declared. The next draw keeps the two schools apart.")

    def get_object(self) -> Tie:
        return Tie()

    def act(self, form: TieForm) -> None:
        one, other = form.pair()
        self.object = declare_tie(
            one=one,
            other=other,
            kind=TieKind(form.cleaned_data["kind"]),
            reason=form.cleaned_data["reason"],
            acting_user=self.request.user,
        )

    def get_success_url(self) -> str:
        if self.object.pk is None:
            return reverse(self.index_url_name)
        return super().get_success_url()

    def get_page_subtitle(self) -> str:
        return ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        listing = {"url": reverse(self.index_url_name), "label": _("Ties between schools")}
        return [*self.breadcrumbs_items, listing, {"url": "", "label": self.get_page_title()}]


class EndTieView(ActView):
    """Say that nothing stands between two schools any more."""

    permission_required = "end"
    form_class = ReasonForm
    page_title = _("End the tie")
    question = _("From the next draw on these two schools can visit one another again.")
    button_label = _("End the tie")
    success_message = _("The tie has ended.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.object.ended_at is None:
            return super().get(request, *args, **kwargs)
        messages.info(request, gettext("This tie has ended already."))
        return redirect(self.get_success_url())

    def act(self, form: ReasonForm) -> None:
        end_tie(tie=self.object, reason=form.cleaned_data["reason"], acting_user=self.request.user)


class TieViewSet(RecordViewSet):
    """Ties in the admin's menu. A tie is ended, never deleted."""

    model = Tie
    name = "tie_admin"
    url_prefix = "ties"
    icon = "link"
    menu_label = _("Ties between schools")
    menu_order = 174
    index_view_class = TieIndexView
    inspect_view_class = TieInspectView
    filterset_class = TieFilterSet
    search_fields = ["first__search_name", "second__search_name"]
    list_display = [
        TitleColumn("schools", label=_("Schools"), url_name="tie_admin:inspect", accessor=str),
        Column("kind", label=_("What stands between them"), accessor="get_kind_display"),
        StatusTagColumn(
            "state",
            label=pgettext_lazy("tie", "State"),
            accessor=state_of,
            primary=lambda tie: tie.ended_at is None,
        ),
        Column("declared_by", label=_("Declared by")),
        DateColumn("declared_at", label=_("Declared on"), sort_key="declared_at"),
    ]
    acts = [("end", EndTieView)]

    def get_urlpatterns(self) -> list[URLPattern]:
        declare = path("new/", self.construct_view(DeclareTieView), name="declare")
        return [*super().get_urlpatterns(), declare]
