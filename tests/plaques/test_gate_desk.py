"""Standing at the gate with a phone: the alliance's visitor finds the plaque and sends a photo."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile

from association.alliances.services import leave_association
from association.core import clock
from association.plaques.enums import PlaqueStatus
from association.plaques.photos import MAX_BYTES
from tests.factories import (
    make_active_plaque,
    make_gate_photo,
    make_lead,
    make_photo,
    make_plaque,
    make_school,
    make_secretary,
    make_user,
)

pytestmark = pytest.mark.django_db

LIST = "/alliance-desk/east/hanging/"


@pytest.fixture
def lead(client):
    user = make_lead("east")
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return user


def page_of(plaque, code="east"):
    return f"/alliance-desk/{code}/hanging/{plaque.number}/"


def upload(data, name="IMG_0001.jpg"):
    return {"photo": SimpleUploadedFile(name, data, content_type="image/jpeg")}


def text_of(response):
    return BeautifulSoup(response.content, "html.parser").main.get_text(" ", strip=True)


def plaque_of(days_ago, alliance="east"):
    with clock.at(clock.now() - dt.timedelta(days=days_ago)):
        return make_plaque(make_school(alliance=alliance))


def test_a_lead_sends_the_photo_and_the_plaque_is_green(client, lead):
    plaque = make_plaque()
    form = BeautifulSoup(client.get(page_of(plaque)).content, "html.parser").select_one("main form")
    field = form.select_one("[name=photo]")
    assert (field["type"], field["accept"], field["capture"]) == ("file", "image/*", "environment")
    assert form["enctype"] == "multipart/form-data"
    response = client.post(page_of(plaque), upload(make_gate_photo(plaque)))
    assert response.url == page_of(plaque)
    plaque.refresh_from_db()
    assert plaque.status == PlaqueStatus.ACTIVE
    assert plaque.photos.get().sent_by == lead
    after = client.get(page_of(plaque))
    assert "Confirmed at the gate" in text_of(after)
    shown = BeautifulSoup(after.content, "html.parser")
    assert shown.select_one("main figure img")["src"] == plaque.photos.get().small_path
    assert shown.select_one("main form:not(details form) [name=photo]") is None


def test_what_stands_against_the_photo_is_said_beside_it(client, lead):
    plaque, other = make_plaque(), make_plaque()
    response = client.post(page_of(plaque), upload(make_gate_photo(other)))
    assert response.status_code == 422
    assert other.number in text_of(response)
    response = client.post(page_of(plaque), upload(make_photo()))
    assert "come closer" in text_of(response)
    response = client.post(page_of(plaque), upload(b"no picture", "evil.svg"))
    assert (response.status_code, "JPEG" in text_of(response)) == (422, True)
    plaque.refresh_from_db()
    assert plaque.status == PlaqueStatus.ISSUED


def test_nothing_or_too_much_is_said_kindly(client, lead):
    plaque = make_plaque()
    assert "take a photo first" in text_of(client.post(page_of(plaque)))
    assert client.post(page_of(plaque), upload(b"")).status_code == 422
    large = client.post(page_of(plaque), upload(bytes(MAX_BYTES + 1)))
    assert (large.status_code, "15" in text_of(large)) == (422, True)


def test_a_second_photo_finds_nothing_left_to_do(client, lead):
    plaque = make_active_plaque()
    response = client.post(page_of(plaque), upload(make_gate_photo(plaque)))
    assert response.status_code == 422
    assert plaque.photos.count() == 1
    assert plaque.events.count() == 2


def test_the_list_begins_with_what_is_longest_overdue(client, lead):
    fresh, late, later = plaque_of(1), plaque_of(40), plaque_of(33)
    make_active_plaque()
    foreign = plaque_of(50, "west")
    rows = BeautifulSoup(client.get(LIST).content, "html.parser").select("main tbody tr")
    assert [row.select_one(".number").get_text() for row in rows] == [
        late.number, later.number, fresh.number,
    ]  # fmt: skip
    assert [("late" in row.get_text()) for row in rows] == [True, True, False]
    assert foreign.number not in str(rows)


def test_an_empty_list_says_thank_you(client, lead):
    assert "Every plaque hangs" in text_of(client.get(LIST))


def test_a_number_in_any_spelling_leads_to_its_plaque(client, lead):
    plaque = make_plaque()
    typed = plaque.number.lower().replace("-", " ")
    assert client.get(LIST, {"number": typed}).url == page_of(plaque)


@pytest.mark.parametrize("typed", ["SC-2026-9999-A", "what", "\0", "9" * 500, "<script>"])
def test_a_number_that_leads_nowhere_is_told(client, lead, typed):
    response = client.get(LIST, {"number": typed})
    assert response.status_code == 200
    assert "None of your members" in text_of(response)
    assert "<script>" not in response.content.decode().split("<main")[1]


def test_another_alliances_number_is_not_found(client, lead):
    foreign = make_plaque(make_school(alliance="west"))
    assert "None of your members" in text_of(client.get(LIST, {"number": foreign.number}))
    photo = upload(make_gate_photo(foreign))
    assert client.get(page_of(foreign)).status_code == 404
    assert client.post(page_of(foreign), photo).status_code == 404
    assert (
        client.post(page_of(foreign, "west"), upload(make_gate_photo(foreign))).status_code == 404
    )
    foreign.refresh_from_db()
    assert foreign.status == PlaqueStatus.ISSUED


def test_a_school_that_has_left_is_no_member_any_more(client, lead):
    plaque = make_plaque()
    leave_association(school=plaque.school, acting_user=None)
    assert client.get(page_of(plaque)).status_code == 404


def test_only_the_alliances_lead_comes_in(client):
    plaque = make_plaque()
    people = [plaque.pledge.signature.signer, make_secretary(), make_lead("west"), make_user()]
    for address in (LIST, page_of(plaque)):
        assert client.get(address).status_code == 302
    for person in people:
        client.force_login(person)
        for address in (LIST, page_of(plaque)):
            assert client.get(address).status_code == 404
        photo = upload(make_gate_photo(plaque))
        assert client.post(page_of(plaque), photo).status_code == 404
    plaque.refresh_from_db()
    assert plaque.status == PlaqueStatus.ISSUED


def test_the_principal_does_not_confirm_the_own_plaque():
    from association.plaques.permissions import plaque_policy

    plaque = make_plaque()
    east, west = make_lead("east"), make_lead("west")
    may = {
        person: plaque_policy.user_has_permission_for_instance(person, "activate", plaque)
        for person in (plaque.pledge.signature.signer, east, west, make_secretary(), make_user())
    }
    assert list(may.values()) == [False, True, False, True, False]
    assert list(plaque_policy.instances_user_has_permission_for(east, "activate")) == [plaque]
    assert not plaque_policy.user_has_permission_for_instance(east, "issue", plaque)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_plaque_and_three(
    client, lead, count, django_assert_num_queries
):
    for _each in range(count):
        make_plaque()
    client.get(LIST)  # and what is looked up once for all
    with django_assert_num_queries(10):
        client.get(LIST)


def test_the_desk_leads_to_the_list_and_to_each_plaque(client, lead):
    late = plaque_of(40)
    desk = BeautifulSoup(client.get("/alliance-desk/east/").content, "html.parser")
    links = {link["href"] for link in desk.select("main a[href]")}
    assert {LIST, page_of(late)} <= links
