"""Covenant versions: drafted by one person, put in force by another, never edited once signed."""

from typing import Any

from django import forms
from django.core.exceptions import BadRequest, ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.views.generic import EditView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from association.core.errors import RuleError
from association.core.viewsets import ActView, RecordIndexView, RecordInspectView, RecordViewSet
from association.pledges.default_covenant import LATEST
from association.pledges.enums import PledgeStatus, Verb
from association.pledges.forms import PublishForm
from association.pledges.models import CovenantVersion
from association.pledges.permissions import covenant_policy
from association.pledges.services import (
    copy_version,
    draft_default_version,
    edit_draft,
    last_day_to_sign,
    publish_version,
)
from association.pledges.services.covenants import CODES

DETAIL_PANELS = [FieldPanel("code"), FieldPanel("text_zh"), FieldPanel("text_en")]
PROMISE_PANELS = [
    FieldRowPanel([FieldPanel("code"), FieldPanel("key")]),
    FieldRowPanel([FieldPanel("title_zh"), FieldPanel("title_en")]),
    FieldPanel("text_zh"),
    FieldPanel("text_en"),
    InlinePanel("checklist_items", panels=DETAIL_PANELS, heading=gettext_lazy("Checklist items")),
    InlinePanel("breach_codes", panels=DETAIL_PANELS, heading=gettext_lazy("Breach codes")),
]


class CovenantIndexView(RecordIndexView):
    """All versions, newest first, with the pledges in force on each."""

    def get_base_queryset(self) -> QuerySet:
        in_force = Count("pledges", filter=Q(pledges__status=PledgeStatus.ACCEPTED))
        return super().get_base_queryset().annotate(pledges_in_force=in_force)

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        may_draft = covenant_policy.user_has_permission(self.request.user, "add")
        if not may_draft or CovenantVersion.objects.exists():
            return []
        return [
            HeaderButton(
                _("Start from the shipped covenant"),
                url=reverse("covenant:start"),
                icon_name="plus",
            )
        ]

    def get_edit_url(self, instance: CovenantVersion) -> str | None:
        return super().get_edit_url(instance) if instance.is_draft else None


class CovenantInspectView(RecordInspectView):
    """The full text in both languages, and the next step for a draft."""

    template_name = "pledges/admin/covenant.html"

    def with_related(self, rows: QuerySet) -> QuerySet:
        return rows.prefetch_related("promises__checklist_items", "promises__breach_codes")

    def get_fields_context(self) -> list[dict[str, Any]]:
        return []

    def get_edit_url(self) -> str | None:
        return super().get_edit_url() if self.object.is_draft else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version, user = self.object, self.request.user
        may_draft = covenant_policy.user_has_permission(user, "add")
        may_publish = covenant_policy.user_has_permission(user, "publish")
        return super().get_context_data(
            **kwargs,
            version=version,
            may_edit=may_draft and version.is_draft,
            may_copy=may_draft and not CovenantVersion.objects.drafts().exists(),
            may_publish=may_publish and version.is_draft,
            events=[
                {"event": event, "verb": Verb(event.verb).label}
                for event in version.events.select_related("acting_user")
            ],
        )


class CovenantEditView(EditView):
    """The words of a draft. A version in force or replaced is shown instead."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._frozen() or super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return self._frozen() or super().post(request, *args, **kwargs)
        except (MultiValueDictKeyError, ValidationError, ValueError) as error:
            # Cut short on its way, or changed: a promise without its key, or with one of no row.
            raise BadRequest("the form is not whole") from error

    def _frozen(self) -> HttpResponse | None:
        self.object = self.get_object()
        if self.object.is_draft:
            return None
        messages.warning(
            self.request,
            _("The words of a version in force are never changed. Draft a new version instead."),
        )
        return redirect(self.get_inspect_url())

    def save_instance(self) -> CovenantVersion:
        edit_draft(version=self.object, write=super().save_instance, acting_user=self.request.user)
        return self.form.instance

    def form_valid(self, form: forms.BaseForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except RuleError as refusal:
            messages.error(self.request, str(refusal))
            return redirect(self.get_inspect_url())

    def get_success_url(self) -> str:
        return self.get_inspect_url()


class CopyView(ActView):
    """Draft a new version from an existing one."""

    permission_required = "add"
    page_title = gettext_lazy("Draft a new version")
    question = gettext_lazy(
        "A draft with the same words is made. You can change it until another person puts it "
        "in force; this version stays as it is."
    )
    button_label = gettext_lazy("Make the draft")
    success_message = gettext_lazy("The draft is ready to be edited.")

    def act(self, form: forms.Form) -> None:
        self.draft = copy_version(source=self.object, acting_user=self.request.user)

    def get_success_url(self) -> str:
        shown = getattr(self, "draft", None)
        if shown is None:
            return super().get_success_url()
        return reverse("covenant:edit", args=[shown.pk])


class StartView(CopyView):
    """Draft the first version from the text that comes with the site."""

    page_title = gettext_lazy("Start from the shipped covenant")
    question = gettext_lazy(
        "A draft is made from the covenant that comes with this site, in Chinese and English. "
        "Read it with your council and change what does not fit."
    )

    def get_object(self) -> CovenantVersion:
        return CovenantVersion(title_zh=_("Shipped covenant"), title_en=_("Shipped covenant"))

    def act(self, form: forms.Form) -> None:
        if CovenantVersion.objects.exists():
            raise RuleError(_("There is a covenant already. Draft a new version from that one."))
        self.draft = draft_default_version(edition=LATEST, acting_user=self.request.user)

    def get_success_url(self) -> str:
        return super().get_success_url() if hasattr(self, "draft") else reverse("covenant:index")

    def get_page_subtitle(self) -> str:
        return ""

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        first, *_version, last = super().get_breadcrumbs_items()[-3:]
        return [*self.breadcrumbs_items, first, last]


class PublishView(ActView):
    """Put a draft in force."""

    permission_required = "publish"
    page_title = gettext_lazy("Put the version in force")
    question = gettext_lazy(
        "From today schools read and sign this version, and its words can no longer be changed. "
        "Pledges on the version before it stay in force; their schools are asked to sign anew."
    )
    button_label = gettext_lazy("Yes, put it in force")
    success_message = gettext_lazy("The version is in force.")
    form_class = PublishForm

    def get_form_kwargs(self) -> dict[str, Any]:
        replaces = CovenantVersion.objects.current().exists()
        return super().get_form_kwargs() | {"proposed": last_day_to_sign() if replaces else None}

    def act(self, form: PublishForm) -> None:
        publish_version(
            version=self.object,
            sign_by=form.cleaned_data.get("sign_by"),
            acting_user=self.request.user,
        )


class CovenantViewSet(RecordViewSet):
    """The covenant's versions (公约)."""

    model = CovenantVersion
    name = "covenant"
    icon = "doc-full"
    menu_label = gettext_lazy("Covenant")
    menu_order = 170
    index_view_class = CovenantIndexView
    inspect_view_class = CovenantInspectView
    edit_view_class = CovenantEditView
    acts = [("copy", CopyView), ("publish", PublishView)]
    panels = [
        FieldRowPanel([FieldPanel("title_zh"), FieldPanel("title_en")]),
        MultiFieldPanel(
            [FieldPanel("preamble_zh"), FieldPanel("preamble_en")],
            heading=gettext_lazy("Preamble"),
        ),
        InlinePanel(
            "promises",
            panels=PROMISE_PANELS,
            heading=gettext_lazy("The eight promises"),
            min_num=len(CODES),
            max_num=len(CODES),
        ),
        MultiFieldPanel(
            [FieldPanel("closing_zh"), FieldPanel("closing_en")],
            heading=gettext_lazy("Closing terms"),
        ),
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
                label=gettext_lazy("In force from"),
                accessor=lambda version: (
                    date_format(version.effective_from, "SHORT_DATE_FORMAT")
                    if version.effective_from
                    else ""
                ),
            ),
            Column("pledges_in_force", label=gettext_lazy("Pledges in force")),
        ]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(
            **{"edit_url_name": self.get_url_name("edit"), **kwargs}
        )

    def get_form_class(self, for_update: bool = False) -> type[forms.Form]:
        return ModelViewSet.get_form_class(self, for_update)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("edit/<int:pk>/", self.edit_view, name="edit"),
            path("start/", self.construct_view(StartView), name="start"),
        ]
