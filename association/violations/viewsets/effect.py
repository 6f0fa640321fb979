"""What puts a decision in force, and what meets danger before there is one."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from association.plaques.enums import MeasureKind
from association.plaques.models import Plaque
from association.plaques.selectors import consequences_of, told_of
from association.plaques.services import last_day_of_danger
from association.plaques.viewsets.acts import preview_address
from association.violations.forms.measures import DangerForm
from association.violations.models import Case, NoticePage
from association.violations.selectors.carrying import ON_PLAQUE, plaques_changed, promise_on
from association.violations.selectors.danger import suspended_by
from association.violations.selectors.notices import notice_path
from association.violations.services import carry_out_case, propose_danger
from association.violations.viewsets.acting import CaseActView
from association.violations.viewsets.foretold import as_in_force

IN_FORCE = _("The decision is in force. The public reads it from this moment.")
ON_PLAQUES = _(
    "The decision is in force, and the plaques say so. Its notice is not approved yet: until then "
    "the school's own words stand nowhere. Please have it approved."
)
UNREAD = _(
    "The decision is in force, but nobody reads it before its notice is approved. Please have it "
    "approved."
)
SHOWN = 4  # plaques whose pages are drawn before the last click; the others are named


def effect_of(case: Case) -> dict[str, Any]:
    """Return what a page before the last click shows of a decision, were it in force today.

    pages: for each of the first plaques it reaches, what parents will read and what follows. more:
    the other plaques. ending: the suspensions for danger that end with it.
    """
    kind = ON_PLAQUE.get(case.measure)
    if kind is None:
        return {"pages": [], "more": [], "ending": suspended_by(case)}
    rows = list(plaques_changed(case).select_related("school", "campus", "pledge"))
    held = as_in_force(case)
    until = held.public_until if kind == MeasureKind.SUSPEND else None
    days = {"until": until, "told_until": held.public_until}
    return {
        "pages": [_page(case, plaque, kind=kind, **days) for plaque in rows[:SHOWN]],
        "more": rows[SHOWN:],
        "ending": [],
    }


def _page(case: Case, plaque: Plaque, *, kind: MeasureKind, **days: Any) -> dict[str, Any]:
    return {
        "plaque": plaque,
        "preview_url": preview_address(
            plaque_pk=plaque.pk,
            kind=kind,
            reason=case.public_words,
            promise=promise_on(plaque, case),
            **days,
        ),
        "told": told_of(plaque),
        "follows": consequences_of(plaque, kind=kind, **days),
    }


class CarryOutView(CaseActView):
    """Put a decision in force that nothing holds back any more."""

    act_name = "carry_out"
    form_class = forms.Form
    template_name = "violations/admin/carry_out.html"
    page_title = _("Put the decision in force")
    button_label = _("Put it in force now")
    button_class = "serious"

    def act(self, form: forms.Form) -> None:
        case = carry_out_case(case=self.object, acting_user=self.request.user)
        if notice_path(case):
            self.success_message = IN_FORCE
        else:
            self.success_message = ON_PLAQUES if case.measure in ON_PLAQUE else UNREAD

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case = self.object
        is_approved = NoticePage.objects.live().filter(case=case).exists()
        return super().get_context_data(
            case=case, is_approved=is_approved, **effect_of(case), **kwargs
        )


class DangerView(CaseActView):
    """Propose to suspend a plaque at once: write why, read what parents would read, send it on."""

    act_name = "danger"
    form_class = DangerForm
    template_name = "violations/admin/danger.html"
    page_title = _("Suspend at once, for danger")
    question = _(
        "Only where people are in danger now. Another person approves; from then on parents read "
        "your words. It ends by itself after ten working days, and decides nothing: the school is "
        "told and heard as in any case."
    )
    success_message = _("Proposed. It waits for another person under “Measures”.")

    def get_form(self, form_class: type | None = None) -> DangerForm:
        return DangerForm(case=self.object, **self.get_form_kwargs())

    def form_valid(self, form: DangerForm) -> HttpResponse:
        if "confirm" in self.request.POST:
            return super().form_valid(form)
        if "change" in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form))
        plaque, until = form.cleaned_data["plaque"], last_day_of_danger()
        address = preview_address(
            plaque_pk=plaque.pk,
            kind=MeasureKind.SUSPEND,
            reason=form.cleaned_data["reason"],
            promise=promise_on(plaque, self.object),
            until=until,
        )
        follows = consequences_of(plaque, kind=MeasureKind.SUSPEND, until=until)
        return self.render_to_response(
            self.get_context_data(
                form=form, preview_url=address, told=told_of(plaque), follows=follows
            )
        )

    def act(self, form: DangerForm) -> None:
        propose_danger(case=self.object, acting_user=self.request.user, **form.cleaned_data)
