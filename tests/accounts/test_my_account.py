"""What people do with their own account, and what nobody can do for them."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from association.accounts.enums import Act
from association.accounts.models import MailedLink
from association.core.models import AuditEntry
from tests.accounts.ways_in import app_code, by_password, is_in, mailed_path, with_code
from tests.factories import make_principal, make_school, make_secretary, make_user
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db

ME, CONFIRM = reverse("accounts:me"), reverse("accounts:confirm")
NEW = "new@school.example"


@pytest.fixture
def clerk(client):
    """Signed in just now, with the second factor."""
    user = make_secretary(email="clerk@association.example")
    by_password(client, user)
    with_code(client)
    return user


def app_of(user):
    return Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)


def codes_of(user):
    row = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES)
    return row.wrap().get_unused_codes()


def kept(act):
    return AuditEntry.objects.filter(action=f"accounts.{act}").count()


def test_the_last_factor_stays_where_one_is_needed(client, clerk):
    answer = client.post(reverse("accounts:remove_factor", args=[app_of(clerk).pk]), follow=True)
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    assert app_of(clerk)
    assert kept(Act.REMOVE_APP) == 0


def test_who_needs_none_may_take_it_away_and_the_codes_go_too(client):
    user = make_principal(make_school())
    by_password(client, user)
    secret = client.get(reverse("accounts:app")).context["form"].secret
    client.post(reverse("accounts:app"), {"code": app_code(secret)})
    client.post(reverse("accounts:remove_factor", args=[app_of(user).pk]))
    assert not Authenticator.objects.filter(user=user).exists()
    assert kept(Act.REMOVE_APP) == 1
    assert is_in(client)


def test_another_phone_takes_the_place_of_the_old_one(client, clerk, client_of):
    secret = client.get(reverse("accounts:app")).context["form"].secret
    client.post(reverse("accounts:app"), {"code": app_code(secret)})
    assert is_in(client)
    other = client_of()
    by_password(other, clerk)
    with_code(other, app_code(steps=1))
    assert not is_in(other)
    with_code(other, app_code(secret, steps=1))
    assert is_in(other)


def test_a_strangers_factor_is_not_found(client, clerk):
    strange = app_of(make_secretary())
    answer = client.post(reverse("accounts:remove_factor", args=[strange.pk]))
    assert answer.status_code == 404
    assert Authenticator.objects.filter(pk=strange.pk).exists()


def test_new_codes_end_the_old_ones(client, clerk, client_of):
    old = codes_of(clerk)
    client.post(reverse("accounts:new_codes"))
    assert not set(old) & set(codes_of(clerk))
    other = client_of()
    by_password(other, clerk)
    with_code(other, old[0])
    assert not is_in(other)


@pytest.mark.parametrize(
    "name", ["app", "add_passkey", "recovery_codes", "download_codes", "email", "new_codes"]
)
def test_what_changes_the_way_in_asks_for_proof_first(client, name):
    client.force_login(make_secretary())  # as with a session somebody left open
    path = reverse(f"accounts:{name}")
    answer = client.post(path) if name == "new_codes" else client.get(path)
    assert answer.url.startswith(CONFIRM)


@pytest.mark.parametrize("proof", [{"password": PASSWORD}, {"code": None}], ids=["word", "code"])
def test_proof_leads_on_to_where_one_wanted(client, proof):
    client.force_login(make_secretary())
    wanted = reverse("accounts:recovery_codes")
    fields = {key: value or app_code() for key, value in proof.items()}
    assert client.post(f"{CONFIRM}?next={wanted}", fields).url == wanted
    assert client.get(wanted).status_code == 200


def test_proof_leads_to_no_other_site(client):
    client.force_login(make_user())
    answer = client.post(f"{CONFIRM}?next=https://elsewhere.example/", {"password": PASSWORD})
    assert answer.url == ME


def test_a_wrong_password_proves_nothing(client):
    client.force_login(make_user())
    assert client.post(CONFIRM, {"password": "wrong"}).status_code == 200
    assert client.get(reverse("accounts:app")).url.startswith(CONFIRM)


def test_a_new_address_counts_when_its_mailbox_answered(
    client, clerk, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("accounts:email"), {"email": NEW})
    clerk.refresh_from_db()
    assert clerk.email == "clerk@association.example"
    assert mailoutbox[0].to == [NEW]
    link = mailed_path(mailoutbox)
    assert client.get(link).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        client.post(link)
    clerk.refresh_from_db()
    assert clerk.email == NEW
    assert mailoutbox[-1].to == ["clerk@association.example"]  # the old mailbox is told


def test_a_link_to_an_address_is_good_for_its_account_alone(
    client, clerk, client_of, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("accounts:email"), {"email": NEW})
    stranger = client_of()
    stranger.force_login(make_user())
    assert stranger.post(mailed_path(mailoutbox)).status_code == 410
    assert MailedLink.objects.get().used_at is None


def test_an_address_can_be_taken_away(client, clerk):
    client.post(reverse("accounts:email"), {"email": ""})
    clerk.refresh_from_db()
    assert clerk.email == ""


def test_hostile_addresses_change_nothing(client, clerk, hostile, mailoutbox):
    assert client.post(reverse("accounts:email"), {"email": hostile}).status_code == 200
    assert mailoutbox == []


def test_a_link_to_an_address_does_not_sign_in(
    client, clerk, client_of, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("accounts:email"), {"email": NEW})
    secret = mailed_path(mailoutbox).strip("/").rpartition("/")[2]
    other = client_of()
    assert other.post(reverse("accounts:link", args=[secret])).status_code == 410
    assert not is_in(other)


def test_wagtail_has_no_second_form_for_password_and_address(client, clerk):
    page = client.get("/admin/account/").content.decode()
    assert f'href="{ME}"' in page
    assert "new_password1" not in page
    assert "name_email-email" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_often_for_one_passkey_as_for_three(
    client, django_assert_num_queries, count
):
    user = make_user()
    client.force_login(user)
    for number in range(count):
        data = {"name": f"key {number}", "credential": {}}
        Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=data)
    client.get(ME)
    with django_assert_num_queries(8):
        page = client.get(ME)
    assert len(page.context["passkeys"]) == count


def test_what_happened_is_in_the_audit_trail_in_words(client, clerk):
    client.post(reverse("accounts:new_codes"))
    entry = AuditEntry.objects.get(action=f"accounts.{Act.NEW_CODES}")
    assert entry.user == clerk
    assert entry.object_id == str(clerk.pk)
    assert not any(code in str(vars(entry)) for code in codes_of(clerk))
