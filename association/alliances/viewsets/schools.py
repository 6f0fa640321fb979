"""The register of schools in the admin: list, page of a school."""

import datetime as dt
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from association.alliances.enums import MembershipStatus
from association.alliances.models import Alliance, Handover, Membership, School
from association.alliances.selectors import (
    history_of,
    invitation_state,
    licence_validity,
    matching,
    open_handover_of,
    with_people,
)
from association.alliances.viewsets import acts, entries
from association.alliances.viewsets.acts import may_invite
from association.alliances.viewsets.contacts import ReadContactView
from association.core import clock
from association.core.viewsets import RecordIndexView, RecordInspectView, RecordViewSet

SOON = dt.timedelta(days=90)


class SchoolFilterSet(WagtailFilterSet):
    """What a clerk sorts by."""

    alliance = django_filters.ModelChoiceFilter(
        label=_("Alliance"), queryset=Alliance.objects.all(), method="filter_alliance"
    )
    licence = django_filters.ChoiceFilter(
        label=_("Licence"),
        method="filter_licence",
        choices=[
            ("expired", pgettext_lazy("licence", "Run out")),
            ("soon", _("Runs out within 90 days")),
        ],
    )
    membership = django_filters.ChoiceFilter(
        label=_("Membership"), method="filter_membership", choices=MembershipStatus.choices
    )

    class Meta:
        model = School
        fields = ["kind"]

    def filter_alliance(self, queryset: QuerySet, _name: str, value: Alliance) -> QuerySet:
        return queryset.filter(_is_member(alliance=value))

    def filter_licence(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        today = clock.today()
        if value == "expired":
            return queryset.filter(licence_valid_until__lt=today)
        return queryset.filter(licence_valid_until__range=(today, today + SOON))

    def filter_membership(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        member = _is_member()
        return queryset.filter(member if value == MembershipStatus.ACTIVE else ~member)


def _is_member(**where: Any) -> Exists:
    return Exists(
        Membership.objects.filter(school=OuterRef("pk"), status=MembershipStatus.ACTIVE, **where)
    )


class SchoolIndexView(RecordIndexView):
    """All schools, found by two characters of the name, by credit code or licence number."""

    def get_base_queryset(self) -> QuerySet:
        return with_people(super().get_base_queryset())

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        return queryset.filter(matching(self.search_query)) if self.is_searching else queryset

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if not self.user_has_permission("add"):
            return []
        return [HeaderButton(_("New school"), url=reverse("school_admin:add"), icon_name="plus")]


class SchoolInspectView(RecordInspectView):
    """Everything the association knows about one school, and the acts open to the reader."""

    template_name = "alliances/admin/school.html"
    page_title = _("School")

    def with_related(self, rows: QuerySet) -> QuerySet:
        return with_people(rows)

    @cached_property
    def handover(self) -> Handover | None:
        return open_handover_of(self.object)

    @property
    def header_buttons(self) -> list[HeaderButton]:
        here, buttons = [self.object.pk], []
        if may_invite(self.request.user):
            url = reverse("school_admin:invite", args=here)
            buttons.append(HeaderButton(_("Invite"), url=url, icon_name="mail", priority=10))
            if self.object.principals and not self.handover:
                url = reverse("school_admin:start_handover", args=here)
                buttons.append(
                    HeaderButton(
                        _("Another principal takes over"),
                        url=url,
                        icon_name="resubmit",
                        priority=15,
                    )
                )
        if self.user_has_permission("change"):
            url = reverse("school_admin:edit", args=here)
            buttons.append(HeaderButton(_("Edit"), url=url, icon_name="edit", priority=20))
        return buttons

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        school = self.object
        return super().get_context_data(
            **kwargs,
            membership=next(iter(school.current), None),
            memberships=school.memberships.select_related("alliance"),
            campuses=school.campuses.all(),
            handover=self.handover,
            people=school.representatives.select_related("user"),
            invitations=[
                {"invitation": invitation, "state": invitation_state(invitation)}
                for invitation in school.invitations.all()
            ],
            licence_validity=licence_validity(school),
            history=history_of(school),
            may_change=self.user_has_permission("change"),
        )


def _alliance(school: School) -> str:
    return school.current[0].alliance.name if school.current else ""


def _membership(school: School) -> str:
    return str((MembershipStatus.ACTIVE if school.current else MembershipStatus.LEFT).label)


def _principal(school: School) -> str:
    return str(school.principals[0].user) if school.principals else "—"


class SchoolViewSet(RecordViewSet):
    """Schools in the admin's menu. An entry is never deleted."""

    model = School
    name = "school_admin"
    url_prefix = "schools"
    icon = "home"
    menu_order = 120
    index_view_class = SchoolIndexView
    inspect_view_class = SchoolInspectView
    filterset_class = SchoolFilterSet
    search_fields = ["search_name"]
    ordering = "search_name"
    list_display = [
        TitleColumn(
            "name",
            label=pgettext_lazy("of a school", "Name"),
            url_name="school_admin:inspect",
            sort_key="search_name",
        ),
        Column("uscc", label=_("Credit code"), sort_key="uscc"),
        Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
        Column("alliance", label=_("Alliance"), accessor=_alliance),
        StatusTagColumn(
            "membership",
            label=_("Membership"),
            accessor=_membership,
            primary=lambda school: bool(school.current),
        ),
        Column(
            "licence",
            label=_("Licence valid until"),
            accessor=licence_validity,
            sort_key="licence_valid_until",
        ),
        Column("principal", label=_("Principal here"), accessor=_principal),
    ]
    acts = [
        ("edit", entries.EditSchoolView),
        ("invite", acts.InviteView),
        ("start_handover", acts.StartHandoverView),
        ("record_leaving", acts.RecordLeavingView),
        ("end_appointment", acts.EndAppointmentView),
        ("add_campus", acts.AddCampusView),
        ("edit_campus", acts.EditCampusView),
        ("remove_campus", acts.RemoveCampusView),
        ("read_contact", ReadContactView),
    ]

    def get_urlpatterns(self) -> list[URLPattern]:
        add = path("new/", self.construct_view(entries.AddSchoolView), name="add")
        return [*super().get_urlpatterns(), add]
