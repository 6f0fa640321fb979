"""The register of schools in the admin: list, page of a school."""

from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from association.alliances.models import Handover, School
from association.alliances.selectors import (
    history_of,
    invitation_state,
    licence_validity,
    open_handover_of,
    with_people,
)
from association.alliances.viewsets import acts, entries
from association.alliances.viewsets.acts import may_invite
from association.alliances.viewsets.contacts import ReadContactView
from association.alliances.viewsets.school_list import (
    SchoolFilterSet,
    SchoolIndexView,
    alliance_name,
    membership_state,
    principal_name,
)
from association.core.viewsets import RecordInspectView, RecordViewSet


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
        Column("alliance", label=_("Alliance"), accessor=alliance_name),
        StatusTagColumn(
            "membership",
            label=_("Membership"),
            accessor=membership_state,
            primary=lambda school: bool(school.current),
        ),
        Column(
            "licence",
            label=_("Licence valid until"),
            accessor=licence_validity,
            sort_key="licence_valid_until",
        ),
        Column("principal", label=_("Principal here"), accessor=principal_name),
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
        ("hide_introduction", acts.HideIntroductionView),
    ]

    def get_urlpatterns(self) -> list[URLPattern]:
        add = path("new/", self.construct_view(entries.AddSchoolView), name="add")
        return [*super().get_urlpatterns(), add]
