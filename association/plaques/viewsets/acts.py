"""What the secretariat does to a plaque: confirm it at the gate, propose a measure."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from association.core.regulated import Regulated
from association.core.viewsets import ActView
from association.plaques.enums import Verb
from association.plaques.forms import MeasureForm
from association.plaques.models import Plaque
from association.plaques.permissions import plaque_policy, proposal_policy
from association.plaques.services import activate_plaque, propose_measure


def preview_address(*, plaque_pk: int, kind: str, reason: str) -> str:
    """Return the address of the page that parents would read after a measure."""
    query = urlencode({"kind": kind, "reason": reason})
    return f"{reverse('plaque_admin:preview', args=[plaque_pk])}?{query}"


def told(record: Regulated) -> list[dict[str, Any]]:
    """Return a record's history, latest first, as (event, its verb in words)."""
    events = record.events.select_related("acting_user").order_by("-sequence")
    return [{"event": event, "verb": Verb(event.verb).label} for event in events]


class ActivateView(ActView):
    """Confirm that somebody saw the plaque hang at the gate."""

    permission_required = "activate"
    template_name = "plaques/admin/activate.html"
    page_title = _("Confirm at the gate")
    question = _(
        "Has somebody of the association seen this plaque hang at the school's gate, with this "
        "number and at this address? From then on every scan says “valid”."
    )
    button_label = _("Yes, it hangs there")
    success_message = _("The plaque is confirmed. Scans say so from now on.")

    def act(self, form: forms.Form) -> None:
        activate_plaque(plaque=self.object, acting_user=self.request.user)


class ProposeView(ActView):
    """Propose a measure: write, read what parents would read, then send it on."""

    permission_policy = proposal_policy
    permission_required = "propose"
    template_name = "plaques/admin/propose.html"
    page_title = _("Propose a measure")
    success_message = _("Proposed. Another person decides now; until then nothing changes.")

    def get_object(self) -> Plaque:
        rows = plaque_policy.instances_user_has_permission_for(self.request.user, "view")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return f"{self.object.school.name} · {self.object}"

    def get_form(self, form_class: type | None = None) -> MeasureForm:
        return MeasureForm(plaque=self.object, **self.get_form_kwargs())

    def form_valid(self, form: MeasureForm) -> HttpResponse:
        if "confirm" in self.request.POST:
            return super().form_valid(form)
        if "change" in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form))
        address = preview_address(
            plaque_pk=self.object.pk,
            kind=form.cleaned_data["kind"],
            reason=form.cleaned_data["reason"],
        )
        return self.render_to_response(self.get_context_data(form=form, preview_url=address))

    def act(self, form: MeasureForm) -> None:
        propose_measure(plaque=self.object, acting_user=self.request.user, **form.cleaned_data)
