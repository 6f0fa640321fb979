"""The page behind an invitation's link and QR code."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.debug import sensitive_post_parameters

from association.accounts.forms import OpenAccountForm
from association.accounts.roles import is_secretariat
from association.alliances.enums import InvitationStatus
from association.alliances.forms import AcceptForm
from association.alliances.models import Invitation
from association.alliances.selectors import find_invitation
from association.alliances.services import accept_invitation
from association.core.errors import RuleError

BACKEND = "django.contrib.auth.backends.ModelBackend"


@method_decorator(sensitive_post_parameters("password1", "password2"), name="dispatch")
class JoinView(View):
    """Say who is invited to what; open an account or take the one that is signed in; accept."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
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
        return self._page(invitation, self._form())

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        invitation = find_invitation(code)
        if invitation is None or not invitation.is_open:
            return self._refuse(invitation)
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(invitation, form)
        try:
            self._accept(invitation, form)
        except RuleError as error:
            form.add_error(None, str(error))
            return self._page(invitation, form)
        messages.success(
            request, _("You now act for %(school)s.") % {"school": invitation.school.name}
        )
        return redirect("alliances:school_desk", uscc=invitation.school.uscc)

    def _form(self, data: Any = None) -> BaseForm:
        form = AcceptForm if self.request.user.is_authenticated else OpenAccountForm
        return form(data)

    def _accept(self, invitation: Invitation, form: BaseForm) -> None:
        # One transaction: no account is left behind when the invitation turns out to be used.
        with transaction.atomic():
            signed_in = self.request.user.is_authenticated
            user = self.request.user if signed_in else form.save()
            accept_invitation(invitation=invitation, user=user)
        if not signed_in:
            login(self.request, user, backend=BACKEND)

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
        own = invitation is not None and invitation.accepted_by_id == self.request.user.pk
        context = {"title": _("This invitation cannot be used"), "text": _why(invitation)}
        if own and self.request.user.is_authenticated:
            context |= {"desk_of": invitation.school}
        return render(self.request, "alliances/join_refused.html", context, status=status)


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
            "The secretariat took it back, perhaps because it sent a newer one. Use the newest."
        ),
        InvitationStatus.SENT: _(
            "Its time has run out. That is no harm: ask the secretariat for a new one."
        ),
    }[InvitationStatus(invitation.status)]
