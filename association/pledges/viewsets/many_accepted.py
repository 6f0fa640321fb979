"""Many signed pledges accepted in one go: choose, look, confirm, read what became of each."""

from secrets import token_hex
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from association.alliances.enums import AllianceCode
from association.alliances.models import School
from association.core.panels import pledges_accepted
from association.pledges.enums import AcceptanceOutcome
from association.pledges.forms import MOST_AT_ONCE, AcceptManyForm
from association.pledges.models import Acceptance, Pledge
from association.pledges.permissions import pledge_policy
from association.pledges.selectors import Reviewable, look_into_review
from association.pledges.services import accept_many, work_off
from association.pledges.services.many import AT_ONCE

LATEST = 10


class ManyView(PermissionCheckedMixin, WagtailAdminTemplateMixin):
    """What these pages share: whoever decides on pledges opens them."""

    model = Pledge
    permission_policy = pledge_policy
    permission_required = "review"
    header_icon = "edit"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        plural = capfirst(Pledge._meta.verbose_name_plural)
        return [
            *self.breadcrumbs_items,
            {"url": reverse("pledge:index"), "label": plural},
            {"url": "", "label": self.get_page_title()},
        ]


class ChooseManyView(ManyView, FormView):
    """One address for choice and preview; nothing is accepted before the last button.

    `?alliance=` leaves the members of one alliance.
    """

    form_class = AcceptManyForm
    template_name = "pledges/admin/accept_many.html"
    preview_template = "pledges/admin/accept_many_preview.html"
    page_title = gettext_lazy("Accept many")

    def form_valid(self, form: AcceptManyForm) -> HttpResponse:
        if "change" in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form))
        if "confirm" in self.request.POST and form.cleaned_data["key"]:
            return self._accept(form)
        return self._preview(form)

    def form_invalid(self, form: AcceptManyForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if "possible" in context:
            return context
        found = look_into_review(self._offered()[:MOST_AT_ONCE], self.request.user)
        form = context["form"]
        ticked = set(form.data.getlist("chosen")) if form.is_bound else _first_choice(found)
        latest = Acceptance.objects.select_related("asked_by").annotate(count=Count("lines"))
        return context | {
            "rows": [(each, str(each.pledge.pk) in ticked) for each in found],
            "most": MOST_AT_ONCE,
            "is_cut": len(found) == MOST_AT_ONCE,
            "alliance": self._alliance(),
            "alliances": AllianceCode.choices,
            "latest": latest[:LATEST],
        }

    def _offered(self) -> Any:
        pledges = Pledge.objects.ready_for_review().order_by("undo_until", "pk")
        if code := self._alliance():
            pledges = pledges.filter(school__in=School.objects.in_alliance(code).values("pk"))
        return pledges

    def _alliance(self) -> str:
        code = self.request.GET.get("alliance", "")
        return code if code in AllianceCode.values else ""

    def _preview(self, form: AcceptManyForm) -> HttpResponse:
        """Name each with what stands against it; those that cannot be accepted are left out."""
        chosen = form.cleaned_data["chosen"].order_by("undo_until", "pk")
        found = look_into_review(chosen, self.request.user)
        context = self.get_context_data(
            form=form,
            key=token_hex(16),
            possible=[each for each in found if not each.refusal],
            refused=[each for each in found if each.refusal],
            to_read=[each for each in found if each.notes and not each.refusal],
        )
        return self.response_class(
            request=self.request, template=[self.preview_template], context=context
        )

    def _accept(self, form: AcceptManyForm) -> HttpResponse:
        chosen = form.cleaned_data["chosen"].order_by("undo_until", "pk")
        acceptance = accept_many(
            key=form.cleaned_data["key"], pledges=list(chosen), acting_user=self.request.user
        )
        if acceptance.lines.count() <= AT_ONCE:
            work_off(acceptance=acceptance)
        return redirect("pledge:many_accepted", acceptance.pk)


def _first_choice(found: list[Reviewable]) -> set[str]:
    return {str(each.pledge.pk) for each in found if each.is_plain}


class AcceptanceView(ManyView):
    """What is shown of one acceptance, to all who read pledges."""

    permission_required = "view"

    @cached_property
    def acceptance(self) -> Acceptance:
        rows = Acceptance.objects.select_related("asked_by")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @cached_property
    def counts(self) -> dict[str, int]:
        """The lines by outcome, and all of them as `total`."""
        outcomes = {
            outcome.value: Count("pk", filter=Q(outcome=outcome)) for outcome in AcceptanceOutcome
        }
        return self.acceptance.lines.aggregate(total=Count("pk"), **outcomes)

    def progress(self) -> dict[str, int]:
        """Return what the part of the page that refreshes itself shows."""
        return {
            "done": self.counts["total"] - self.counts["waiting"],
            "total": self.counts["total"],
        }


class ManyAcceptedView(AcceptanceView, TemplateView):
    """How far one acceptance is, and what became of each pledge."""

    template_name = "pledges/admin/accepted_many.html"
    page_title = gettext_lazy("Accepted in one go")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines = self.acceptance.lines.select_related("pledge__school")
        refused = lines.filter(outcome=AcceptanceOutcome.REFUSED)
        panels = pledges_accepted.panels(subject=self.acceptance, user=self.request.user)
        return super().get_context_data(
            **self.progress(),
            acceptance=self.acceptance,
            counts=self.counts,
            at_work=bool(self.counts["waiting"]),
            refused=refused,
            lines=lines.exclude(outcome=AcceptanceOutcome.REFUSED),
            panels=[] if self.counts["waiting"] else panels,
            **kwargs,
        )


class ProgressView(AcceptanceView, View):
    """The part of the page that changes while pledges are accepted; asked for by its script."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        response = TemplateResponse(
            request, "pledges/admin/accepted_many_progress.html", self.progress()
        )
        if not self.counts["waiting"]:
            # The script loads the whole page anew.
            response.headers["X-Import-Ended"] = "1"
        return response
