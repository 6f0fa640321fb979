"""The ways in, as a person without a browser takes them."""

import re
import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth import get_user
from django.urls import reverse

from tests.factories.people import APP_SECRET, PASSWORD

SIGN_IN = reverse("accounts:sign_in")
SECOND_FACTOR = reverse("accounts:second_factor")
NEW_PASSWORD = "lantern-harbour-kite-31"


def app_code(secret=APP_SECRET, *, steps=0):
    """The code the app shows now, or some half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def by_password(client, user, password=PASSWORD, **more):
    return client.post(SIGN_IN, {"username": user.username, "password": password, **more})


def by_email(client, user, **more):
    return client.post(SIGN_IN, {"username": user.email, "password": PASSWORD, **more})


def by_link(client, user, mailoutbox):
    client.post(reverse("accounts:link_ask"), {"email": user.email})
    return client.post(mailed_path(mailoutbox))


def by_reset(client, user, mailoutbox):
    client.post(reverse("accounts:password_reset"), {"email": user.email})
    form = client.get(mailed_path(mailoutbox)).url
    client.post(form, {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD})
    return by_password(client, user, NEW_PASSWORD)


def with_code(client, code=None):
    return client.post(SECOND_FACTOR, {"code": code or app_code()})


def mailed_path(mailoutbox):
    """The one address of this site in the last letter."""
    [path] = set(re.findall(r"https://plaque\.example(/\S+)", mailoutbox[-1].body))
    return path


def is_in(client):
    return get_user(client).is_authenticated
