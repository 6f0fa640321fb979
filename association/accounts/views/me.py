"""My account: what one signs in with, and where one is signed in."""

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from association.accounts import attempts, services
from association.accounts.enums import LinkPurpose
from association.accounts.forms import EmailForm
from association.accounts.second_factor import must_have_second_factor
from association.accounts.sessions import sessions_of
from association.accounts.views.answers import confirmed, with_status
from association.core.errors import RuleError

either = require_http_methods(["GET", "POST"])


@require_GET
@login_required
@never_cache
def me(request: HttpRequest) -> HttpResponse:
    """Show what belongs to the account."""
    kinds = Authenticator.Type
    rows = Authenticator.objects.filter(user=request.user).order_by("pk")
    factors = {kind: [row for row in rows if row.type == kind] for kind in kinds}
    codes = factors[kinds.RECOVERY_CODES]
    context = {
        "apps": factors[kinds.TOTP],
        "passkeys": factors[kinds.WEBAUTHN],
        "codes_left": len(codes[0].wrap().get_unused_codes()) if codes else None,
        "needed": must_have_second_factor(request.user),
        "sessions": sessions_of(request),
    }
    return render(request, "accounts/me.html", context)


@require_POST
@login_required
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's own sessions."""
    if not services.end_own_session(pk=pk, acting_user=request.user):
        raise Http404
    messages.success(request, _("That device is signed out."))
    return redirect("accounts:me")


@require_POST
@login_required
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """End all sessions but this one."""
    services.end_other_sessions(request=request, acting_user=request.user)
    messages.success(request, _("All other devices are signed out."))
    return redirect("accounts:me")


@either
@confirmed
def email(request: HttpRequest) -> HttpResponse:
    """Change the address of the account; the new mailbox has to answer first."""
    data = request.POST if request.method == "POST" else None
    form = EmailForm(data, initial={"email": request.user.email})
    if form.is_valid() and _may_write(request, form):
        address = form.cleaned_data["email"]
        services.change_email(address=address, acting_user=request.user)
        told = _("Open the link that we sent to %(address)s within a quarter of an hour.")
        messages.info(
            request, told % {"address": address} if address else _("Your address is removed.")
        )
        return redirect("accounts:me")
    return with_status(render(request, "accounts/email.html", {"form": form}), form)


def _may_write(request: HttpRequest, form: EmailForm) -> bool:
    try:
        attempts.spend_or_wait(attempts.ASK_LETTER_FOR, "email", str(request.user.pk))
    except attempts.TooManyTries as error:
        form.add_error(None, error)
        return False
    return True


@either
@login_required
@never_cache
def confirm_email(request: HttpRequest, secret: str) -> HttpResponse:
    """Take a new address over, by POST: scanners of mail open links too."""
    link = services.find_link(secret, LinkPurpose.EMAIL)
    if link is None or link.user_id != request.user.pk:
        return render(request, "accounts/link_spent.html", {"email": True}, status=410)
    if request.method == "GET":
        return render(request, "accounts/confirm_email.html", {"link": link})
    try:
        services.use_email_link(secret=secret, acting_user=request.user)
    except RuleError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Your new address counts from now on."))
    return redirect("accounts:me")
