"""Where a person is signed in. No address is kept: the house stores none."""

from typing import Any, NamedTuple

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from association.accounts.models import User

# In the session: the owner's rights_epoch when nothing was left to do. A later one asks again.
SETTLED = "second_factor_settled"
# In this order: Edge and WeChat call themselves Chrome as well, Chrome calls itself Safari.
BROWSERS = {
    "MicroMessenger": "微信",
    "Edg": "Edge",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "OPR": "Opera",
    "Chrome": "Chrome",
    "CriOS": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "HarmonyOS": "HarmonyOS",
    "OpenHarmony": "HarmonyOS",
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS X": "Mac",
    "Linux": "Linux",
}


class SignedIn(NamedTuple):
    """A session as its owner reads it. here: it is the one that asks."""

    pk: int
    device: str
    since: Any
    here: bool


def sessions_of(request: HttpRequest) -> list[SignedIn]:
    """Return the living sessions of who asks, the present one first, then the newest."""
    living = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    rows = UserSession.objects.filter(user=request.user, session_key__in=living)
    listed = [
        SignedIn(
            pk=row.pk,
            device=device_in_words(row.user_agent),
            since=row.created_at,
            here=row.session_key == request.session.session_key,
        )
        for row in rows.order_by("-created_at")
    ]
    return sorted(listed, key=lambda session: not session.here)


def device_in_words(user_agent: str) -> str:
    """Return what a browser calls itself, in words: "Chrome on Windows"."""
    browser = next((word for sign, word in BROWSERS.items() if sign in user_agent), "")
    system = next((word for sign, word in SYSTEMS.items() if sign in user_agent), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or pgettext("device", "Unknown device")


def remember_session(request: HttpRequest) -> None:
    """List the present session, under its present key, if it is kept in the database."""
    if _is_in_database(request):
        UserSession.objects.create_from_request(request)


def follow_session(request: HttpRequest, old_key: str | None) -> None:
    """Keep the present session on the list when it got a new key, as Django gives at times."""
    new_key = request.session.session_key
    if old_key and new_key and new_key != old_key and _is_in_database(request):
        UserSession.objects.filter(session_key=old_key).update(session_key=new_key)


def forget_session(request: HttpRequest) -> None:
    """Take the present session off its owner's list."""
    UserSession.objects.filter(session_key=request.session.session_key or "").delete()


def own_session(user: User, pk: int) -> UserSession | None:
    """Return a session if it is the user's own."""
    return UserSession.objects.filter(user=user, pk=pk).first()


def _is_in_database(request: HttpRequest) -> bool:
    """Sessions that are kept elsewhere have keys of another kind, and cannot be listed."""
    return isinstance(request.session, SessionStore)
