"""Checklist versions: drafted by one person, put in use by another, never edited afterwards."""

from typing import Any

from django import forms
from django.core.exceptions import BadRequest, ValidationError
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin import messages
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
)
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.views.generic import EditView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.admin.widgets.button import HeaderButton

from association.core.errors import RuleError
from association.core.viewsets import RecordIndexView, RecordInspectView, RecordViewSet
from association.peer_review.checklists.questions import groups_of
from association.peer_review.enums import Verb
from association.peer_review.forms.checklists import SectionItemsForm
from association.peer_review.models import ChecklistSection, ChecklistVersion
from association.peer_review.permissions import checklist_policy
from association.peer_review.services.checklists import edit_checklist
from association.peer_review.viewsets.checklist_acts import CopyView, PublishView, StartView
from association.peer_review.viewsets.checklist_files import PaperView, PreviewView, XlsformView

SECTION_PANELS = [
    FieldPanel("key"),
    FieldRowPanel([FieldPanel("title_zh"), FieldPanel("title_en")]),
    FieldPanel("repeats"),
    FieldRowPanel([FieldPanel("repeat_label_zh"), FieldPanel("repeat_label_en")]),
]
ITEM_PANELS = [
    FieldRowPanel([FieldPanel("code"), FieldPanel("promise"), FieldPanel("breach")]),
    FieldPanel("text_zh"),
    FieldPanel("text_en"),
    FieldPanel("help_zh", widget=AdminAutoHeightTextInput),
    FieldPanel("help_en", widget=AdminAutoHeightTextInput),
    FieldRowPanel([FieldPanel("answer_type"), FieldPanel("severity"), FieldPanel("weight")]),
    FieldPanel("choices"),
    FieldRowPanel([FieldPanel("minimum"), FieldPanel("maximum")]),
    FieldRowPanel([FieldPanel("required"), FieldPanel("required_if")]),
    FieldRowPanel([FieldPanel("show_if"), FieldPanel("fails_if")]),
    FieldRowPanel([FieldPanel("photo_on_fail"), FieldPanel("competitor_sensitive")]),
    FieldPanel("picture"),
]
ITEMS_PANEL = ObjectList(
    [InlinePanel("items", panels=ITEM_PANELS, heading=gettext_lazy("Items"))],
    base_form_class=SectionItemsForm,
)


class ChecklistIndexView(RecordIndexView):
    """All versions, newest first, with the rounds that use each."""

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().annotate(rounds_on_it=Count("rounds"))

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        may_draft = checklist_policy.user_has_permission(self.request.user, "add")
        if not may_draft or ChecklistVersion.objects.exists():
            return []
        return [
            HeaderButton(
                _("Start from the shipped checklist"),
                url=reverse("checklist:start"),
                icon_name="plus",
            )
        ]

    def get_edit_url(self, instance: ChecklistVersion) -> str | None:
        return super().get_edit_url(instance) if instance.is_draft else None


class ChecklistInspectView(RecordInspectView):
    """All sections and items in both languages, and the next step for a draft."""

    template_name = "peer_review/admin/checklist.html"

    def get_fields_context(self) -> list[dict[str, Any]]:
        return []

    def get_edit_url(self) -> str | None:
        return super().get_edit_url() if self.object.is_draft else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version, user = self.object, self.request.user
        may_draft = checklist_policy.user_has_permission(user, "add")
        may_publish = checklist_policy.user_has_permission(user, "publish")
        return super().get_context_data(
            **kwargs,
            version=version,
            groups=groups_of(version),
            may_edit=may_draft and version.is_draft,
            may_copy=may_draft and not ChecklistVersion.objects.drafts().exists(),
            may_publish=may_publish and version.is_draft,
            events=[
                {"event": event, "verb": Verb(event.verb).label}
                for event in version.events.select_related("acting_user")
            ],
        )


class DraftEditView(EditView):
    """A draft's title, introduction and sections. A version in use is shown instead."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._frozen() or super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return self._frozen() or super().post(request, *args, **kwargs)
        except (MultiValueDictKeyError, ValidationError, ValueError) as error:
            # Cut short on its way, or changed: a section without its key, or with one of no row.
            raise BadRequest("the form is not whole") from error

    @property
    def version(self) -> ChecklistVersion:
        return self.object

    def _frozen(self) -> HttpResponse | None:
        self.object = self.get_object()
        if self.version.is_draft:
            return None
        messages.warning(
            self.request,
            _("A checklist in use is never changed. Draft a new version instead."),
        )
        return redirect(self.get_inspect_url())

    def save_instance(self) -> Any:
        edit_checklist(version=self.version, write=self.form.save, acting_user=self.request.user)
        return self.form.instance

    def form_valid(self, form: forms.BaseForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except RuleError as refusal:
            # Nothing was saved; what was typed stays on the page.
            form.add_error(None, str(refusal))
            self.produced_error_code = "validation_error"
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)

    def get_inspect_url(self) -> str:
        return reverse("checklist:inspect", args=[self.version.pk])

    def get_success_url(self) -> str:
        return self.get_inspect_url()


class ItemsEditView(DraftEditView):
    """The items of one section of a draft."""

    permission_policy = checklist_policy  # who may change the version may change its items
    page_title = gettext_lazy("Editing the items of")

    def get_object(self, queryset: QuerySet | None = None) -> ChecklistSection:
        seen = checklist_policy.instances_user_has_permission_for(self.request.user, "view")
        rows = ChecklistSection.objects.filter(version__in=seen.values("pk"))
        section = rows.select_related("version").filter(pk=self.kwargs["pk"]).first()
        if section is None:
            raise Http404
        return section

    @property
    def version(self) -> ChecklistVersion:
        return self.object.version

    def get_edit_url(self) -> str:
        return reverse("checklist:items", args=[self.object.pk])

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        plural = ChecklistVersion._meta.verbose_name_plural
        return [
            *self.breadcrumbs_items,
            {"url": reverse("checklist:index"), "label": str(plural)},
            {"url": self.get_inspect_url(), "label": str(self.version)},
            {"url": "", "label": str(self.object)},
        ]


class ChecklistViewSet(RecordViewSet):
    """The checklist's versions (检查表)."""

    model = ChecklistVersion
    name = "checklist"
    icon = "tasks"
    menu_label = pgettext_lazy("menu", "Checklist")
    menu_order = 175
    add_to_reference_index = True  # a picture says where it is in use
    index_view_class = ChecklistIndexView
    inspect_view_class = ChecklistInspectView
    edit_view_class = DraftEditView
    acts = [("copy", CopyView), ("publish", PublishView)]
    panels = [
        FieldRowPanel([FieldPanel("title_zh"), FieldPanel("title_en")]),
        MultiFieldPanel(
            [FieldPanel("intro_zh"), FieldPanel("intro_en")],
            heading=gettext_lazy("Introduction"),
        ),
        InlinePanel("sections", panels=SECTION_PANELS, heading=gettext_lazy("Sections"), min_num=1),
    ]

    @cached_property
    def list_display(self) -> list[Any]:
        return [
            "__str__",
            StatusTagColumn(
                "status",
                label=gettext_lazy("State"),
                accessor="get_status_display",
                primary=lambda version: version.status == "current",
            ),
            # Not Wagtail's date column: that one speaks of days to come as "just now".
            Column(
                "effective_from",
                label=gettext_lazy("In use from"),
                accessor=lambda version: (
                    date_format(version.effective_from, "SHORT_DATE_FORMAT")
                    if version.effective_from
                    else ""
                ),
            ),
            Column("rounds_on_it", label=gettext_lazy("Rounds")),
        ]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(
            **{"edit_url_name": self.get_url_name("edit"), **kwargs}
        )

    def get_form_class(self, for_update: bool = False) -> type[forms.Form]:
        return ModelViewSet.get_form_class(self, for_update)

    def get_urlpatterns(self) -> list[URLPattern]:
        items = ITEMS_PANEL.bind_to_model(ChecklistSection)
        views = {
            "items": self.construct_view(
                ItemsEditView,
                model=ChecklistSection,
                panel=items,
                form_class=items.get_form_class(),
                template_name=self.edit_template_name,
            ),
            "xlsform": self.construct_view(XlsformView),
            "paper": self.construct_view(PaperView),
            "preview": self.construct_view(PreviewView),
        }
        return [
            *super().get_urlpatterns(),
            path("edit/<int:pk>/", self.edit_view, name="edit"),
            path("start/", self.construct_view(StartView), name="start"),
            *(path(f"{name}/<int:pk>/", view, name=name) for name, view in views.items()),
        ]
