"""NIST SP 800-63B: long passwords of any characters, and none that others would guess."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse

from association.accounts.forms import OpenAccountForm
from association.alliances.services import invite
from tests.accounts.ways_in import by_password, is_in
from tests.factories import make_principal, make_school, make_user

pytestmark = pytest.mark.django_db

GOOD = {
    "demo": "school-gate-plaque",
    "64": "x1 " * 22,
    "Chinese": "春眠不觉晓处处闻啼鸟夜来",
    "blanks": "four words and blanks",
    "digits alone": "830461927350",
    "emoji": "🙂🙃" * 6,
    "1000": "ab" * 500,
}
REFUSED = {
    "eleven characters": "abcdefghij1",
    "common": "password1234",
    "the user's name": "wangxiaoming1",
    "the association": "民办教育协会123456",
    "the association in English": "Education-2026!",
    "the site": "plaque-plaque-1",
}


@pytest.mark.parametrize("word", GOOD.values(), ids=GOOD.keys())
def test_any_long_password_is_taken(word):
    validate_password(word, make_user("wangxiaoming"))


@pytest.mark.parametrize("word", REFUSED.values(), ids=REFUSED.keys())
def test_a_password_others_would_guess_is_refused(word):
    with pytest.raises(ValidationError):
        validate_password(word, make_user("wangxiaoming"))


def test_a_school_s_own_name_and_code_are_refused():
    school = make_school()
    principal = make_principal(school)
    for word in (f"{school.name}2026", school.uscc, school.uscc.lower()):
        with pytest.raises(ValidationError):
            validate_password(word, principal)


def test_and_already_when_the_account_is_opened(client):
    school = make_school()
    invitation = invite(school=school, acting_user=None)
    word = f"{school.uscc}-1"
    fields = {"username": "head", "last_name": "王", "first_name": "小明"}
    fields |= {"password1": word, "password2": word}
    answer = client.post(reverse("alliances:join", args=[invitation.code]), fields)
    assert answer.status_code == 200
    assert "password1" in answer.context["form"].errors
    assert not is_in(client)


@pytest.mark.parametrize("word", GOOD.values(), ids=GOOD.keys())
def test_what_was_set_signs_in(client, word):
    user = make_user()
    user.set_password(word)
    user.save()
    by_password(client, user, word)
    assert is_in(client)


def test_two_names_that_differ_in_case_alone_are_one():
    make_user("Wang")
    fields = {"username": "wang", "last_name": "王", "first_name": "小", "password1": "x"}
    assert "username" in OpenAccountForm(fields).errors
