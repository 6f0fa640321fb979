"""Whoever can change public truth gets nowhere without a second factor, by whatever way in."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from association.accounts.enums import Act
from association.accounts.roles import Role, give_role
from association.accounts.second_factor import must_have_second_factor
from association.alliances.models import Alliance
from association.alliances.services import appoint_lead, invite
from association.core.models import AuditEntry
from tests.accounts.ways_in import (
    SECOND_FACTOR,
    SIGN_IN,
    app_code,
    by_email,
    by_link,
    by_password,
    by_reset,
    is_in,
    with_code,
)
from tests.factories import make_lead, make_principal, make_school, make_secretary, make_user
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db

ENROL = reverse("accounts:enrol")
EMAIL = "clerk@association.example"
WAYS = {
    "user name": lambda client, user, _mail: by_password(client, user),
    "e-mail": lambda client, user, _mail: by_email(client, user),
    "link": by_link,
    "reset": by_reset,
    "Wagtail": lambda client, user, _mail: client.post(
        client.get("/admin/login/?next=/admin/").url,
        {"username": user.username, "password": PASSWORD},
    ),
    "restricted page": lambda client, user, _mail: client.post(
        "/_util/login/", {"username": user.username, "password": PASSWORD}
    ),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
def test_by_every_way_in_the_second_factor_is_asked_first(client, mailoutbox, way):
    clerk = make_secretary(email=EMAIL)
    response = way(client, clerk, mailoutbox)
    assert response.url == SECOND_FACTOR
    assert not is_in(client)
    assert client.get("/admin/").url.startswith(SIGN_IN)
    assert with_code(client).status_code == 302
    assert is_in(client)
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
@pytest.mark.parametrize(
    "person",
    [
        lambda **values: make_secretary(enrolled=False, **values),
        lambda **values: make_secretary(Role.EDITOR, enrolled=False, **values),
        lambda **values: make_lead(enrolled=False, **values),
        lambda **values: make_user(enrolled=False, is_superuser=True, **values),
    ],
    ids=["clerk", "editor", "lead", "superuser"],
)
def test_who_needs_one_and_has_none_is_led_to_set_it_up(client, mailoutbox, way, person):
    user = person(email=EMAIL)
    way(client, user, mailoutbox)
    assert is_in(client)
    for path in ("/", "/admin/", "/admin/pages/", "/alliance-desk/", reverse("accounts:me")):
        assert client.get(path).url == ENROL
    assert client.post("/admin/schools/", {}).url == ENROL
    assert client.get(ENROL).status_code == 200


def test_an_invitation_makes_nobody_skip_it(client):
    school = make_school()
    lead = make_lead(enrolled=False)
    client.force_login(lead)
    invitation = invite(school=school, acting_user=None)
    assert client.post(reverse("alliances:join", args=[invitation.code])).url == ENROL
    invitation.refresh_from_db()
    assert invitation.status == "sent"


def test_who_joins_a_school_needs_none_until_they_lead(client):
    school = make_school()
    invitation = invite(school=school, acting_user=None)
    fields = {
        "username": "head",
        "last_name": "王",
        "first_name": "小明",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }
    client.post(reverse("alliances:join", args=[invitation.code]), fields)
    desk = reverse("alliances:school_desk", args=[school.uscc])
    assert client.get(desk).status_code == 200
    user = school.representatives.get().user
    appoint_lead(alliance=Alliance.objects.get(code="east"), user=user, acting_user=None)
    assert client.get(desk).url == ENROL


def test_a_role_given_while_signed_in_counts_with_the_next_click(client):
    user = make_user()
    client.force_login(user)
    assert client.get(reverse("accounts:me")).status_code == 200
    give_role(user=user, role=Role.EDITOR)
    assert client.get(reverse("accounts:me")).url == ENROL


def test_the_way_out_stays_open(client):
    client.force_login(make_secretary(enrolled=False))
    assert client.get(f"{ENROL}?lang=en").status_code == 200
    client.post(reverse("accounts:sign_out"))
    assert not is_in(client)


def test_enrolling_ends_with_the_recovery_codes_kept(
    client, mailoutbox, django_capture_on_commit_callbacks
):
    clerk = make_secretary(enrolled=False, email=EMAIL)
    by_password(client, clerk)
    page = client.get(reverse("accounts:app"))
    secret = page.context["form"].secret
    assert secret in page.content.decode().replace(" ", "")
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(reverse("accounts:app"), {"code": app_code(secret)})
    codes_page = reverse("accounts:recovery_codes")
    assert done.url == codes_page
    assert client.get("/admin/").url == codes_page
    shown = client.get(codes_page)
    assert len(shown.context["codes"]) == 10
    file = client.get(reverse("accounts:download_codes"))
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert all(code in file.content.decode() for code in shown.context["codes"])
    assert client.post(codes_page).url == reverse("accounts:my_desk")
    assert client.get("/admin/").status_code == 200
    assert [letter.to for letter in mailoutbox] == [[EMAIL]]
    assert "An authenticator app was set up" in mailoutbox[0].body


def test_a_wrong_first_code_sets_nothing_up(client):
    clerk = make_secretary(enrolled=False)
    by_password(client, clerk)
    secret = client.get(reverse("accounts:app")).context["form"].secret
    answer = client.post(reverse("accounts:app"), {"code": app_code(secret, steps=100)})
    assert answer.status_code == 200
    assert answer.context["form"].secret == secret
    assert not Authenticator.objects.filter(user=clerk).exists()


def test_no_secret_stands_readable_in_the_database(client):
    clerk = make_secretary(enrolled=False)
    by_password(client, clerk)
    secret = client.get(reverse("accounts:app")).context["form"].secret
    client.post(reverse("accounts:app"), {"code": app_code(secret)})
    kept = " ".join(str(row.data) for row in Authenticator.objects.filter(user=clerk))
    assert secret not in kept


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_phones_clock_may_be_half_a_minute_off(client, steps):
    by_password(client, make_secretary())
    with_code(client, app_code(steps=steps))
    assert is_in(client)


def test_a_code_counts_once(client, client_of):
    clerk = make_secretary()
    code = app_code()
    by_password(client, clerk)
    with_code(client, code)
    other = client_of()
    by_password(other, clerk)
    assert with_code(other, code).status_code == 200
    assert not is_in(other)


def test_a_recovery_code_counts_once_and_its_owner_is_told(
    client, client_of, mailoutbox, django_capture_on_commit_callbacks
):
    clerk = make_secretary(email=EMAIL)
    row = Authenticator.objects.get(user=clerk, type=Authenticator.Type.RECOVERY_CODES)
    code = row.wrap().get_unused_codes()[0]
    by_password(client, clerk)
    with django_capture_on_commit_callbacks(execute=True):
        with_code(client, f"{code[:4]} {code[4:]}")
    assert is_in(client)
    assert len(mailoutbox) == 1
    assert AuditEntry.objects.filter(action=f"accounts.{Act.USE_CODE}").count() == 1
    other = client_of()
    by_password(other, clerk)
    with_code(other, code)
    assert not is_in(other)


def test_the_second_factor_alone_opens_nothing(client):
    assert client.get(SECOND_FACTOR).url == SIGN_IN
    assert client.post(SECOND_FACTOR, {"code": app_code()}).url == SIGN_IN


def test_who_is_deactivated_half_way_gets_no_further(client):
    clerk = make_secretary()
    by_password(client, clerk)
    clerk.is_active = False
    clerk.save()
    assert with_code(client).url == SIGN_IN
    assert not is_in(client)


def test_a_new_password_stops_whoever_is_half_way_with_the_old_one(client, client_of, mailoutbox):
    clerk = make_secretary(email=EMAIL)
    by_password(client, clerk)
    by_reset(client_of(), clerk, mailoutbox)
    assert with_code(client).url == SIGN_IN
    assert not is_in(client)


def test_cancelling_half_way_forgets_the_password(client):
    by_password(client, make_secretary())
    client.post(reverse("accounts:sign_out"), {"next": SIGN_IN})
    assert client.get(SECOND_FACTOR).url == SIGN_IN


def test_hostile_codes_open_nothing(client, hostile, patient):
    by_password(client, make_secretary())
    for fields in ({"code": hostile}, {"credential": hostile}, {"credential": "[]"}, {}):
        assert client.post(SECOND_FACTOR, fields).status_code == 200
    assert not is_in(client)


@pytest.mark.parametrize("demo", [True, False])
def test_the_code_is_told_in_the_demo_and_nowhere_else(client, settings, demo):
    settings.DEMO = demo
    by_password(client, make_secretary())
    page = client.get(SECOND_FACTOR).content.decode().replace(" ", "")
    assert any(app_code(steps=step) in page for step in (-1, 0)) == demo


def test_a_principal_needs_none_and_may_have_one(client):
    principal = make_principal(make_school())
    assert not must_have_second_factor(principal)
    by_password(client, principal)
    secret = client.get(reverse("accounts:app")).context["form"].secret
    client.post(reverse("accounts:app"), {"code": app_code(secret)})
    client.post(reverse("accounts:sign_out"))
    assert by_password(client, principal).url == SECOND_FACTOR


def test_deactivated_people_need_and_have_nothing():
    assert not must_have_second_factor(make_user(is_superuser=True, is_active=False))
