"""Sessions end: by their owner, and at once when rights are taken away."""

import pytest
from allauth.usersessions.models import UserSession
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from association.accounts.adapters import NO_ADDRESS
from association.accounts.models import User
from association.accounts.roles import Role
from association.accounts.sessions import device_in_words
from association.alliances.services import dismiss_lead, dismiss_representative
from tests.accounts.ways_in import by_password, is_in, with_code
from tests.factories import make_lead, make_principal, make_school, make_secretary, make_user
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db

ME = reverse("accounts:me")
WORD = "lantern-harbour-kite-31"
CHROME = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"


def clerks():
    return Group.objects.get(name=Role.CLERK)


def put_out(clerk):
    clerks().user_set.remove(clerk)


def deactivate(user):
    user.is_active = False
    user.save()
    user.is_active = True  # whoever comes back signs in anew
    user.save()


def deactivate_in_bulk(user):
    admin = make_user(is_superuser=True)
    client = Client()
    client.force_login(admin)
    path = reverse("wagtail_bulk_action", args=["accounts", "user", "set_active_state"])
    client.post(f"{path}?id={user.pk}", {"mark_as_active": "False"})
    User.objects.filter(pk=user.pk).update(is_active=True)


TAKEN_AWAY = {
    "a role": (make_secretary, lambda user: user.groups.remove(clerks())),
    "a role, from the group's side": (make_secretary, put_out),
    "all roles": (make_secretary, lambda user: user.groups.clear()),
    "the group": (make_secretary, lambda user: user.groups.get().delete()),
    "leading": (
        make_lead,
        lambda user: dismiss_lead(lead=user.led_alliances.get(), acting_user=None),
    ),
    "the school": (
        lambda: make_principal(make_school()),
        lambda user: dismiss_representative(
            appointment=user.representations.get(), acting_user=None
        ),
    ),
    "everything": (make_user, deactivate),
    "everything, in bulk": (make_user, deactivate_in_bulk),
    "being superuser": (
        lambda: make_user(is_superuser=True),
        lambda user: (setattr(user, "is_superuser", False), user.save()),
    ),
}


@pytest.mark.parametrize(("person", "take"), TAKEN_AWAY.values(), ids=TAKEN_AWAY.keys())
def test_sessions_end_at_once_when_something_is_taken_away(client, person, take):
    user = person()
    client.force_login(user)
    assert is_in(client)
    take(user)
    assert not is_in(client)
    assert not UserSession.objects.filter(user=user).exists()


def test_what_is_given_ends_no_session(client):
    user = make_principal(make_school())
    client.force_login(user)
    user.groups.add(Group.objects.create(name="readers"))
    user.save()
    assert client.get(ME).status_code == 200


def test_another_persons_session_goes_on(client):
    clerk, colleague = make_secretary(), make_secretary()
    client.force_login(colleague)
    clerk.groups.clear()
    assert client.get(ME).status_code == 200


@pytest.fixture
def two(client_of):
    """A person with two devices, the first of which is at hand."""
    user = make_user()
    here, there = client_of(), client_of()
    by_password(here, user)
    there.defaults["HTTP_USER_AGENT"] = CHROME
    by_password(there, user)
    return user, here, there


def test_the_list_names_the_devices_and_this_one(two):
    _user, here, _there = two
    listed = here.get(ME).context["sessions"]
    assert [(row.device, row.here) for row in listed][1] == ("Windows 上的 Chrome", False)
    assert listed[0].here


def test_one_session_is_ended(two):
    user, here, there = two
    other = next(row for row in here.get(ME).context["sessions"] if not row.here)
    here.post(reverse("accounts:end_session", args=[other.pk]))
    assert is_in(here)
    assert not is_in(there)
    assert UserSession.objects.filter(user=user).count() == 1


def test_all_others_are_ended(two):
    _user, here, there = two
    here.post(reverse("accounts:end_other_sessions"))
    assert is_in(here)
    assert not is_in(there)
    assert [row.here for row in here.get(ME).context["sessions"]] == [True]


def test_a_strangers_session_is_not_found(two, client):
    user, _here, there = two
    client.force_login(make_user())
    strange = UserSession.objects.filter(user=user).first()
    answer = client.post(reverse("accounts:end_session", args=[strange.pk]))
    assert answer.status_code == 404
    assert is_in(there)


def test_a_new_password_ends_the_other_sessions(two, mailoutbox):
    _user, here, there = two
    fields = {"old_password": PASSWORD, "new_password1": WORD, "new_password2": WORD}
    here.post(reverse("accounts:password"), fields)
    assert is_in(here)
    assert not is_in(there)
    assert [row.here for row in here.get(ME).context["sessions"]] == [True]


def test_signing_out_takes_the_session_off_the_list(two):
    user, here, _there = two
    here.post(reverse("accounts:sign_out"))
    assert UserSession.objects.filter(user=user).count() == 1


def test_no_address_is_kept(two):
    assert {row.ip for row in UserSession.objects.all()} == {NO_ADDRESS}


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_database_as_often_for_one_session_as_for_three(
    client, client_of, django_assert_num_queries, count
):
    user = make_user()
    for _device in range(count - 1):
        by_password(client_of(), user)
    by_password(client, user)
    client.get(ME)
    with django_assert_num_queries(8):
        page = client.get(ME)
    assert len(page.context["sessions"]) == count


def test_a_session_stays_listed_when_wagtail_changes_its_key(client):
    clerk = make_secretary(first_name="甲", last_name="秘书")
    by_password(client, clerk)
    with_code(client)
    before = client.session.session_key
    form = BeautifulSoup(client.get("/admin/account/").content, "html.parser")
    fields = {field["name"]: field.get("value", "") for field in form.select("input[name]")}
    for choice in form.select("select[name]"):
        chosen = choice.select_one("option[selected]") or choice.select_one("option")
        fields[choice["name"]] = chosen["value"]
    assert client.post("/admin/account/", fields).status_code == 302
    assert client.session.session_key != before
    assert [row.here for row in client.get(ME).context["sessions"]] == [True]


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (CHROME, "Windows 上的 Chrome"),
        ("Mozilla/5.0 (iPhone) MicroMessenger/8.0 Safari/604", "iPhone 上的 微信"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14) Edg/140 Chrome/140", "Mac 上的 Edge"),
        ("", "未知设备"),
        ("\0<script>", "未知设备"),
    ],
)
def test_devices_are_told_in_words(agent, words):
    assert device_in_words(agent) == words
