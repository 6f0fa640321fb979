"""The secretariat's review: what waits comes first, and a decision has a page of its own."""

from typing import Any

import django_filters
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn

from association.alliances.enums import MembershipStatus
from association.alliances.models import Alliance, Membership
from association.core.panels import pledge_review
from association.core.viewsets import ActView, RecordIndexView, RecordInspectView, RecordViewSet
from association.pledges.enums import PledgeStatus, Verb
from association.pledges.forms import ReturnForm
from association.pledges.models import CovenantVersion, Pledge, PledgeSignature
from association.pledges.permissions import pledge_policy
from association.pledges.selectors import waiting_first
from association.pledges.services import accept_pledge, return_pledge
from association.pledges.views.receipts import signature_response

READY = "ready"


def review_state(pledge: Pledge) -> str:
    """Return the state in a reviewer's words."""
    if pledge.can_be_decided:
        return _("Ready for review")
    if pledge.can_be_undone:
        until = date_format(timezone.localtime(pledge.undo_until), "H:i")
        return _("Can be decided from %(time)s") % {"time": until}
    return pledge.get_status_display()


def alliance_name(pledge: Pledge) -> str:
    """Return the name of the school's alliance; empty for one that has left."""
    return "".join(membership.alliance.name for membership in pledge.school.present_memberships)


class PledgeFilterSet(WagtailFilterSet):
    """By state, alliance and covenant version."""

    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=[(READY, gettext_lazy("Ready for review")), *PledgeStatus.choices],
        method="in_state",
    )
    alliance = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Alliance"), queryset=Alliance.objects.all(), method="in_alliance"
    )
    covenant_version = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Covenant version"), queryset=CovenantVersion.objects.all()
    )

    class Meta:
        model = Pledge
        fields: list[str] = []

    def in_state(self, pledges: QuerySet, name: str, value: str) -> QuerySet:
        return pledges.ready_for_review() if value == READY else pledges.filter(status=value)

    def in_alliance(self, pledges: QuerySet, name: str, value: Alliance) -> QuerySet:
        return pledges.filter(
            school__memberships__alliance=value,
            school__memberships__status=MembershipStatus.ACTIVE,
        )


class PledgeIndexView(RecordIndexView):
    """All pledges, those that can be decided first."""

    def get_base_queryset(self) -> QuerySet:
        present = Membership.objects.filter(status=MembershipStatus.ACTIVE)
        return (
            super()
            .get_base_queryset()
            .select_related("school", "covenant_version", "signature")
            .prefetch_related(
                Prefetch(
                    "school__memberships",
                    queryset=present.select_related("alliance"),
                    to_attr="present_memberships",
                )
            )
        )

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        return super().order_queryset(queryset) if self.ordering else waiting_first(queryset)


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
        )


class ReviewView(ActView):
    """A decision on a signed pledge; names the school, which a receipt number does not."""

    permission_required = "review"

    def get_page_subtitle(self) -> str:
        return f"{self.object.school.name} · {self.object}"


class AcceptView(ReviewView):
    """Accept a signed pledge; its page then leads on to the plaque."""

    page_title = gettext_lazy("Accept the pledge")
    question = gettext_lazy(
        "The pledge comes into force and the school sees it at once. "
        "Its earlier pledge, if there is one, is replaced."
    )
    button_label = gettext_lazy("Yes, accept")
    success_message = gettext_lazy("The pledge is accepted.")

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
            path("signature/<int:pk>/", SignatureView.as_view(), name="signature"),
        ]
