"""The secretariat's review: what waits comes first, and a decision has a page of its own."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn

from association.core.panels import pledge_review
from association.core.viewsets import ActView, RecordInspectView, RecordViewSet
from association.pledges.enums import Verb
from association.pledges.forms import ReturnForm
from association.pledges.models import Pledge, PledgeSignature
from association.pledges.permissions import pledge_policy
from association.pledges.services import accept_pledge, return_pledge, term_from_today
from association.pledges.views.receipts import signature_response
from association.pledges.viewsets import many_accepted
from association.pledges.viewsets.pledge_list import (
    PledgeFilterSet,
    PledgeIndexView,
    alliance_name,
    review_state,
)
from association.pledges.viewsets.pledge_papers import PaperSignatureView, PaperView, papers_for


class PledgeInspectView(RecordInspectView):
    """One pledge as evidence: who, what text, whether it is unchanged, and what happened."""

    template_name = "pledges/admin/pledge.html"

    def with_related(self, rows: QuerySet) -> QuerySet:
        return rows.select_related("school", "covenant_version", "signature")

    def get_fields_context(self) -> list[dict[str, Any]]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pledge, user = self.object, self.request.user
        signature = getattr(pledge, "signature", None)
        may_review = pledge_policy.user_has_permission(user, "review")
        return super().get_context_data(
            **kwargs,
            pledge=pledge,
            state=review_state(pledge),
            signature=signature,
            is_versions_text=signature is not None
            and signature.text == pledge.covenant_version.full_text(signature.language),
            ticks=pledge.ticks.select_related("promise"),
            events=[
                {"event": event, "verb": Verb(event.verb).label}
                for event in pledge.events.select_related("acting_user")
            ],
            may_decide=may_review and pledge.can_be_decided,
            must_wait=may_review and pledge.can_be_undone,
            panels=pledge_review.panels(subject=pledge, user=user),
            papers=papers_for(user, pledge),
        )


class ReviewView(ActView):
    """A decision on a signed pledge; names the school, which a receipt number does not."""

    permission_required = "review"

    def get_page_subtitle(self) -> str:
        return f"{self.object.school.name} · {self.object}"


class AcceptView(ReviewView):
    """Accept a signed pledge; its page then leads on to the plaque."""

    page_title = gettext_lazy("Accept the pledge")
    button_label = gettext_lazy("Yes, accept")
    success_message = gettext_lazy("The pledge is accepted.")

    @property
    def question(self) -> str:
        last = term_from_today()["given_until"]
        return _(
            "The pledge comes into force and is given until %(day)s; the school sees it at once. "
            "Its earlier pledge, if there is one, is replaced."
        ) % {"day": date_format(last)}

    def act(self, form: Any) -> None:
        accept_pledge(pledge=self.object, acting_user=self.request.user)


class ReturnView(ReviewView):
    """Return a signed pledge with the reason the school reads."""

    page_title = gettext_lazy("Return the pledge")
    question = gettext_lazy(
        "The school can begin again. The signed pledge and your reason stay in its history."
    )
    button_label = gettext_lazy("Yes, return it")
    success_message = gettext_lazy("The pledge is returned, and the school can read why.")
    form_class = ReturnForm

    def act(self, form: ReturnForm) -> None:
        return_pledge(
            pledge=self.object,
            reason=form.cleaned_data["reason"],
            acting_user=self.request.user,
        )


class SignatureView(View):
    """The drawn signature, for those who may view the pledge."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        pledges = pledge_policy.rows(request.user, "view")
        return signature_response(get_object_or_404(PledgeSignature, pledge__in=pledges, pledge=pk))


class PledgeViewSet(RecordViewSet):
    """Pledges (承诺书)."""

    model = Pledge
    name = "pledge"
    icon = "edit"
    menu_order = 140
    index_view_class = PledgeIndexView
    inspect_view_class = PledgeInspectView
    filterset_class = PledgeFilterSet
    search_fields = ["school__name", "school__uscc", "receipt_no"]
    acts = [("accept", AcceptView), ("return", ReturnView)]

    @cached_property
    def list_display(self) -> list[Any]:
        return [
            TitleColumn(
                "school",
                label=gettext_lazy("School"),
                sort_key="school__search_name",
                get_url=lambda pledge: reverse("pledge:inspect", args=[pledge.pk]),
            ),
            Column("receipt_no", label=gettext_lazy("Receipt"), sort_key="receipt_no"),
            StatusTagColumn(
                "state",
                label=gettext_lazy("State"),
                accessor=review_state,
                primary=lambda pledge: pledge.can_be_decided,
            ),
            Column("alliance", label=gettext_lazy("Alliance"), accessor=alliance_name),
            Column("version", label=gettext_lazy("Version"), accessor="covenant_version.number"),
            DateColumn(
                "signed_at",
                label=gettext_lazy("Signed on"),
                accessor="signature.signed_at",
                sort_key="signature__signed_at",
            ),
        ]

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("many/", self.construct_view(many_accepted.ChooseManyView), name="accept_many"),
            path(
                "many/<int:pk>/",
                self.construct_view(many_accepted.ManyAcceptedView),
                name="many_accepted",
            ),
            path(
                "many/<int:pk>/progress/",
                self.construct_view(many_accepted.ProgressView),
                name="many_progress",
            ),
            path("signature/<int:pk>/", SignatureView.as_view(), name="signature"),
            path("paper/<int:pk>/<slug:kind>.pdf", PaperView.as_view(), name="paper"),
            path(
                "paper/<int:pk>/<slug:kind>.sig",
                PaperSignatureView.as_view(),
                name="paper_signature",
            ),
        ]
