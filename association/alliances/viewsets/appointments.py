"""Appointing people to an office of an alliance or a department, and ending that."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import Model
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from association.core.viewsets import ActView


class AppointView(ActView):
    """Let a person hold an office from now on.

    owner: what the form and the verb call the row, for example "alliance".
    appoint: the verb, as a staticmethod; called with the row, `user` and `acting_user`.
    """

    owner: str
    appoint: Callable[..., Model]
    button_label = _("Appoint")
    success_message = _("The appointment is made.")

    def get_form(self, form_class: type | None = None) -> forms.Form:
        return self.form_class(**{self.owner: self.object}, **self.get_form_kwargs())

    def act(self, form: forms.Form) -> None:
        self.appoint(
            **{self.owner: self.object},
            user=form.cleaned_data["user"],
            acting_user=self.request.user,
        )


class EndView(ActView):
    """End a person's appointment; the address names the appointment, the page is its owner's.

    office: what the verb calls the appointment, for example "lead". told: what ends, with a place
    for `person`. dismiss: the verb, as a staticmethod; called with the appointment and
    `acting_user`.
    """

    part_model: type[Model]
    owner: str
    office: str
    told: str
    dismiss: Callable[..., None]
    page_title = pgettext_lazy("appointment to an office", "End the appointment")
    button_class = "serious"
    success_message = _("The appointment has ended.")

    @property
    def question(self) -> str:
        return self.told % {"person": self.appointment.user}

    def get_object(self) -> Model:
        rows = self.part_model.objects.select_related(self.owner, "user")
        self.appointment = get_object_or_404(rows, pk=self.kwargs["pk"])
        return getattr(self.appointment, self.owner)

    def act(self, form: forms.Form) -> Any:
        self.dismiss(**{self.office: self.appointment}, acting_user=self.request.user)
