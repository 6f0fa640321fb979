"""What puts a decision in force, and what meets danger before there is one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from association.plaques.selectors import consequences_of, told_of
from association.plaques.viewsets.acts import preview_address
from association.violations.forms.measures import DangerForm
from association.violations.models import Case
from association.violations.selectors.carrying import ON_PLAQUE, plaques_reached, promise_on
from association.violations.services import carry_out_case, propose_danger
from association.violations.viewsets.acting import CaseActView

SHOWN = 4  # plaques whose pages are drawn before the last click; more would say the same


def pages_after(case: Case) -> list[dict[str, Any]]:
    """Return, for each plaque a decision reaches, what parents will read and what follows."""
    kind = ON_PLAQUE.get(case.measure)
    if kind is None:
        return []
    rows = plaques_reached(case).select_related("school", "campus", "pledge")[:SHOWN]
    return [
        {
            "plaque": plaque,
            "preview_url": preview_address(
                plaque_pk=plaque.pk,
                kind=kind,
                reason=case.public_words,
                promise=promise_on(plaque, case),
            ),
            "told": told_of(plaque),
            "follows": consequences_of(plaque, kind=kind),
        }
        for plaque in rows
    ]


class CarryOutView(CaseActView):
    """Put a decision in force that nothing holds back any more."""

    act_name = "carry_out"
    form_class = forms.Form
    template_name = "violations/admin/carry_out.html"
    page_title = _("Put the decision in force")
    button_label = _("Put it in force now")
    button_class = "serious"
    success_message = _("The decision is in force. The public reads it from this moment.")

    def act(self, form: forms.Form) -> None:
        carry_out_case(case=self.object, acting_user=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case = self.object
        return super().get_context_data(case=case, pages=pages_after(case), **kwargs)


class DangerView(CaseActView):
    """Propose to suspend a plaque at once; another person approves, and the case goes on."""

    act_name = "danger"
    form_class = DangerForm
    page_title = _("Suspend at once, for danger")
    question = _(
        "Only where people are in danger now. Another person approves; from then on parents read "
        "your words. It ends by itself after ten working days, and decides nothing: the school is "
        "told and heard as in any case."
    )
    button_label = _("Propose it to another person")
    button_class = "serious"
    success_message = _("Proposed. It waits for another person under “Measures”.")

    def get_form(self, form_class: type | None = None) -> DangerForm:
        return DangerForm(case=self.object, **self.get_form_kwargs())

    def act(self, form: DangerForm) -> None:
        propose_danger(case=self.object, acting_user=self.request.user, **form.cleaned_data)
