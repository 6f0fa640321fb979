"""The link that signs in once. Opening it shows a button: scanners of mail open links too."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from association.accounts import attempts, services
from association.accounts.entering import sign_in_by_link
from association.accounts.enums import LinkPurpose
from association.accounts.forms import ForgottenPasswordForm, SignInLinkForm
from association.accounts.views.answers import with_status
from association.core.errors import RuleError

either = require_http_methods(["GET", "POST"])


@either
def ask_for_link(request: HttpRequest) -> HttpResponse:
    """Ask for a link by e-mail. The answer is the same whether an account has that address."""
    form = SignInLinkForm(request.POST or None)
    if form.is_valid() and letter_is_allowed(request, form):
        form.save()
        return redirect("accounts:link_sent")
    return with_status(render(request, "accounts/link_ask.html", {"form": form}), form)


@require_GET
def link_sent(request: HttpRequest) -> HttpResponse:
    """What happens next."""
    return render(request, "accounts/link_sent.html", {"to_sign_in": True})


@either
@never_cache
def open_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Show whom a link signs in, and sign them in by POST."""
    link = services.find_link(secret, LinkPurpose.SIGN_IN)
    if link is None:
        address = attempts.address_of(request)
        waits = request.method == "POST" and attempts.spend(attempts.OPEN_LINK, address)
        return render(request, "accounts/link_spent.html", status=429 if waits else 410)
    if request.user.is_authenticated:
        return render(request, "accounts/link_open.html", {"link": link, "present": request.user})
    if request.method == "GET":
        return render(request, "accounts/link_open.html", {"link": link})
    try:
        user = services.use_sign_in_link(secret)
    except RuleError as error:
        messages.error(request, str(error))
        return redirect("accounts:link_ask")
    return sign_in_by_link(request, user)


def letter_is_allowed(request: HttpRequest, form: ForgottenPasswordForm) -> bool:
    """Say whether one more letter may be asked for; else the form tells how long to wait.

    Counted for the mailbox and the address it is asked from together, so that whoever asks from
    elsewhere cannot use up what its owner asks for.
    """
    address = attempts.address_of(request)
    email = form.cleaned_data["email"].casefold()
    scope = type(form).__name__
    try:
        attempts.spend_or_wait(attempts.ASK_LETTER, address)
        attempts.spend_or_wait(attempts.ASK_LETTER_FOR, scope, email, address)
    except attempts.TooManyTries as error:
        form.add_error(None, error)
        return False
    return True
