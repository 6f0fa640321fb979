"""Guessing is slowed down; nobody can keep a colleague out."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from association.accounts import attempts
from association.accounts.enums import Act
from association.core.limits import spend
from association.core.models import AuditEntry
from tests.accounts.ways_in import SIGN_IN, by_password, is_in, with_code
from tests.factories import make_principal, make_school, make_secretary, make_user
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db

ELSEWHERE = "203.0.113.9"


def fail(client, user, times=1):
    return [by_password(client, user, "wrong-wrong-wrong").status_code for _time in range(times)]


def test_after_five_wrong_passwords_the_sixth_waits_even_if_it_is_right(client):
    user = make_user()
    assert fail(client, user, 5) == [200] * 5
    answer = by_password(client, user)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 900
    assert "15 分钟" in answer.content.decode()
    assert not is_in(client)


def test_the_wait_ends_by_itself(client):
    user = make_user()
    with time_machine.travel(dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC), tick=False) as clock:
        fail(client, user, 6)
        clock.shift(dt.timedelta(minutes=15))
        by_password(client, user)
    with time_machine.travel(dt.datetime(2026, 11, 23, 9, 16, tzinfo=dt.UTC), tick=False):
        assert is_in(client)


def test_a_right_password_gives_the_tries_back(client, client_of):
    user = make_user()
    fail(client, user, 4)
    by_password(client, user)
    assert is_in(client)
    assert fail(client_of("127.0.0.1"), user, 5) == [200] * 5


def test_whoever_fails_fifty_times_elsewhere_does_not_keep_the_owner_out(client, client_of):
    user = make_user()
    answers = fail(client_of(ELSEWHERE), user, 50)
    assert answers == [200] * 5 + [429] * 45
    by_password(client, user)
    assert is_in(client)


def test_not_even_from_fifty_addresses(client, client_of):
    user = make_user()
    for number in range(50):
        fail(client_of(f"203.0.113.{number}"), user)
    by_password(client, user)
    assert is_in(client)


def test_guessing_one_name_from_many_addresses_slows_down(client_of):
    user = make_user()
    for number in range(20):
        fail(client_of(f"203.0.113.{number}"), user)
    # Each further address has one guess instead of five.
    assert fail(client_of("198.51.100.1"), user, 3) == [200, 429, 429]


def test_name_and_address_of_one_person_are_one(client):
    user = make_user(email="head@school.example")
    fail(client, user, 3)
    for _time in range(2):
        client.post(SIGN_IN, {"username": "HEAD@school.example", "password": "wrong"})
    assert by_password(client, user).status_code == 429


def test_a_schools_address_has_room_for_many_who_mistype(client):
    people = [make_user() for _person in range(20)]
    for user in people:
        fail(client, user, 4)
    by_password(client, people[0])
    assert is_in(client)


def test_one_address_cannot_try_many_names_for_ever(client):
    tries = attempts.ADDRESS.attempts
    assert tries == 150
    # All but the last two, as those two count.
    for _time in range(tries - 2):
        spend(attempts.ADDRESS, "127.0.0.1")
    answers = [
        client.post(SIGN_IN, {"username": f"guess{number}", "password": "wrong"}).status_code
        for number in range(2)
    ]
    assert answers == [200, 200]
    assert by_password(client, make_user()).status_code == 429


def test_an_address_is_taken_from_a_header_only_behind_a_proxy(client, settings):
    user = make_user()
    for number in range(6):
        client.post(
            SIGN_IN,
            {"username": user.username, "password": "wrong"},
            headers={"x-forwarded-for": f"192.0.2.{number}"},
        )
    assert by_password(client, user).status_code == 429


def test_codes_are_limited_and_the_owner_is_told(
    client, mailoutbox, django_capture_on_commit_callbacks
):
    clerk = make_secretary(email="clerk@association.example")
    by_password(client, clerk)
    with django_capture_on_commit_callbacks(execute=True):
        answers = [with_code(client, "000000").status_code for _time in range(6)]
    assert answers == [200] * 5 + [429]
    assert with_code(client).status_code == 429
    assert not is_in(client)
    assert len(mailoutbox) == 1
    assert AuditEntry.objects.filter(action=f"accounts.{Act.WRONG_CODE}").count() == 1


def test_whoever_knows_the_password_cannot_guess_codes_from_many_addresses(client_of):
    clerk = make_secretary()
    for number in range(5):
        client = client_of(f"203.0.113.{number}")
        by_password(client, clerk)
        for _time in range(4):
            with_code(client, "000000")
    last = client_of("198.51.100.1")
    by_password(last, clerk)
    assert with_code(last).status_code == 429


def test_confirming_ones_password_is_limited_too(client):
    user = make_principal(make_school())
    client.force_login(user)
    confirm = reverse("accounts:confirm")
    answers = [client.post(confirm, {"password": "wrong"}).status_code for _time in range(6)]
    assert answers == [200] * 5 + [429]


def test_changing_the_password_is_limited_too(client):
    client.force_login(make_user())
    fields = {"old_password": "x", "new_password1": PASSWORD, "new_password2": PASSWORD}
    answers = [client.post(reverse("accounts:password"), fields).status_code for _t in range(6)]
    assert answers == [200] * 5 + [429]


@pytest.mark.parametrize("wanted", ["accounts:link_ask", "accounts:password_reset"])
def test_letters_are_limited_and_what_was_typed_stays(client, mailoutbox, wanted):
    make_user(email="head@school.example")
    asked = {"email": "head@school.example"}
    answers = [client.post(reverse(wanted), asked) for _time in range(4)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert 'value="head@school.example"' in answers[-1].content.decode()
    assert len(mailoutbox) == 3


def test_who_asks_from_elsewhere_does_not_use_up_the_owners_letters(client, client_of, mailoutbox):
    make_user(email="head@school.example")
    asked = {"email": "head@school.example"}
    for _time in range(5):
        client_of(ELSEWHERE).post(reverse("accounts:link_ask"), asked)
    assert client.post(reverse("accounts:link_ask"), asked).status_code == 302
    assert len(mailoutbox) == 4
