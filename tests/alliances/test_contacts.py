"""Who reads a person's own number says what for, and it is written down."""

import pytest
from django.urls import reverse

from association.accounts.roles import Role
from association.alliances.services import update_school
from association.core.models import AuditEntry
from tests.factories import make_lead, make_school, make_secretary, make_user

pytestmark = pytest.mark.django_db

OWN, MASKED = "13800001111", "138****1111"
REASON = {"reason": "门口照片上是别的招牌"}


@pytest.fixture
def school():
    return make_school("示范区手机学校", phone=OWN)


def read():
    return AuditEntry.objects.filter(action="core.read_contact")


def admin_page(school):
    return reverse("school_admin:read_contact", args=[school.pk])


def desk_page(school, code="east"):
    return reverse("alliances:contact", args=[code, school.uscc])


def test_the_schools_page_masks_the_number_and_leads_to_the_question(client, clerk, school):
    page = client.get(reverse("school_admin:inspect", args=[school.pk])).content.decode()
    assert MASKED in page
    assert OWN not in page
    assert admin_page(school) in page
    assert not read().exists()


def test_an_offices_number_stands_there_as_it_is(client, clerk):
    school = make_school(phone="0536-0123456")
    page = client.get(reverse("school_admin:inspect", args=[school.pk])).content.decode()
    assert "0536-0123456" in page
    assert admin_page(school) not in page


@pytest.mark.parametrize("way", [admin_page, desk_page])
def test_asking_shows_nothing_and_a_reason_shows_the_number(client, school, way):
    person = make_lead("east")
    if way is admin_page:
        person = make_secretary()
    client.force_login(person)
    asked = client.get(way(school)).content.decode()
    assert MASKED in asked
    assert OWN not in asked
    without = client.post(way(school), {"reason": " "})
    assert without.status_code == 422
    assert OWN not in without.content.decode()
    assert not read().exists()
    told = client.post(way(school), REASON)
    assert told.status_code == 200
    assert OWN in told.content.decode()
    entry = read().get()
    assert (entry.user, entry.school, entry.reason) == (person, school, REASON["reason"])
    assert OWN not in str(vars(entry))


def test_a_lead_of_another_alliance_finds_nothing(client, school):
    client.force_login(make_lead("west"))
    assert client.post(desk_page(school), REASON).status_code == 404
    assert client.post(desk_page(school, "west"), REASON).status_code == 404
    assert not read().exists()


def test_who_only_looks_at_the_register_reads_no_number(client, school):
    client.force_login(make_secretary(Role.APPROVER))
    assert OWN not in client.post(admin_page(school), REASON, follow=True).content.decode()
    assert not read().exists()


def test_the_desk_of_an_alliance_masks_the_number(client, school):
    client.force_login(make_lead("east"))
    page = client.get(reverse("alliances:led_alliance", args=["east"])).content.decode()
    assert MASKED in page
    assert OWN not in page
    assert desk_page(school) in page


def test_opening_the_entry_to_edit_it_is_reading(client, clerk, school):
    page = client.get(reverse("school_admin:edit", args=[school.pk]))
    assert OWN in page.content.decode()
    assert read().get().user == clerk


def test_opening_an_account_is_reading_its_address_but_not_ones_own(client):
    admin = make_user(is_superuser=True, email="admin@example.test")
    client.force_login(admin)
    client.get(reverse("wagtailusers_users:edit", args=[admin.pk]))
    assert not read().exists()
    other = make_user(email="other@example.test")
    client.get(reverse("wagtailusers_users:edit", args=[other.pk]))
    entry = read().get()
    assert (entry.user, entry.object_id) == (admin, str(other.pk))
    assert "other@example.test" not in str(vars(entry))


def test_the_history_masks_the_number_it_was(client, clerk, school):
    update_school(
        school=school,
        values={"phone": "13900002222"},
        main_campus={},
        alliance=None,
        acting_user=clerk,
    )
    page = client.get(reverse("school_admin:inspect", args=[school.pk])).content.decode()
    assert "139****2222" in page
    assert OWN not in page
    assert "13900002222" not in page
