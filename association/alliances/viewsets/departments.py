"""Departments in the admin: which there are, and who reads for them."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from association.alliances.forms import AppointLiaisonForm, DepartmentForm
from association.alliances.models import Department, DepartmentLiaison
from association.alliances.services import (
    add_department,
    appoint_liaison,
    dismiss_liaison,
    rename_department,
)
from association.alliances.viewsets.appointments import AppointView, EndView
from association.core.viewsets import ActView, RecordIndexView, RecordInspectView, RecordViewSet


class DepartmentIndexView(RecordIndexView):
    """All departments, each with `reading` (the appointments of now)."""

    def get_base_queryset(self) -> QuerySet:
        reading = DepartmentLiaison.objects.filter(until__isnull=True).select_related("user")
        rows = super().get_base_queryset()
        return rows.prefetch_related(Prefetch("liaisons", reading, to_attr="reading"))

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if not self.user_has_permission("add"):
            return []
        url = reverse("department_admin:add")
        return [HeaderButton(_("New department"), url=url, icon_name="plus")]


class DepartmentInspectView(RecordInspectView):
    """One department and its liaisons."""

    template_name = "alliances/admin/department.html"

    @property
    def header_buttons(self) -> list[HeaderButton]:
        if not self.user_has_permission("change"):
            return []
        here = [self.object.pk]
        appoint = reverse("department_admin:appoint_liaison", args=here)
        edit = reverse("department_admin:edit", args=here)
        return [
            HeaderButton(_("Appoint a liaison"), url=appoint, icon_name="user", priority=10),
            HeaderButton(_("Edit"), url=edit, icon_name="edit", priority=20),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            liaisons=self.object.liaisons.select_related("user"),
            may_change=self.user_has_permission("change"),
        )


class EditDepartmentView(ActView):
    """Bring a department's entry up to date."""

    permission_required = "change"
    page_title = _("Edit")
    button_label = _("Save")
    success_message = _("The department's entry is up to date.")

    def get_form(self, form_class: type | None = None) -> DepartmentForm:
        return DepartmentForm(instance=self.object, **self.get_form_kwargs())

    def act(self, form: DepartmentForm) -> None:
        rename_department(
            department=self.object, acting_user=self.request.user, **form.cleaned_data
        )


class AddDepartmentView(ActView):
    """Enter a department."""

    permission_required = "add"
    page_title = _("New department")
    button_label = _("Save")
    success_message = _("The department is entered. Now appoint who reads for it.")

    def get_object(self) -> Department:
        return Department()

    def get_form(self, form_class: type | None = None) -> DepartmentForm:
        return DepartmentForm(instance=Department(), **self.get_form_kwargs())

    def act(self, form: DepartmentForm) -> None:
        self.object = add_department(acting_user=self.request.user, **form.cleaned_data)

    def get_success_url(self) -> str:
        if self.object.pk is None:
            return reverse(self.index_url_name)
        return super().get_success_url()

    def get_page_subtitle(self) -> str:
        return ""

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        listing = {"url": reverse(self.index_url_name), "label": _("Departments")}
        return [*self.breadcrumbs_items, listing, {"url": "", "label": self.get_page_title()}]


class AppointLiaisonView(AppointView):
    """Let a person read for a department."""

    permission_required = "change"
    page_title = _("Appoint a liaison")
    question = _(
        "The person reads the register of members and the measures on plaques from now on, and "
        "may download the register. A liaison changes nothing."
    )
    form_class = AppointLiaisonForm
    owner = "department"
    appoint = staticmethod(appoint_liaison)


class EndLiaisonView(EndView):
    """End a person's reading for a department."""

    permission_required = "change"
    told = _("From this moment %(person)s no longer sees the department's desk.")
    part_model = DepartmentLiaison
    owner, office = "department", "liaison"
    dismiss = staticmethod(dismiss_liaison)


class DepartmentViewSet(RecordViewSet):
    """Departments in the admin's menu. An entry is never deleted."""

    model = Department
    name = "department_admin"
    url_prefix = "departments"
    icon = "site"
    menu_order = 185
    index_view_class = DepartmentIndexView
    inspect_view_class = DepartmentInspectView
    list_display = [
        TitleColumn("name", label=_("Department"), url_name="department_admin:inspect"),
        Column("kind", label=_("Kind"), accessor="get_kind_display"),
        Column(
            "reading",
            label=_("Liaisons"),
            accessor=lambda department: "、".join(str(row.user) for row in department.reading),
        ),
    ]
    acts = [
        ("edit", EditDepartmentView),
        ("appoint_liaison", AppointLiaisonView),
        ("end_liaison", EndLiaisonView),
    ]

    def get_urlpatterns(self) -> list[URLPattern]:
        add = path("new/", self.construct_view(AddDepartmentView), name="add")
        return [*super().get_urlpatterns(), add]
