"""Plaques: list, single page, and the addresses of every act on them."""

from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.ui.tables import Column, StatusTagColumn

from association.core.models import AssociationProfile
from association.core.qr import qr_data_address
from association.core.viewsets import RecordInspectView, RecordViewSet
from association.plaques.artwork import missing_characters, plaque_words
from association.plaques.enums import (
    LIVING_STATUSES,
    RENEWABLE_STATUSES,
    Colourway,
    PlaqueStatus,
    PublicState,
)
from association.plaques.models import Plaque, TakeDown
from association.plaques.permissions import (
    batch_policy,
    plaque_policy,
    proposal_policy,
    report_policy,
    take_down_policy,
)
from association.plaques.selectors import (
    PublicPlaque,
    alliance_of,
    gate_photo_of,
    public_view,
    with_public_facts,
)
from association.plaques.services import possible_measures
from association.plaques.viewsets.acts import (
    ActivateView,
    HidePhotoView,
    ProposeView,
    RetakeView,
    told,
)
from association.plaques.viewsets.hanging import HangingSheetView, HangingView, PhotoView
from association.plaques.viewsets.issuing import IssueView, WaitingView
from association.plaques.viewsets.lifecycle import RenewView, ReplaceView
from association.plaques.viewsets.pictures import (
    PictureView,
    PreviewView,
    PrintView,
    ProofView,
)
from association.plaques.viewsets.plaque_list import PlaqueFilters, PlaqueIndexView
from association.plaques.viewsets.scans import ScansView


class PlaqueInspectView(RecordInspectView):
    """One plaque: picture, scan address, history, and what may be done now."""

    template_name = "plaques/admin/plaque.html"

    def with_related(self, rows: QuerySet) -> QuerySet:
        return with_public_facts(rows)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plaque, photo = self.object, gate_photo_of(self.object)
        return super().get_context_data(
            plaque=plaque,
            shown=self.shown,
            missing=self._missing_characters(),
            colourways=Colourway.choices,
            qr=qr_data_address(plaque.scan_url),
            events=told(plaque),
            proposals=plaque.proposals.select_related("promise", "proposed_by"),
            photo=photo,
            photo_moved=photo is not None and photo.shows_former_address(plaque.campus),
            copies=plaque.replaced_copies.select_related("replaced_by"),
            **self._elsewhere(),
            **self._allowed(),
            **kwargs,
        )

    @cached_property
    def shown(self) -> PublicPlaque:
        return public_view(self.object)

    def _missing_characters(self) -> str:
        issuer = AssociationProfile.load(request_or_site=self.request)
        return missing_characters("".join(plaque_words(self.object, issuer=issuer).values()))

    def _elsewhere(self) -> dict[str, Any]:
        """What else the secretariat keeps about this plaque, as far as the reader may see it."""
        user, plaque = self.request.user, self.object
        take_downs = TakeDown.objects.filter(plaque=plaque)
        sees_take_downs = take_down_policy.user_has_permission(user, "view")
        sees_reports = report_policy.user_has_permission(user, "view")
        sees_batch = plaque.batch_id and batch_policy.user_has_permission(user, "view")
        return {
            "take_down": take_downs.first() if sees_take_downs else None,
            "open_reports": plaque.reports.open().count() if sees_reports else 0,
            "batch": plaque.batch if sees_batch else None,
        }

    def _allowed(self) -> dict[str, bool]:
        """What the state allows, so that no button leads to a refusal, and the reader's rights."""
        user, plaque = self.request.user, self.object
        proposed = plaque.proposals.open().exists()
        lent = plaque.effective_status in RENEWABLE_STATUSES
        in_time = plaque.state != PublicState.EXPIRED
        newer = plaque.school.pledges.accepted().exclude(pk=plaque.pledge_id)
        allowed = {
            ("activate", "activate"): plaque.effective_status == PlaqueStatus.ISSUED and in_time,
            ("retake", "activate"): plaque.is_confirmed,
            ("hide", "activate"): self.shown.gate_photo is not None,
            ("print", "issue"): plaque.status in LIVING_STATUSES,
            ("renew", "issue"): lent and not proposed and newer.exists(),
            ("replace", "replace"): lent and in_time,
        }
        may = {
            f"may_{act}": fits and plaque_policy.user_has_permission(user, right)
            for (act, right), fits in allowed.items()
        }
        return may | {
            "may_proof": plaque.status in LIVING_STATUSES,
            "may_propose": not proposed
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
    acts = [
        ("activate", ActivateView),
        ("retake", RetakeView),
        ("hide_photo", HidePhotoView),
        ("renew", RenewView),
        ("replace", ReplaceView),
        ("propose", ProposeView),
    ]

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("hanging/", self.construct_view(HangingView), name="hanging"),
            path("hanging.xlsx", self.construct_view(HangingSheetView), name="hanging_sheet"),
            path("photo/<int:pk>.jpg", self.construct_view(PhotoView), name="photo"),
            path("waiting/", self.construct_view(WaitingView), name="waiting"),
            path("scans/", self.construct_view(ScansView), name="scans"),
            path("issue/<int:pledge>/", self.construct_view(IssueView), name="issue"),
            path("picture/<int:pk>.png", self.construct_view(PictureView), name="picture"),
            path("print/<int:pk>.pdf", self.construct_view(PrintView), name="print"),
            path("proof/<int:pk>.pdf", self.construct_view(ProofView), name="proof"),
            path("preview/<int:pk>/", self.construct_view(PreviewView), name="preview"),
        ]
