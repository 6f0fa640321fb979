"""Setting up a second factor, looking after it, and proving once more who one is."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.flows import begin_registration
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from association.accounts import services
from association.accounts.factor_forms import (
    AddPasskeyForm,
    AppForm,
    CodeForm,
    PasskeyForm,
    PasswordForm,
    begin_passkey,
)
from association.accounts.second_code import demo_code
from association.accounts.second_factor import (
    KEPT,
    has_second_factor,
    next_step,
    recovery_codes_of,
)
from association.accounts.views.answers import confirmed, with_status
from association.core.errors import RuleError
from association.core.qr import qr_data_address

either = require_http_methods(["GET", "POST"])


@require_GET
@login_required
def enrol(request: HttpRequest) -> HttpResponse:
    """Tell why a second factor is needed, and offer the two kinds."""
    if next_step(request.user) != "accounts:enrol":
        return redirect("accounts:me")
    return render(request, "accounts/enrol.html")


@either
@confirmed
@never_cache
def set_up_app(request: HttpRequest) -> HttpResponse:
    """Show a new secret as a code to scan, and take it when the app answers rightly."""
    data = request.POST if request.method == "POST" else None
    form = AppForm(data, request=request)
    if form.is_valid():
        services.set_up_app(request=request, form=form)
        messages.success(request, _("The app is set up."))
        return _after_a_factor(request)
    url = get_adapter().build_totp_url(request.user, form.secret)
    secret = form.secret
    context = {
        "form": form,
        "url": url,
        "picture": qr_data_address(url, side=240),
        "secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
        "first": next_step(request.user) == "accounts:enrol",
    }
    return with_status(render(request, "accounts/app.html", context), form)


@either
@confirmed
@never_cache
def add_passkey(request: HttpRequest) -> HttpResponse:
    """Let the device make a passkey, and take it."""
    form = AddPasskeyForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        services.add_passkey(
            request=request,
            name=form.cleaned_data["name"],
            credential=form.cleaned_data["credential"],
        )
        messages.success(request, _("The passkey is added."))
        return _after_a_factor(request)
    options = begin_registration(request, request.user, passwordless=True)
    context = {"form": form, "options": {"creation_options": options}}
    return render(request, "accounts/add_passkey.html", context)


def _after_a_factor(request: HttpRequest) -> HttpResponse:
    codes = recovery_codes_of(request.user)
    kept = codes is None or KEPT in codes.data
    return redirect("accounts:me" if kept else "accounts:recovery_codes")


@require_POST
@confirmed
def remove_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own app or passkey away."""
    rows = Authenticator.objects.filter(user=request.user)
    row = rows.exclude(type=Authenticator.Type.RECOVERY_CODES).filter(pk=pk).first()
    if row is None:
        raise Http404
    try:
        services.remove_factor(request=request, authenticator=row)
    except RuleError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("It is removed."))
    return redirect("accounts:me")


@either
@confirmed
@never_cache
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Show the recovery codes to print; by POST their owner says that they are kept."""
    codes = recovery_codes_of(request.user)
    if codes is None:
        return redirect("accounts:me")
    if request.method == "POST":
        services.keep_recovery_codes(acting_user=request.user)
        messages.success(request, _("All is set up."))
        return redirect("accounts:my_desk" if KEPT not in codes.data else "accounts:me")
    context = {"codes": _grouped(codes), "made": codes.created_at, "kept": KEPT in codes.data}
    return render(request, "accounts/recovery_codes.html", context)


@require_GET
@confirmed
@never_cache
def download_codes(request: HttpRequest) -> HttpResponse:
    """Hand the recovery codes out as a text file."""
    codes = recovery_codes_of(request.user)
    if codes is None:
        raise Http404
    context = {"codes": _grouped(codes), "made": codes.created_at}
    page = render(request, "accounts/recovery_codes.txt", context, "text/plain; charset=utf-8")
    page.headers["Content-Disposition"] = 'attachment; filename="recovery-codes.txt"'
    return page


@require_POST
@confirmed
def new_codes(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes; the old ones open nothing any more."""
    try:
        services.make_recovery_codes(request=request)
    except RuleError as error:
        messages.error(request, str(error))
        return redirect("accounts:me")
    return redirect("accounts:recovery_codes")


def _grouped(codes: Authenticator) -> list[str]:
    return [f"{code[:4]} {code[4:]}" for code in codes.wrap().get_unused_codes()]


@either
@login_required
@never_cache
def confirm(request: HttpRequest) -> HttpResponse:
    """Ask who is signed in to prove it once more: by password, code or passkey."""
    wanted = request.GET.get("next", "")
    here = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    back = wanted if here else reverse("accounts:me")
    form = _proof(request)
    if form.is_bound and form.is_valid():
        if isinstance(form, PasswordForm):
            record_authentication(request, request.user, "password", reauthenticated=True)
        else:
            form.save()
        return redirect(back)
    return with_status(render(request, "accounts/confirm.html", _ways(request, form)), form)


def _proof(request: HttpRequest) -> Any:
    user, data = request.user, request.POST if request.method == "POST" else None
    if data is not None and "credential" in data:
        return PasskeyForm(data, request=request, user=user)
    if data is not None and "code" in data:
        return CodeForm(data, request=request, user=user)
    return PasswordForm(data, user=user)


def _ways(request: HttpRequest, form: Any) -> dict[str, Any]:
    """Return a form for each way that is open to this person; the one tried has its errors."""
    user = request.user
    passkeys = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN)

    def own(kind: type, **more: Any) -> Any:
        return form if isinstance(form, kind) else kind(user=user, **more)

    return {
        "password": own(PasswordForm) if user.has_usable_password() else None,
        "code": own(CodeForm, request=request) if has_second_factor(user) else None,
        "passkey": own(PasskeyForm, request=request),
        "options": {"request_options": begin_passkey(user)} if passkeys.exists() else None,
        "demo_code": demo_code(user),
        "tried": form,
    }
