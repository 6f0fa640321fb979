"""What the secretariat does to a round: plan and change it, open, close, call it off."""

import copy
from collections.abc import Collection
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from association.core.errors import RuleError
from association.core.viewsets import ActView
from association.peer_review.enums import RoundStatus, VisitStatus
from association.peer_review.forms.rounds import ReasonForm, RoundForm
from association.peer_review.models import Round
from association.peer_review.selectors.pool import members_in_scope
from association.peer_review.services.rounds import (
    cancel_round,
    close_round,
    edit_round,
    open_round,
    plan_round,
)

CHANGED_MEANWHILE = _(
    "Somebody else changed this plan while it was open here. Open it again in a second window, "
    "compare, and make your changes there."
)


class RoundActView(ActView):
    """A step of a round. Whoever comes for one that is over is led back to the round."""

    permission_required = "run"
    possible_in: ClassVar[Collection[str]] = ()

    @property
    def is_possible(self) -> bool:
        """The round is in a state from which this step can be taken."""
        return not self.possible_in or self.object.status in self.possible_in

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._led_back() or super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._led_back() or super().post(request, *args, **kwargs)

    def _led_back(self) -> HttpResponse | None:
        if self.is_possible:
            return None
        told = gettext("This step is not possible now: the round is “%(state)s”.")
        messages.warning(self.request, told % {"state": self.object.get_status_display()})
        return redirect(self.get_success_url())


class EditRoundView(RoundActView):
    """Change the plan of a draft."""

    permission_required = "change"
    template_name = "peer_review/admin/round_form.html"
    form_class = RoundForm
    page_title = _("Edit the plan")
    button_label = _("Save the plan")
    success_message = _("The plan is changed. Nothing is published yet.")
    possible_in = (RoundStatus.DRAFT,)

    def get_form_kwargs(self) -> dict[str, Any]:
        # A copy: a refused form must not change the title in the page's head.
        return super().get_form_kwargs() | {"instance": copy.copy(self.object)}

    def act(self, form: RoundForm) -> None:
        try:
            self.save(form)
        except ValidationError as error:
            raise RuleError(" ".join(error.messages)) from error

    @transaction.atomic
    def save(self, form: RoundForm) -> None:
        Round.locked(self.object.pk)
        if form.is_outdated:
            raise RuleError(CHANGED_MEANWHILE)
        edit_round(plan_of=self.object, plan=form.plan(), acting_user=self.request.user)


class PlanRoundView(EditRoundView):
    """Plan a round. Nothing is published before its draw is announced or its visits begin."""

    permission_required = "add"
    page_title = _("Plan a round")
    question = _("Nothing is published yet: you can change the plan until its first step.")
    success_message = _("The round is planned. Nothing is published yet.")
    possible_in = ()

    def get_object(self) -> Round:
        return Round()

    def save(self, form: RoundForm) -> None:
        self.object = plan_round(plan=form.plan(), acting_user=self.request.user)

    def get_success_url(self) -> str:
        if self.object.pk is None:
            return reverse(self.index_url_name)
        return super().get_success_url()

    def get_page_subtitle(self) -> str:
        return ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *way, _round, here = super().get_breadcrumbs_items()
        return [*way, here]


class OpenView(RoundActView):
    """Let the visits begin."""

    page_title = _("Open the round")
    button_label = _("Open the round")
    success_message = _("The round is open. Answers can be handed in.")
    possible_in = (RoundStatus.DRAFT, RoundStatus.DRAWN)

    @property
    def question(self) -> str:
        row = self.object
        if row.is_drawn_kind:
            return gettext("From now on visitors hand in their answers, until the day planned.")
        number = len(members_in_scope(row))
        return ngettext(
            "%(number)d member school takes part as the register stands today, and gets a visit.",
            "%(number)d member schools take part as the register stands today; each gets a visit.",
            number,
        ) % {"number": number}

    def act(self, form: forms.Form) -> None:
        open_round(record=self.object, acting_user=self.request.user)


class _ReasonedView(RoundActView):
    """A step with a reason."""

    form_class = ReasonForm
    reason_help = ""

    @property
    def outstanding(self) -> int:
        """Visits that have not taken place."""
        return self.object.visits.filter(status=VisitStatus.PLANNED).count()

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"help_text": self.reason_help}


class CloseView(_ReasonedView):
    """End a round; visits that did not take place are called off."""

    page_title = _("Close the round")
    button_label = _("Close the round")
    success_message = _("The round is closed.")
    possible_in = (RoundStatus.RUNNING,)
    reason_help = _("The schools whose visits are called off read it.")

    @property
    def question(self) -> str:
        number = self.outstanding
        if not number:
            return gettext("All visits are done. Nothing more can be handed in afterwards.")
        return ngettext(
            "%(number)d visit is outstanding and will be called off with your reason.",
            "%(number)d visits are outstanding and will be called off with your reason.",
            number,
        ) % {"number": number}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"required": self.outstanding > 0}

    def act(self, form: ReasonForm) -> None:
        close_round(
            record=self.object,
            reason=form.cleaned_data["reason"],
            acting_user=self.request.user,
        )


class CallOffView(_ReasonedView):
    """Call a round off. What was published stays published, with the reason."""

    page_title = _("Call the round off")
    button_label = _("Call it off")
    button_class = "serious"
    success_message = _("The round is called off.")
    possible_in = (
        RoundStatus.DRAFT,
        RoundStatus.ANNOUNCED,
        RoundStatus.DRAWN,
        RoundStatus.RUNNING,
    )
    reason_help = _("The schools of the round read it; beside a published draw, everybody does.")

    @property
    def question(self) -> str:
        if self.object.is_draft:
            return gettext("The plan is kept, yet it can no longer be used.")
        return gettext(
            "Visits still to come are called off. What was announced and drawn stays published, "
            "with your reason beside it. This cannot be undone."
        )

    def act(self, form: ReasonForm) -> None:
        cancel_round(
            record=self.object,
            reason=form.cleaned_data["reason"],
            acting_user=self.request.user,
        )
