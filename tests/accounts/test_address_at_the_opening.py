"""An address typed when an account is opened counts when its mailbox has answered."""

import pytest
from django.urls import reverse

from association.accounts.models import User
from association.alliances.services import invite
from tests.accounts.ways_in import mailed_path
from tests.factories import make_school
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db

ADDRESS = "head@school.example"


@pytest.fixture
def opened(client, django_capture_on_commit_callbacks):
    """An account that was opened by an invitation, with an address."""
    invitation = invite(school=make_school(), acting_user=None)
    fields = {
        "username": "head",
        "last_name": "王",
        "first_name": "小明",
        "email": ADDRESS,
        "password1": PASSWORD,
        "password2": PASSWORD,
    }
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("alliances:join", args=[invitation.code]), fields)
    assert answer.status_code == 302
    return User.objects.get(username="head")


def test_before_it_answers_it_opens_nothing(client_of, opened, mailoutbox):
    assert opened.email == ""
    mailoutbox.clear()
    for name in ("password_reset", "link_ask"):
        client_of().post(reverse(f"accounts:{name}"), {"email": ADDRESS})
    assert mailoutbox == []


def test_the_page_after_opening_tells_of_the_letter(client, opened):
    assert ADDRESS in client.get("/desk/", follow=True).content.decode()


def test_the_link_from_the_mailbox_makes_it_count(client, opened, mailoutbox):
    [letter] = mailoutbox
    assert letter.to == [ADDRESS]
    client.post(mailed_path(mailoutbox))
    opened.refresh_from_db()
    assert opened.email == ADDRESS
