"""From an accepted pledge to its plaque."""

from typing import Any

from django import forms
from django.contrib.admin.utils import quote
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button, HeaderButton

from association.core.models import AssociationProfile
from association.core.viewsets import ActView
from association.plaques.artwork import missing_characters
from association.plaques.forms import IssueForm
from association.plaques.models import Plaque
from association.plaques.selectors import pledges_waiting, to_renew
from association.plaques.services import first_term_end, issue_plaque
from association.pledges.models import Pledge


def renewals_of(pledge: Pledge) -> str:
    """Return the numbers that still rest on an earlier pledge; empty where a new one is due."""
    return ", ".join(plaque.number for plaque in to_renew(pledge))


class WaitingView(PermissionCheckedMixin, BaseListingView):
    """The accepted pledges that wait for a plaque or a renewal, longest waiting first."""

    model = Plaque
    permission_required = "issue"
    index_url_name = ""
    page_title = _("Waiting for a plaque")
    header_icon = "time"
    paginate_by = 20
    columns = [
        TitleColumn(
            "school",
            label=_("School"),
            accessor="school.name",
            get_url=lambda pledge: reverse("plaque_admin:issue", args=[pledge.pk]),
        ),
        Column("receipt_no", label=_("Receipt number")),
        DateColumn("decided_at", label=_("Accepted on")),
        Column("to_renew", label=_("Still on the earlier pledge"), accessor=renewals_of),
    ]

    def get_base_queryset(self) -> QuerySet:
        return pledges_waiting()

    @cached_property
    def header_buttons(self) -> list[Button]:
        together = reverse("batch_admin:add")
        return [HeaderButton(_("Issue several together"), url=together, icon_name="doc-full")]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        listing = {"url": reverse(self.index_url_name), "label": _("Plaques")}
        return [*self.breadcrumbs_items, listing, {"url": "", "label": self.get_page_title()}]


class IssueView(ActView):
    """Issue the plaque of a pledge. The number is given in that moment, not before."""

    permission_required = "issue"
    template_name = "plaques/admin/issue.html"
    page_title = _("Issue the plaque")
    button_label = _("Issue the plaque")
    success_message = _("The plaque is issued. It has its number and waits to be hung.")

    plaque: Plaque | None = None

    def get_object(self) -> Pledge:
        return get_object_or_404(
            Pledge.objects.accepted().select_related("school"), pk=self.kwargs["pledge"]
        )

    def get_form(self, form_class: type | None = None) -> IssueForm:
        return IssueForm(pledge=self.object, **self.get_form_kwargs())

    def act(self, form: forms.Form) -> None:
        self.plaque = issue_plaque(
            pledge=self.object,
            campus=form.cleaned_data["campus"],
            acting_user=self.request.user,
        )

    def get_success_url(self) -> str:
        if self.plaque is None:
            return reverse("plaque_admin:waiting")
        return reverse("plaque_admin:inspect", args=[quote(self.plaque.pk)])

    def get_page_subtitle(self) -> str:
        return self.object.school.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": _("Plaques")},
            {"url": reverse("plaque_admin:waiting"), "label": _("Waiting for a plaque")},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        issuer = AssociationProfile.load(request_or_site=self.request)
        return super().get_context_data(
            pledge=self.object,
            renewals=to_renew(self.object),
            valid_until=first_term_end(self.object),
            missing=missing_characters(issuer.name_zh + self.object.school.name),
            **kwargs,
        )
