"""A school moves: its gate photo shows the former address until there is a new one."""

import pytest

from association.alliances.services import update_school
from association.plaques.models import Photo
from association.plaques.selectors import public_photo, to_photograph
from association.plaques.services import retake_photo
from tests.factories import make_active_plaque, make_gate_photo, make_lead, make_secretary

pytestmark = pytest.mark.django_db

TOLD = "before the address changed"


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


def move(plaque, address="示范区新华路9号"):
    update_school(
        school=plaque.school,
        values={},
        main_campus={"address": address},
        alliance=None,
        acting_user=make_secretary(),
    )
    plaque.campus.refresh_from_db()


def page(client, path):
    return client.get(path).content.decode()


def test_a_photo_keeps_the_address_it_was_taken_at():
    plaque = make_active_plaque()
    address = plaque.campus.address
    move(plaque)
    assert address != plaque.campus.address
    assert plaque.photos.get().address == address


def test_parents_are_told_that_the_photo_is_of_the_former_address(client):
    plaque = make_active_plaque()
    paths = (plaque.scan_path, plaque.get_absolute_url())
    assert not any(TOLD in page(client, path) for path in paths)
    move(plaque)
    for path in paths:
        assert TOLD in page(client, path)
        assert "示范区新华路9号" in page(client, path)
    newer = retake_photo(plaque=plaque, photo=make_gate_photo(plaque), acting_user=make_secretary())
    assert public_photo(newer.name) == newer
    assert not any(TOLD in page(client, path) for path in paths)


def test_moving_back_makes_the_photo_right_again(client):
    plaque = make_active_plaque()
    address = plaque.campus.address
    move(plaque)
    move(plaque, address)
    assert TOLD not in page(client, plaque.scan_path)


def test_clerk_and_lead_are_asked_for_a_new_photo(client):
    plaque = make_active_plaque()
    make_active_plaque()
    former = plaque.campus.address
    move(plaque)
    assert list(to_photograph()) == [plaque]
    client.force_login(make_secretary())
    assert f"former address: {former}" in page(client, f"/admin/plaques/inspect/{plaque.pk}/")
    client.force_login(make_lead("east"))
    client.cookies["django_language"] = "en"
    assert f"was taken at {former}" in page(client, f"/alliance-desk/east/hanging/{plaque.number}/")
    assert page(client, "/alliance-desk/east/hanging/").count("New photo needed") == 1


def test_a_photo_of_which_nobody_kept_the_address_is_left_alone(client):
    plaque = make_active_plaque()
    older = plaque.photos.get()
    Photo.objects.create(
        plaque=plaque, kind=older.kind, serial=older.serial, picture=older.picture.name,
        small=older.small.name, small_width=9, small_height=9, sent_by=older.sent_by,
    )  # fmt: skip
    move(plaque)
    assert list(to_photograph()) == []
    assert TOLD not in page(client, plaque.scan_path)
