"""The words of every kind of message, in both languages, with a preview before they are kept."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.base import ViewSet

from association.messaging.forms import TextForm
from association.messaging.models import MessageText
from association.messaging.permissions import text_policy
from association.messaging.services import change_text, reset_text
from association.messaging.wording import FIELDS, LANGUAGES, Kind, all_kinds, fill_text, kind_of


class TextsMenuItem(MenuItem):
    """Shown to those who may read the words."""

    def is_shown(self, request: HttpRequest) -> bool:
        return text_policy.user_has_permission(request.user, "view")


class TextPage(PermissionCheckedMixin, WagtailAdminTemplateMixin):
    """What the pages of words share."""

    permission_policy = text_policy
    permission_required = "view"
    header_icon = "mail"

    @cached_property
    def kind(self) -> Kind:
        try:
            return kind_of(self.kwargs["code"])
        except KeyError as error:
            raise Http404 from error

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.get_page_title()}
        if "code" not in self.kwargs:
            return [*self.breadcrumbs_items, here]
        over = {"url": reverse("message_texts:index"), "label": _("Words of messages")}
        return [*self.breadcrumbs_items, over, here]


class TextsView(TextPage, TemplateView):
    """Every kind of message with its subject, and whether the association changed it."""

    template_name = "messaging/admin/texts.html"
    page_title = gettext_lazy("Words of messages")
    http_method_names = ["get", "head"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = {row.kind: row for row in MessageText.objects.all()}
        rows = [
            {
                "kind": kind,
                "own": own.get(kind.code),
                "subject": own[kind.code].subject_zh
                if kind.code in own
                else kind.words["subject_zh"],
            }
            for kind in all_kinds()
        ]
        return super().get_context_data(**kwargs, rows=rows)


class TextView(TextPage, FormView):
    """One kind: read by those who may view it, changed by those who may change it."""

    template_name = "messaging/admin/text.html"
    form_class = TextForm

    def get_page_title(self) -> str:
        return self.kind.name

    @cached_property
    def may_change(self) -> bool:
        return self.user_has_permission("change")

    def get_form_kwargs(self) -> dict[str, Any]:
        row = MessageText.objects.filter(kind=self.kind.code).first()
        self.is_own = row is not None
        start = row or MessageText(kind=self.kind.code, **self.kind.words)
        return {**super().get_form_kwargs(), "instance": start, "kind": self.kind}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.may_change:
            raise Http404
        if "reset" in request.POST:
            reset_text(kind=self.kind, acting_user=request.user)
            messages.success(request, _("The shipped words hold again."))
            return redirect("message_texts:index")
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: TextForm) -> HttpResponse:
        texts = {name: form.cleaned_data[name] for name in FIELDS}
        if "preview" in self.request.POST:
            context = self.get_context_data(form=form, shown=shown(self.kind, texts))
            return self.render_to_response(context)
        change_text(kind=self.kind, texts=texts, acting_user=self.request.user)
        messages.success(self.request, _("These words hold from the next message on."))
        return redirect("message_texts:index")

    def form_invalid(self, form: TextForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        texts = {name: form.initial[name] for name in FIELDS}
        return {
            "kind": self.kind,
            "words": [(f"{{{word}}}", *examples) for word, examples in self.kind.samples.items()],
            "may_change": self.may_change,
            "is_own": self.is_own,
            "shown": shown(self.kind, texts),
            **context,
        }


def shown(kind: Kind, texts: Mapping[str, str]) -> list[dict[str, str]]:
    """Return what a person reads, with the examples filled in, in each language."""
    return [
        {
            part: fill_text(texts[f"{part}_{language}"], kind.sample(language))
            for part in ("subject", "body", "short")
        }
        | {"language": code}
        for language, code in LANGUAGES.items()
    ]


class TextsViewSet(ViewSet):
    """The words of messages in the admin's settings."""

    name = "message_texts"
    url_prefix = "message-texts"
    icon = "mail"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", TextsView.as_view(), name="index"),
            path("<slug:code>/", TextView.as_view(), name="text"),
        ]
