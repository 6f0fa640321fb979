"""What the secretariat does to a plaque: confirm it at the gate, propose to lift a suspension."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from association.core.regulated import Regulated
from association.core.viewsets import ActView
from association.plaques.enums import MeasureKind, Verb
from association.plaques.forms import HidingForm, LiftingForm, PhotoForm
from association.plaques.models import Plaque
from association.plaques.permissions import plaque_policy, proposal_policy
from association.plaques.selectors import consequences_of, gate_photo_of, told_of
from association.plaques.services import (
    activate_plaque,
    hide_photo,
    propose_measure,
    retake_photo,
)
from association.pledges.models import Promise


def preview_address(
    *,
    plaque_pk: int,
    kind: str,
    reason: str,
    promise: Promise | None = None,
    until: dt.date | None = None,
    told_until: dt.date | None = None,
) -> str:
    """Return the address of the page that parents would read after a measure.

    until, told_until: as for `foretell`.
    """
    asked = {
        "kind": kind,
        "reason": reason,
        "promise": promise.code if promise else "",
        "until": until.isoformat() if until else "",
        "told_until": told_until.isoformat() if told_until else "",
    }
    return f"{reverse('plaque_admin:preview', args=[plaque_pk])}?{urlencode(asked)}"


def told(record: Regulated) -> list[dict[str, Any]]:
    """Return a record's history, latest first, as (event, its verb in words)."""
    events = record.events.select_related("acting_user").order_by("-sequence")
    return [{"event": event, "verb": Verb(event.verb).label} for event in events]


class ActivateView(ActView):
    """Confirm by a photo taken at the gate that the plaque hangs there."""

    permission_required = "activate"
    template_name = "plaques/admin/activate.html"
    page_title = _("Confirm at the gate")
    form_class = PhotoForm
    question = _(
        "Please send a photo of this plaque, taken at the school's gate. The code in it is read; "
        "when it is this plaque's, every scan says “valid” and shows the photo to parents."
    )
    button_label = _("Send the photo and confirm")
    success_message = _("The plaque is confirmed. Scans say so from now on.")

    def act(self, form: forms.Form) -> None:
        activate_plaque(
            plaque=self.object,
            photo=form.cleaned_data["photo"].read(),
            acting_user=self.request.user,
        )


class RetakeView(ActivateView):
    """Let a newer photo take the place of the one parents see."""

    page_title = _("Send a new photo")
    question = _(
        "The new photo takes the place of the one parents see, at once. Please send one that shows "
        "plaque and gate, and no people. The code in it is read as before; nothing else changes."
    )
    button_label = _("Send the new photo")
    success_message = _("Parents see the new photo now.")

    def act(self, form: forms.Form) -> None:
        retake_photo(
            plaque=self.object,
            photo=form.cleaned_data["photo"].read(),
            acting_user=self.request.user,
        )


class HidePhotoView(ActView):
    """Take the photo parents see off the web; a newer one may follow."""

    permission_required = "activate"
    template_name = "plaques/admin/hide_photo.html"
    form_class = HidingForm
    page_title = _("Take the photo off the web")
    question = _(
        "From this moment nobody outside sees this photo, and no older one takes its place. It is "
        "kept inside, and the plaque's state stays as it is. A newer photo is public again."
    )
    button_label = _("Take the photo off the web")
    success_message = _("The photo is off the web.")

    def get_initial(self) -> dict[str, Any]:
        photo = gate_photo_of(self.object)
        return {"photo": photo and photo.pk}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(photo=gate_photo_of(self.object), **kwargs)

    def act(self, form: forms.Form) -> None:
        photo = get_object_or_404(self.object.photos, pk=form.cleaned_data["photo"])
        hide_photo(photo=photo, reason=form.cleaned_data["reason"], acting_user=self.request.user)


class ProposeView(ActView):
    """Propose to lift a suspension: write why, read what parents would read, then send it on."""

    permission_policy = proposal_policy
    permission_required = "propose"
    template_name = "plaques/admin/propose.html"
    form_class = LiftingForm
    page_title = _("Propose to lift the suspension")
    success_message = _("Proposed. Another person decides now; until then nothing changes.")

    def get_object(self) -> Plaque:
        rows = plaque_policy.instances_user_has_permission_for(self.request.user, "view")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return f"{self.object.school.name} · {self.object}"

    def form_valid(self, form: LiftingForm) -> HttpResponse:
        if "confirm" in self.request.POST:
            return super().form_valid(form)
        if "change" in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form))
        kind = MeasureKind.REINSTATE
        address = preview_address(
            plaque_pk=self.object.pk, kind=kind, reason=form.cleaned_data["reason"]
        )
        return self.render_to_response(
            self.get_context_data(
                form=form,
                preview_url=address,
                told=told_of(self.object),
                follows=consequences_of(self.object, kind=kind),
            )
        )

    def act(self, form: LiftingForm) -> None:
        propose_measure(
            plaque=self.object,
            kind=MeasureKind.REINSTATE,
            acting_user=self.request.user,
            **form.cleaned_data,
        )
