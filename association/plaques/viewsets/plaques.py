"""Plaques: list, single page, and the addresses of every act on them."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.widgets.button import Button, HeaderButton

from association.alliances.enums import AllianceCode
from association.core.models import AssociationProfile
from association.core.qr import qr_data_address
from association.core.viewsets import RecordIndexView, RecordInspectView, RecordViewSet
from association.plaques.artwork import missing_characters, plaque_words
from association.plaques.enums import PublicState
from association.plaques.models import Plaque
from association.plaques.permissions import plaque_policy, proposal_policy
from association.plaques.selectors import (
    alliance_of,
    pledges_without_plaque,
    public_view,
    with_alliance,
    with_public_facts,
)
from association.plaques.services import possible_measures
from association.plaques.viewsets.acts import ActivateView, ProposeView, told
from association.plaques.viewsets.issuing import IssueView, WaitingView
from association.plaques.viewsets.pictures import PictureView, PreviewView


class PlaqueFilters(WagtailFilterSet):
    """By what the public is told today, and by the alliance the school is in now."""

    state = django_filters.ChoiceFilter(
        label=pgettext_lazy("of a plaque", "State"),
        choices=PublicState.choices,
        method="filter_state",
    )
    alliance = django_filters.ChoiceFilter(
        label=gettext_lazy("Alliance"), choices=AllianceCode.choices, method="filter_alliance"
    )

    class Meta:
        model = Plaque
        fields: list[str] = []

    def filter_state(self, plaques: QuerySet, _name: str, value: str) -> QuerySet:
        return plaques.in_state(value)

    def filter_alliance(self, plaques: QuerySet, _name: str, value: str) -> QuerySet:
        return plaques.filter(
            school__memberships__status="active", school__memberships__alliance__code=value
        )


class PlaqueIndexView(RecordIndexView):
    """The list, with the way to the pledges that wait for a plaque."""

    def get_base_queryset(self) -> QuerySet:
        return with_alliance(super().get_base_queryset())

    @cached_property
    def header_buttons(self) -> list[Button]:
        if not plaque_policy.user_has_permission(self.request.user, "issue"):
            return []
        waiting = _("Waiting for a plaque: %(count)s") % {"count": pledges_without_plaque().count()}
        return [HeaderButton(waiting, url=reverse("plaque_admin:waiting"), icon_name="time")]


class PlaqueInspectView(RecordInspectView):
    """One plaque: picture, scan address, history, and what may be done now."""

    template_name = "plaques/admin/plaque.html"

    def with_related(self, rows: QuerySet) -> QuerySet:
        return with_public_facts(rows)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plaque = self.object
        return super().get_context_data(
            plaque=plaque,
            shown=public_view(plaque),
            missing=self._missing_characters(),
            qr=qr_data_address(plaque.scan_url),
            events=told(plaque),
            proposals=plaque.proposals.select_related("promise", "proposed_by"),
            **self._allowed(),
            **kwargs,
        )

    def _missing_characters(self) -> str:
        issuer = AssociationProfile.load(request_or_site=self.request)
        return missing_characters("".join(plaque_words(self.object, issuer=issuer).values()))

    def _allowed(self) -> dict[str, bool]:
        user, plaque = self.request.user, self.object
        decided = not plaque.proposals.open().exists()
        return {
            "may_activate": plaque.status == "issued"
            and plaque_policy.user_has_permission(user, "activate"),
            "may_propose": decided
            and bool(possible_measures(plaque))
            and proposal_policy.user_has_permission(user, "propose"),
        }


class PlaqueViewSet(RecordViewSet):
    """The secretariat's view of plaques."""

    model = Plaque
    name = "plaque_admin"
    url_prefix = "plaques"
    icon = "tick-inverse"
    menu_order = 150
    index_view_class = PlaqueIndexView
    inspect_view_class = PlaqueInspectView
    filterset_class = PlaqueFilters
    search_fields = ["number", "school__search_name", "school__name"]
    list_display = [
        "number",
        Column("school", label=gettext_lazy("School"), accessor="school.name"),
        Column("alliance", label=gettext_lazy("Alliance"), accessor=alliance_of),
        StatusTagColumn(
            "state",
            label=pgettext_lazy("of a plaque", "State"),
            accessor="state.label",
            primary=lambda plaque: plaque.state == PublicState.VALID,
        ),
        "valid_until",
        "issued_on",
    ]
    acts = [("activate", ActivateView), ("propose", ProposeView)]

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("waiting/", self.construct_view(WaitingView), name="waiting"),
            path("issue/<int:pledge>/", self.construct_view(IssueView), name="issue"),
            path("picture/<int:pk>.png", self.construct_view(PictureView), name="picture"),
            path("preview/<int:pk>/", self.construct_view(PreviewView), name="preview"),
        ]
