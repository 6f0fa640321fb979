"""The principals of many schools, invited in one go: choose, look, confirm, print."""

from secrets import token_hex
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from association.alliances.forms import KEY, ChooseAllianceForm, InviteManyForm
from association.alliances.models import Invitation, InvitationBatch
from association.alliances.selectors import Addressee, addressees, invitation_state
from association.alliances.services import invite_many
from association.alliances.slips import slip_file, unprintable
from association.alliances.viewsets.acts import InvitersOnly
from association.core.errors import RuleError

LATEST = 10


class ManyView(InvitersOnly, PermissionCheckedMixin, WagtailAdminTemplateMixin):
    """What these pages share."""

    model = Invitation
    permission_required = "view"
    header_icon = "group"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        plural = capfirst(Invitation._meta.verbose_name_plural)
        return [
            *self.breadcrumbs_items,
            {"url": reverse("invitation_admin:index"), "label": plural},
            {"url": "", "label": self.get_page_title()},
        ]


class ChooseManyView(ManyView, FormView):
    """One address for choice and preview; nobody is invited before the last button."""

    form_class = InviteManyForm
    template_name = "alliances/admin/invite_many.html"
    preview_template = "alliances/admin/invite_many_preview.html"
    page_title = gettext_lazy("Invite many")

    def form_valid(self, form: InviteManyForm) -> HttpResponse:
        if "change" in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form))
        if "confirm" in self.request.POST and form.cleaned_data["key"]:
            return self._invite(form)
        return self._preview(form)

    def form_invalid(self, form: InviteManyForm) -> HttpResponse:
        # Who presses the button twice finds everybody invited already, and gets the same print.
        if batch := self._pressed_twice():
            return redirect("invitation_admin:batch", batch.pk)
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if "chosen" in context:
            return context
        form = context["form"]
        choice = ChooseAllianceForm(self.request.POST or self.request.GET)
        alliance = choice.cleaned_data.get("alliance") if choice.is_valid() else None
        found = addressees(alliance)
        without = [each for each in found if not each.principal]
        ticked = set(form.data.getlist("chosen")) if form.is_bound else _first_choice(without)
        return context | {
            "choice": choice,
            "alliance": alliance,
            "rows": [
                (each, str(each.school.pk) in ticked, unprintable(each.school)) for each in without
            ],
            "seated": [each for each in found if each.principal],
            "latest": InvitationBatch.objects.select_related("alliance", "created_by")[:LATEST],
        }

    def _invite(self, form: InviteManyForm) -> HttpResponse:
        chosen = form.cleaned_data["chosen"]
        try:
            batch = invite_many(
                key=form.cleaned_data["key"],
                schools=chosen,
                alliance=form.cleaned_data["alliance"],
                acting_user=self.request.user,
            )
        except RuleError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        made = batch.invitations.count()
        told = ngettext("%(count)s school is invited.", "%(count)s schools are invited.", made)
        messages.success(self.request, told % {"count": made})
        return redirect("invitation_admin:batch", batch.pk)

    def _preview(self, form: InviteManyForm) -> HttpResponse:
        chosen = {school.pk for school in form.cleaned_data["chosen"]}
        found = [
            each
            for each in addressees(form.cleaned_data["alliance"])
            if each.school.pk in chosen and not each.principal
        ]
        context = self.get_context_data(
            form=form,
            key=token_hex(16),
            alliance=form.cleaned_data["alliance"],
            chosen=[each for each in found if not unprintable(each.school)],
            boxes=[(each, unprintable(each.school)) for each in found if unprintable(each.school)],
            replaced=[each for each in found if each.still_open],
        )
        return self.response_class(
            request=self.request, template=[self.preview_template], context=context
        )

    def _pressed_twice(self) -> InvitationBatch | None:
        key = self.request.POST.get("key", "")
        if "confirm" not in self.request.POST or not KEY.fullmatch(key):
            return None
        return InvitationBatch.objects.filter(key=key, created_by=self.request.user).first()


def _first_choice(without: list[Addressee]) -> set[str]:
    """Those who hold no open invitation: a sheet that is under way goes on working."""
    return {
        str(each.school.pk)
        for each in without
        if not each.still_open and not unprintable(each.school)
    }


class BatchView(ManyView):
    """What is shown of one print."""

    @cached_property
    def batch(self) -> InvitationBatch:
        rows = InvitationBatch.objects.select_related("alliance", "created_by")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @cached_property
    def invitations(self) -> list[Invitation]:
        rows = self.batch.invitations.select_related("school")
        return list(rows.order_by("school__search_name", "pk"))


class ManyInvitedView(BatchView, TemplateView):
    """One print: its file, and how far each invitation is."""

    template_name = "alliances/admin/invited_many.html"
    page_title = gettext_lazy("Invited in one go")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            batch=self.batch,
            rows=[(row, invitation_state(row)) for row in self.invitations],
            open_count=sum(row.is_open for row in self.invitations),
            **kwargs,
        )


class SheetsView(BatchView, View):
    """The sheets of those that are still open, in one PDF."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            return slip_file(self.invitations, name=f"invitations-{self.batch.pk}")
        except RuleError as error:
            messages.error(request, str(error))
            return redirect("invitation_admin:batch", pk)
