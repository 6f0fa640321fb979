"""Ways in that other pages open. All go through the stages that signing in by password has."""

from typing import Any

from allauth.account.internal.flows.login import (
    get_authentication_records,
    perform_login,
    record_authentication,
)
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from association.accounts.models import User

FACTORS = {"totp": "app", "webauthn": "passkey", "recovery_codes": "code"}


def sign_in_new(request: HttpRequest, user: User, *, to: str) -> HttpResponse:
    """Sign in who opened an account just now, and chose its password.

    to: the address to go on to. Returns the response that leads there.
    """
    record_authentication(request, user, method="password")
    return perform_login(request, Login(user=user, redirect_url=to))


def sign_in_by_link(request: HttpRequest, user: User) -> HttpResponse:
    """Sign in who holds a mailed link, or ask for their second factor.

    Returns the response that leads on.
    """
    record_authentication(request, user, method="link")
    return perform_login(request, Login(user=user, redirect_url=reverse("accounts:my_desk")))


def came_by_link(request: HttpRequest, user: User) -> bool:
    """Say whether the first thing a person proved in this session was a mailed link.

    user: who is half-way in, and thus not yet the request's.
    """
    records = get_authentication_records(request, user)
    return bool(records) and records[0]["method"] == "link"


def proofs_of(request: HttpRequest) -> str:
    """Return what a person proved with who they are in this session, as "password+app".

    In the order of use: password, link, passkey, app, code (a recovery code). Empty if unknown.
    """
    proofs = [_proof(record) for record in get_authentication_records(request, request.user)]
    return "+".join(dict.fromkeys(proof for proof in proofs if proof))


def _proof(record: dict[str, Any]) -> str:
    if record["method"] == "mfa":
        return FACTORS.get(record.get("type", ""), "")
    return record["method"]
