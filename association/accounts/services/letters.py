"""Letters about one's account, in Chinese and English, with addresses of this site alone."""

import datetime as dt
import hashlib
import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from association.accounts.enums import LinkPurpose
from association.accounts.models import MailedLink, User
from association.core import clock
from association.core.models import AssociationProfile

LANGUAGES = ("zh-hans", "en")
GOOD_FOR = dt.timedelta(minutes=15)


def digest_of(secret: str) -> str:
    """Return what is kept of a link's secret."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def make_link(*, user: User, purpose: LinkPurpose, address: str) -> str:
    """Make a link that works once within a quarter of an hour; return its secret.

    Links that ran out are swept away.
    """
    now = clock.now()
    MailedLink.objects.filter(expires_at__lt=now - dt.timedelta(days=1)).delete()
    secret = secrets.token_urlsafe(24)
    MailedLink.objects.create(
        user=user,
        purpose=purpose,
        address=address,
        digest=digest_of(secret),
        expires_at=now + GOOD_FOR,
    )
    return secret


def send_sign_in_link(user: User) -> None:
    """Mail a link that signs in once."""
    secret = make_link(user=user, purpose=LinkPurpose.SIGN_IN, address=user.email)
    _send("sign_in_link", user, user.email, url=reverse("accounts:link", args=[secret]))


def send_password_link(user: User) -> None:
    """Mail a link to choose a new password."""
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    token = default_token_generator.make_token(user)
    _send(
        "password_link",
        user,
        user.email,
        url=reverse("accounts:password_reset_confirm", args=[uid, token]),
    )


def send_email_link(user: User, *, address: str) -> None:
    """Mail a link to a new address, to see whether it answers."""
    secret = make_link(user=user, purpose=LinkPurpose.EMAIL, address=address)
    _send("email_link", user, address, url=reverse("accounts:confirm_email", args=[secret]))


def _send(template: str, user: User, address: str, **context: Any) -> None:
    context |= {
        "person": user,
        "site_url": settings.SITE_URL,
        "issuer": AssociationProfile.load(),
    }
    subjects, bodies = [], []
    for language in LANGUAGES:
        with translation.override(language):
            subjects.append(render_to_string(f"accounts/mail/{template}_subject.txt", context))
            bodies.append(render_to_string(f"accounts/mail/{template}.txt", context))
    EmailMessage(
        subject=" / ".join(" ".join(subject.split()) for subject in subjects),
        body="\n\n".join(body.strip() for body in bodies),
        to=[address],
    ).send()
