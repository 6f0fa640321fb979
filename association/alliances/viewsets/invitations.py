"""Invitations in the admin: list, page with link and code, sheet to print, take back, send anew."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.widgets.button import HeaderButton

from association.alliances.enums import InvitationStatus
from association.alliances.forms import ReasonForm
from association.alliances.models import Invitation
from association.alliances.selectors import (
    invitation_state,
    join_address,
    present_alliance,
    told_lines,
    unanswered_invitations,
    with_present_alliance,
)
from association.alliances.services import resend_invitation, revoke_invitation
from association.alliances.slips import slip_file
from association.alliances.viewsets import many_invited
from association.alliances.viewsets.acts import InvitersOnly, may_invite
from association.alliances.viewsets.filters import AllianceFilter
from association.alliances.viewsets.of_school import OfSchoolIndexView, school_column
from association.core import clock
from association.core.errors import RuleError
from association.core.qr import qr_data_address
from association.core.viewsets import ActView, RecordInspectView, RecordViewSet
from association.core.viewsets_export import ExportMixin, SheetColumn

RUN_OUT, UNANSWERED = "run_out", "unanswered"


class InvitationFilterSet(WagtailFilterSet):
    """By state as it is told (what has run out is no longer "sent"), capacity, alliance, day."""

    state = django_filters.ChoiceFilter(
        label=pgettext_lazy("invitation", "State"),
        method="filter_state",
        choices=[
            (UNANSWERED, pgettext_lazy("invitation", "Nobody has answered")),
            *InvitationStatus.choices,
            (RUN_OUT, pgettext_lazy("invitation", "Run out")),
        ],
    )

    alliance = AllianceFilter()
    created_at = django_filters.DateFromToRangeFilter(
        label=_("Sent on"), widget=DateRangePickerWidget
    )

    class Meta:
        model = Invitation
        fields = ["state", "capacity", "alliance", "created_at"]

    def filter_state(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        if value == UNANSWERED:
            return queryset.filter(pk__in=unanswered_invitations().values("pk"))
        if value == RUN_OUT:
            return queryset.filter(status=InvitationStatus.SENT, expires_at__lte=clock.now())
        if value == InvitationStatus.SENT:
            return queryset.filter(status=InvitationStatus.SENT, expires_at__gt=clock.now())
        return queryset.filter(status=value)


class InvitationIndexView(ExportMixin, OfSchoolIndexView):
    """All invitations, found by the school's name or credit code. No file holds a code."""

    related = ("school", "accepted_by")
    sheet_name = "invitations"
    sheet_title = _("Invitations")
    sheet_columns = [
        SheetColumn(_("School"), 34, lambda row: row.school.name),
        SheetColumn(_("Unified social credit code"), 22, lambda row: row.school.uscc),
        SheetColumn(_("Alliance"), 16, lambda row: str(present_alliance(row.school) or "")),
        SheetColumn(_("Capacity"), 12, lambda row: row.get_capacity_display()),
        SheetColumn(pgettext_lazy("invitation", "State"), 14, invitation_state),
        SheetColumn(_("Sent on"), 14, lambda row: localdate(row.created_at)),
        SheetColumn(
            pgettext_lazy("invitation", "Valid until"), 14, lambda row: localdate(row.expires_at)
        ),
    ]

    def rows_of_file(self) -> QuerySet:
        return with_present_alliance(super().rows_of_file())

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if not may_invite(self.request.user):
            return []
        url = reverse("invitation_admin:choose_many")
        return [HeaderButton(_("Invite many"), url=url, icon_name="group")]


class InvitationInspectView(RecordInspectView):
    """One invitation. Its link is a key, shown to those who may send one."""

    template_name = "alliances/admin/invitation.html"

    def with_related(self, rows: QuerySet) -> QuerySet:
        return rows.select_related("school", "accepted_by", "sent_by", "handover")

    @property
    def shows_link(self) -> bool:
        return self.object.is_open and may_hold_link(self.request.user, self.object)

    @property
    def header_buttons(self) -> list[HeaderButton]:
        if not self.shows_link:
            return []
        slip = reverse("invitation_admin:slip", args=[self.object.pk])
        return [HeaderButton(_("Print the sheet (PDF)"), url=slip, icon_name="doc-full")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        link = {}
        if self.shows_link:
            address = join_address(self.object)
            link = {"address": address, "qr": qr_data_address(address, side=320)}
        return super().get_context_data(
            **kwargs,
            **link,
            state=invitation_state(self.object),
            events=told_lines(self.object.events.all()),
            may_invite=may_invite(self.request.user),
        )


def may_hold_link(user: Any, invitation: Invitation) -> bool:
    """Say whether a person may see an invitation's link.

    A successor's is for whoever sent it alone: the others may have to confirm the hand-over.
    """
    return may_invite(user) and (invitation.handover_id is None or invitation.sent_by_id == user.pk)


class SlipView(InvitersOnly, InvitationInspectView):
    """An open invitation as one A4 sheet, a PDF to print."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        here = redirect("invitation_admin:inspect", self.object.pk)
        if not may_hold_link(request.user, self.object):
            messages.error(request, gettext("Only who sent this invitation can print its sheet."))
            return here
        try:
            return slip_file([self.object], name=f"invitation-{self.object.pk}")
        except RuleError as error:
            messages.error(request, str(error))
            return here


class TakeBackView(InvitersOnly, ActView):
    """Take an invitation back."""

    form_class = ReasonForm
    page_title = _("Take back")
    question = _("Its link and its printed sheet stop working at once. This cannot be undone.")
    button_label = _("Take the invitation back")
    button_class = "serious"
    success_message = _("The invitation is taken back.")

    def act(self, form: ReasonForm) -> None:
        revoke_invitation(
            invitation=self.object,
            reason=form.cleaned_data["reason"],
            acting_user=self.request.user,
        )


class SendAgainView(InvitersOnly, ActView):
    """Invite anew to the same seat."""

    page_title = _("Send again")
    question = _(
        "A new invitation is made, with a new code. If the old one is still open, it is replaced: "
        "its link and sheets printed from it stop working."
    )
    button_label = _("Make a new invitation")
    success_message = _("The invitation is ready: print its sheet or pass on its link.")

    def act(self, form: forms.Form) -> None:
        self.object = resend_invitation(invitation=self.object, acting_user=self.request.user)


# Wagtail's own column says "just now" of every time to come.
def _sent(invitation: Invitation) -> str:
    return date_format(localtime(invitation.created_at), "SHORT_DATETIME_FORMAT")


def _valid_until(invitation: Invitation) -> str:
    return date_format(localtime(invitation.expires_at), "SHORT_DATETIME_FORMAT")


class InvitationViewSet(RecordViewSet):
    """Invitations in the admin's menu."""

    model = Invitation
    name = "invitation_admin"
    url_prefix = "invitations"
    icon = "mail"
    menu_order = 130
    index_view_class = InvitationIndexView
    inspect_view_class = InvitationInspectView
    filterset_class = InvitationFilterSet
    search_fields = ["school__search_name"]
    ordering = "-created_at"
    list_display = [
        school_column("invitation_admin"),
        Column("capacity", label=_("Capacity"), accessor="get_capacity_display"),
        StatusTagColumn(
            "state",
            label=pgettext_lazy("invitation", "State"),
            accessor=invitation_state,
            primary=lambda invitation: invitation.is_open,
        ),
        Column("created_at", label=_("Sent on"), accessor=_sent, sort_key="created_at"),
        Column(
            "expires_at",
            label=pgettext_lazy("invitation", "Valid until"),
            accessor=_valid_until,
            sort_key="expires_at",
        ),
        Column("accepted_by", label=_("Accepted by"), accessor=lambda row: row.accepted_by or ""),
    ]
    acts = [("slip", SlipView), ("take_back", TakeBackView), ("send_again", SendAgainView)]

    def get_urlpatterns(self) -> list[URLPattern]:
        many = [
            path("many/", self.construct_view(many_invited.ChooseManyView), name="choose_many"),
            path("many/<int:pk>/", self.construct_view(many_invited.ManyInvitedView), name="batch"),
            path(
                "many/<int:pk>/sheets.pdf",
                self.construct_view(many_invited.SheetsView),
                name="batch_sheets",
            ),
        ]
        return [*super().get_urlpatterns(), *many]
