"""How the secretariat meets regulated records in Wagtail.

Lists and single pages to read, and a page of its own for every verb. Nothing is added, edited or
deleted in place.
"""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.admin.utils import quote
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from association.core.errors import RuleError
from association.core.permissions import audit_policy


class RecordIndexView(IndexView):
    """A list that reads related rows in a fixed number of queries."""

    any_permission_required = ["view"]

    def get_base_queryset(self) -> QuerySet:
        policy = self.permission_policy
        return policy.instances_user_has_permission_for(self.request.user, "view")


class RecordInspectView(InspectView):
    """One record to read, with the acts that its state and the reader's rights allow."""

    any_permission_required = ["view"]
    page_title = gettext_lazy("Details")

    def get_object(self, queryset: QuerySet | None = None) -> Model:
        policy = self.permission_policy
        rows = policy.instances_user_has_permission_for(self.request.user, "view")
        record = self.with_related(rows).filter(pk=self.pk).first()
        if record is None:
            raise Http404
        return record

    def with_related(self, rows: QuerySet) -> QuerySet:
        """Fetch along what the page shows. Nothing more by default."""
        return rows

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons = list(super().header_more_buttons)
        if audit_policy.user_has_permission(self.request.user, "view"):
            record = urlencode({"record": f"{self.object._meta.label_lower}:{self.object.pk}"})
            url = f"{reverse('audit_trail')}?{record}"
            buttons.append(Button(_("Audit trail"), url=url, icon_name="history", priority=95))
        return buttons


class ActView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """A verb: GET says what will happen, POST does it. A rule that stands against it is shown.

    Subclasses set `permission_required`, texts and `act`, and mostly a template and a form.
    """

    # A viewset passes only what the class has.
    model: type[Model] | None = None
    index_url_name = ""
    inspect_url_name = ""
    form_class: type[forms.Form] = forms.Form
    template_name = "core/admin/act.html"
    question = ""
    button_label = ""
    button_class = ""
    success_message = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.object = self.get_object()

    def get_object(self) -> Model:
        """Return the row the verb is about; Http404 for rows the user may not see."""
        rows = self.permission_policy.instances_user_has_permission_for(self.request.user, "view")
        record = rows.filter(pk=self.kwargs["pk"]).first()
        if record is None:
            raise Http404
        return record

    def act(self, form: forms.Form) -> Any:
        """Call the service with what was typed. May raise RuleError."""
        raise NotImplementedError

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            self.act(form)
        except RuleError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        messages.success(self.request, self.success_message)
        return redirect(self.get_success_url())

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_success_url(self) -> str:
        return reverse(self.inspect_url_name, args=[quote(self.object.pk)])

    def get_page_subtitle(self) -> str:
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        plural = capfirst(self.model._meta.verbose_name_plural)
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": plural},
            {"url": self.get_success_url(), "label": str(self.object)},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            object=self.object,
            question=self.question,
            button_label=self.button_label or self.get_page_title(),
            button_class=self.button_class,
            back_url=self.get_success_url(),
            **kwargs,
        )


class RecordViewSet(ModelViewSet):
    """A list and a page for each record; verbs are added by `acts`, as (path name, view class).

    An act's address is `<name>/<pk>/` and its URL name is its name.
    """

    index_view_class = RecordIndexView
    inspect_view_class = RecordInspectView
    inspect_view_enabled = True
    copy_view_enabled = False
    add_to_admin_menu = True
    add_to_reference_index = False
    search_backend_name = None
    list_export = []
    acts: list[tuple[str, type[ActView]]] = []

    @property
    def menu_name(self) -> str:
        # Wagtail lights up every item whose name begins that of the open one, and makes names of
        # labels: 牌匾 begins 牌匾批次.
        return self.name

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        # What does not exist must not be linked, not even for a superuser.
        missing = dict.fromkeys(
            f"{view}_url_name" for view in ("add", "edit", "delete", "history", "usage")
        )
        return super().get_common_view_kwargs(**(missing | kwargs))

    def get_form_class(self, for_update: bool = False) -> type[forms.Form]:
        return forms.Form

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path(f"inspect/<{self.pk_path_converter}:pk>/", self.inspect_view, name="inspect"),
            *(
                path(
                    f"{name}/<{self.pk_path_converter}:pk>/",
                    self.construct_view(view),
                    name=name,
                )
                for name, view in self.acts
            ),
        ]

    @cached_property
    def url_finder_class(self) -> type:
        finder = super().url_finder_class
        finder.edit_url_name = self.get_url_name("inspect")
        return finder
