"""A person at their desk, and the drawings they make."""

import base64
import time
from html import unescape
from io import BytesIO

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image, ImageDraw

from tests.factories import make_draft_pledge, make_principal, make_school


def at_desk(user, language="en"):
    """A browser in which the user has signed in with a password."""
    client = Client()
    client.force_login(user)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time()}]
    session[f"{AUTHENTICATION_METHODS_SESSION_KEY}_user"] = str(user.pk)
    session.save()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client


def url(name, school, *args):
    return reverse(f"pledges:{name}", args=[school.uscc, *args])


def words(response):
    """What a person reads on the page."""
    return unescape(response.content.decode())


def school_at_the_signature():
    """A school that has ticked all eight, and its principal at the desk."""
    school = make_school()
    principal = make_principal(school, last_name="校长", first_name="乙")
    make_draft_pledge(school, ticked=8)
    return school, principal, at_desk(principal)


def go_to_check(client, school, name="校长乙", **answers):
    """Answer the sign page; return the check page."""
    return client.post(url("sign", school), {"signer_name": name, **answers}, follow=True)


def sign_with(client, school, check_page, **changes):
    """Say yes on a check page as it was shown."""
    answers = {
        "entitled": "on",
        "shown": check_page.context["shown"],
        "language": check_page.context["language"],
        **changes,
    }
    return client.post(url("check", school), answers, follow=True)


def queries_of(client, address):
    """How many queries a page takes once what every page shares has been read."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def drawing(size=(600, 200), paper="white", ink="black", mode="RGB", stroke=True, **save):
    """A PNG of a stroke, as bytes."""
    picture = Image.new(mode, size, paper)
    if stroke:
        line = [(size[0] // 4, size[1] // 4), (size[0] // 2, size[1] // 2)]
        ImageDraw.Draw(picture).line(line, fill=ink, width=5)
    buffer = BytesIO()
    picture.save(buffer, "PNG", **save)
    return buffer.getvalue()


def as_address(data):
    return "data:image/png;base64," + base64.b64encode(data).decode()
