"""The page behind an invitation's link and QR code, and the one to type its code."""

import math
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from association.accounts.entering import sign_in_new
from association.accounts.forms import OpenAccountForm
from association.accounts.roles import is_secretariat
from association.alliances.enums import InvitationStatus
from association.alliances.forms import AcceptForm, JoinCodeForm
from association.alliances.models import Invitation
from association.alliances.selectors import find_invitation
from association.alliances.services import accept_invitation
from association.core.addresses import client_address
from association.core.errors import RuleError
from association.core.limits import Budget, spend, wait

# A code has 80 bits; who tries so often is no person with a sheet of paper.
TRIES = Budget("join", attempts=20, seconds=15 * 60)


@method_decorator(sensitive_post_parameters("password1", "password2"), name="dispatch")
class JoinView(View):
    """Say who is invited to what; open an account or take the one that is signed in; accept."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if seconds := wait(TRIES, client_address(request.META)):
            return refuse_for_now(request, seconds)
        response = super().dispatch(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store, private"
        # The address is a key, so no other site may learn it. "no-referrer" would also hide the
        # origin of our own form, and the request would be refused as forged.
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        invitation = find_invitation(code)
        if invitation is None or not invitation.is_open:
            return self._refuse(invitation)
        return self._page(invitation, self._form(invitation))

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        invitation = find_invitation(code)
        if invitation is None or not invitation.is_open:
            return self._refuse(invitation)
        form = self._form(invitation, request.POST)
        if not form.is_valid():
            return self._page(invitation, form)
        try:
            self._accept(invitation, form)
        except RuleError as error:
            form.add_error(None, str(error))
            return self._page(invitation, form)
        if address := form.cleaned_data.get("email"):
            told = _("Open the link that we sent to %(address)s within a quarter of an hour.")
            messages.info(request, told % {"address": address})
        if invitation.handover_id:
            return redirect("alliances:taking_over")
        messages.success(
            request, _("You now act for %(school)s.") % {"school": invitation.school.name}
        )
        return redirect("alliances:school_desk", uscc=invitation.school.uscc)

    def _form(self, invitation: Invitation, data: Any = None) -> BaseForm:
        if self.request.user.is_authenticated:
            return AcceptForm(data)
        school = invitation.school
        return OpenAccountForm(data, names_to_avoid=[school.name, school.uscc])

    def _accept(self, invitation: Invitation, form: BaseForm) -> None:
        # One transaction: no account is left behind when the invitation turns out to be used.
        with transaction.atomic():
            signed_in = self.request.user.is_authenticated
            user = self.request.user if signed_in else form.save()
            accept_invitation(invitation=invitation, user=user)
        if not signed_in:
            sign_in_new(self.request, user, to=self.request.path)

    def _page(self, invitation: Invitation, form: BaseForm) -> HttpResponse:
        user = self.request.user
        return render(
            self.request,
            "alliances/join.html",
            {
                "invitation": invitation,
                "form": form,
                "from_secretariat": user.is_authenticated and is_secretariat(user),
            },
        )

    def _refuse(self, invitation: Invitation | None) -> HttpResponse:
        status = 404 if invitation is None else 410
        if invitation is None:
            spend(TRIES, client_address(self.request.META))
        own = invitation is not None and invitation.accepted_by_id == self.request.user.pk
        context = {"title": _("This invitation cannot be used"), "text": _why(invitation)}
        if own and self.request.user.is_authenticated:
            context |= {"desk_of": invitation.school, "takes_over": bool(invitation.handover_id)}
        return render(self.request, "alliances/join_refused.html", context, status=status)


class JoinByCodeView(FormView):
    """Type the code of a sheet, where there is no camera at hand."""

    template_name = "alliances/join_by_code.html"
    form_class = JoinCodeForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if seconds := wait(TRIES, client_address(request.META)):
            return refuse_for_now(request, seconds)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: JoinCodeForm) -> HttpResponse:
        return redirect("alliances:join", code=form.cleaned_data["code"])

    def form_invalid(self, form: JoinCodeForm) -> HttpResponse:
        spend(TRIES, client_address(self.request.META))
        return self.render_to_response(self.get_context_data(form=form), status=422)


def refuse_for_now(request: HttpRequest, seconds: int) -> HttpResponse:
    """Ask somebody who tried many codes to wait. seconds: how long."""
    minutes = math.ceil(seconds / 60)
    context = {
        "title": _("Please try again later"),
        "text": ngettext(
            "Many codes were tried from your connection. Wait %(minutes)s minute, then type the "
            "code once more, or call the secretariat.",
            "Many codes were tried from your connection. Wait %(minutes)s minutes, then type the "
            "code once more, or call the secretariat.",
            minutes,
        )
        % {"minutes": minutes},
    }
    response = render(request, "alliances/join_refused.html", context, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


def _why(invitation: Invitation | None) -> str:
    if invitation is None:
        return _(
            "The address is not complete or has a typing error. Scan the code once more, or type "
            "the address exactly as it stands on the slip."
        )
    return {
        InvitationStatus.ACCEPTED: _(
            "It was used already. If that was you, sign in. If not, call the secretariat at once."
        ),
        InvitationStatus.REVOKED: _(
            "It was taken back, perhaps because there is a newer one. Use the newest, or ask for "
            "one."
        ),
        InvitationStatus.SENT: _(
            "Its time has run out. That is no harm: ask whoever gave it to you for a new one."
        ),
    }[InvitationStatus(invitation.status)]
