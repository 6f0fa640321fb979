"""The secretariat confirms a plaque by a photo as well, and sees every photo in full."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile

from association.accounts.roles import Role
from association.plaques.enums import PhotoKind, PlaqueStatus, PublicState
from association.plaques.photos import read_photo
from association.plaques.services import keep_photo
from tests.factories import (
    hang,
    make_active_plaque,
    make_gate_photo,
    make_lead,
    make_photo,
    make_plaque,
    make_secretary,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client):
    user = make_secretary()
    client.force_login(user)
    return user


def upload(data):
    return {"photo": SimpleUploadedFile("IMG_0001.jpg", data, content_type="image/jpeg")}


def test_a_clerk_confirms_by_a_photo_and_scans_say_valid(client, clerk):
    plaque = make_plaque()
    address = f"/admin/plaques/activate/{plaque.pk}/"
    form = BeautifulSoup(client.get(address).content, "html.parser").select_one(
        "main form[method=post]"
    )
    assert form["enctype"] == "multipart/form-data"
    assert form.select_one("[name=photo]")["type"] == "file"
    plaque.refresh_from_db()
    assert plaque.status == PlaqueStatus.ISSUED
    response = client.post(address, upload(make_gate_photo(plaque)))
    assert response.url == f"/admin/plaques/inspect/{plaque.pk}/"
    plaque.refresh_from_db()
    assert plaque.state == PublicState.VALID
    assert plaque.events.last().acting_user == clerk


def test_without_a_photo_nothing_is_confirmed(client, clerk):
    plaque = make_plaque()
    assert client.post(f"/admin/plaques/activate/{plaque.pk}/").status_code == 422
    plaque.refresh_from_db()
    assert plaque.status == PlaqueStatus.ISSUED


def test_what_was_read_instead_is_told(client, clerk):
    plaque, other = make_plaque(), make_plaque()
    address = f"/admin/plaques/activate/{plaque.pk}/"
    response = client.post(address, upload(make_gate_photo(other)))
    assert response.status_code == 422
    main = BeautifulSoup(response.content, "html.parser").main
    assert other.number in main.get_text()


def test_a_second_confirmation_is_told_and_changes_nothing(client, clerk):
    plaque = make_active_plaque()
    address = f"/admin/plaques/activate/{plaque.pk}/"
    assert client.post(address, upload(make_gate_photo(plaque))).status_code == 422
    assert plaque.events.count() == 2


def test_the_plaques_page_shows_the_photo_of_the_present_copy(client, clerk):
    plaque = make_plaque()
    inspect = f"/admin/plaques/inspect/{plaque.pk}/"
    assert "/admin/plaques/photo/" not in client.get(inspect).content.decode()
    hang(plaque)
    photo = plaque.photos.get()
    address = f"/admin/plaques/photo/{photo.pk}.jpg"
    assert address in client.get(inspect).content.decode()
    response = client.get(address)
    assert response["Content-Type"] == "image/jpeg"
    assert "no-store" in response["Cache-Control"]
    assert response.getvalue() == photo.picture.read()


@pytest.mark.parametrize("kind", PhotoKind.values)
def test_originals_are_for_those_who_see_plaques_in_the_admin(client, kind):
    plaque = make_active_plaque()
    photo = keep_photo(
        plaque=plaque, kind=kind, photo=read_photo(make_photo()), acting_user=make_secretary()
    )
    address = f"/admin/plaques/photo/{photo.pk}.jpg"
    assert client.get(address).status_code == 302
    seen = {}
    for name, person in {
        "clerk": make_secretary(Role.CLERK),
        "approver": make_secretary(Role.APPROVER),
        "editor": make_secretary(Role.EDITOR),
        "lead": make_lead(),
        "principal": plaque.pledge.signature.signer,
    }.items():
        client.force_login(person)
        response = client.get(address)
        response.getvalue()
        seen[name] = response.status_code
    assert seen == {"clerk": 200, "approver": 200, "editor": 302, "lead": 302, "principal": 302}


def test_a_photo_that_is_not_there_is_not_found(client, clerk):
    assert client.get("/admin/plaques/photo/999.jpg").status_code == 404
    photo = make_active_plaque().photos.get()
    photo.picture.storage.delete(photo.picture.name)
    assert client.get(f"/admin/plaques/photo/{photo.pk}.jpg").status_code == 404
