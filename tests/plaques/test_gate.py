"""A plaque turns green by a photo of its present copy at the gate, and by nothing else."""

import datetime as dt

import pytest
from django.core.files.storage import storages

from association.alliances.models import Alliance
from association.alliances.services import appoint_lead
from association.core import clock
from association.core.errors import RuleError
from association.plaques.enums import PhotoKind, PlaqueStatus, PublicState, ReplacementReason
from association.plaques.models import Photo, Plaque
from association.plaques.models.plaque import new_token
from association.plaques.photos import read_photo
from association.plaques.selectors import public_photo
from association.plaques.services import activate_plaque, keep_photo, replace_copy
from tests.factories import (
    hang,
    make_active_plaque,
    make_gate_photo,
    make_lead,
    make_photo,
    make_plaque,
    make_secretary,
)
from tests.plaques.states import make_in_state

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


def refused(plaque, photo):
    """Why the photo does not confirm the plaque; nothing was written."""
    before = (Photo.objects.count(), plaque.events.count(), plaque.status)
    with pytest.raises(RuleError) as told:
        activate_plaque(plaque=plaque, photo=photo, acting_user=make_secretary())
    plaque.refresh_from_db()
    assert (Photo.objects.count(), plaque.events.count(), plaque.status) == before
    return str(told.value)


def lose(plaque):
    """Its copy is stolen and replaced; return the plaque and the stolen copy's photo."""
    stolen = make_gate_photo(plaque)
    replace_copy(plaque=plaque, reason=ReplacementReason.STOLEN, acting_user=make_secretary())
    return Plaque.objects.get(pk=plaque.pk), stolen


def test_a_photo_of_the_code_at_the_gate_turns_the_plaque_green():
    plaque, visitor = make_plaque(), make_lead()
    version = plaque.school.public_version
    activate_plaque(plaque=plaque, photo=make_gate_photo(plaque), acting_user=visitor)
    plaque.refresh_from_db()
    assert (plaque.status, plaque.state) == (PlaqueStatus.ACTIVE, PublicState.VALID)
    event = plaque.events.last()
    assert (event.verb, event.old_status, event.acting_user) == (
        "activate_plaque", "issued", visitor,
    )  # fmt: skip
    plaque.school.refresh_from_db()
    assert plaque.school.public_version > version
    photo = plaque.photos.get()
    assert (photo.kind, photo.serial, photo.sent_by) == (PhotoKind.GATE, 1, visitor)
    assert public_photo(photo.name) == photo


def test_nobody_confirms_a_plaque_of_the_own_school_not_even_as_lead():
    plaque = make_plaque()
    principal = plaque.pledge.signature.signer
    appoint_lead(alliance=Alliance.objects.get(code="east"), user=principal, acting_user=None)
    with pytest.raises(RuleError, match="another person"):
        activate_plaque(plaque=plaque, photo=make_gate_photo(plaque), acting_user=principal)
    plaque.refresh_from_db()
    assert (plaque.status, plaque.photos.count()) == (PlaqueStatus.ISSUED, 0)


def test_the_files_lie_in_private_storage_under_names_that_tell_nothing():
    plaque = make_active_plaque()
    photo = plaque.photos.get()
    assert photo.picture.storage is storages["private"]
    assert photo.small.storage is storages["private"]
    for file in (photo.picture, photo.small):
        for known in (photo.name, plaque.number, plaque.token, plaque.school.uscc, "gate"):
            assert known not in file.name
    assert photo.picture.name.removesuffix(".jpg") != photo.small.name.removesuffix(".webp")
    assert photo.picture.size < 300_000
    assert photo.small.size <= 10 * 1024


def test_no_code_says_how_to_take_a_better_photo():
    told = refused(make_plaque(), make_photo())
    assert "come closer" in told
    assert "quarter of the picture's width" in told


def test_another_plaques_code_says_which_number_was_read():
    plaque, other = make_plaque(), make_plaque()
    told = refused(plaque, make_gate_photo(other))
    assert other.number in told
    assert plaque.number in told


def test_two_plaques_in_one_picture_are_too_many():
    plaque, other = make_plaque(), make_plaque()
    told = refused(plaque, make_photo(plaque.scan_url, other.scan_url, size=(900, 480)))
    assert "more than one plaque" in told


def test_a_code_that_was_never_issued_is_not_hung():
    told = refused(make_plaque(), make_photo(f"https://plaque.example/v/{new_token()}"))
    assert "never issued" in told


def test_a_look_alike_address_with_the_right_token_is_not_hung():
    plaque = make_plaque()
    told = refused(plaque, make_photo(f"https://plaque-example.cn/v/{plaque.token}"))
    assert "plaque-example.cn" in told


def test_the_codes_of_shops_beside_it_do_not_matter():
    plaque = make_plaque()
    photo = make_photo("https://pay.example/42", plaque.scan_url, size=(900, 480))
    activate_plaque(plaque=plaque, photo=photo, acting_user=make_secretary())
    assert plaque.status == PlaqueStatus.ACTIVE


def test_a_stolen_copy_never_turns_green_again():
    plaque, stolen = lose(make_active_plaque())
    assert (plaque.serial, plaque.status) == (2, PlaqueStatus.ISSUED)
    told = refused(plaque, stolen)
    assert plaque.number in told
    assert "replaced" in told
    assert refused(make_plaque(), stolen) == told


def test_the_copy_in_its_place_is_confirmed_by_its_own_photo():
    plaque, _stolen = lose(make_active_plaque())
    [first] = plaque.photos.all()
    assert public_photo(first.name) is None
    hang(plaque)
    plaque.refresh_from_db()
    assert plaque.status == PlaqueStatus.ACTIVE
    second = plaque.photos.get(serial=2)
    assert public_photo(second.name) == second
    assert public_photo(first.name) is None


def test_a_confirmed_plaque_needs_nothing_more():
    plaque = make_active_plaque()
    assert "confirmed already" in refused(plaque, make_gate_photo(plaque))


@pytest.mark.parametrize(
    "state",
    [PublicState.SUSPENDED, PublicState.REVOKED, PublicState.SUPERSEDED, PublicState.RETURNED],
)
def test_what_may_not_hang_is_not_confirmed(state):
    plaque = make_in_state(state)
    assert "not activated yet" in refused(plaque, make_gate_photo(plaque))


def test_a_plaque_whose_time_ran_out_before_it_was_hung_stays_as_it_is():
    with clock.at(clock.now() - dt.timedelta(days=3 * 366)):
        plaque = make_plaque()
    assert "run out" in refused(plaque, make_gate_photo(plaque))


def test_a_file_that_is_no_picture_is_told_and_nothing_is_kept():
    assert "JPEG" in refused(make_plaque(), b"not a picture")


def test_whoever_comes_second_is_told_so():
    plaque = make_plaque()
    stale = Plaque.objects.get(pk=plaque.pk)
    hang(plaque)
    with pytest.raises(RuleError, match="confirmed already"):
        activate_plaque(plaque=stale, photo=make_gate_photo(plaque), acting_user=make_secretary())
    assert plaque.photos.count() == 1


def test_photos_of_bare_walls_and_older_ones_are_not_public():
    plaque = make_active_plaque()
    older = plaque.photos.get()
    clean, person = read_photo(make_photo()), make_secretary()
    wall = keep_photo(plaque=plaque, kind=PhotoKind.BARE_WALL, photo=clean, acting_user=person)
    assert public_photo(wall.name) is None
    assert public_photo(older.name) == older
    newer = keep_photo(plaque=plaque, kind=PhotoKind.GATE, photo=clean, acting_user=person)
    assert public_photo(older.name) is None
    assert public_photo(newer.name) == newer


def test_one_schools_photo_does_not_hide_anothers():
    first, second = make_active_plaque(), make_active_plaque()
    for plaque in (first, second):
        photo = plaque.photos.get()
        assert public_photo(photo.name) == photo


@pytest.mark.parametrize(
    "state", [PublicState.VALID, PublicState.SUSPENDED, PublicState.REVOKED, PublicState.EXPIRED]
)
def test_parents_compare_while_it_may_hang(client, state, django_assert_num_queries):
    photo = make_in_state(state).photos.get()
    with django_assert_num_queries(1):
        response = client.get(photo.small_path)
    assert response.status_code == 200
    assert response.getvalue() == photo.small.read()


@pytest.mark.parametrize("state", [PublicState.SUPERSEDED, PublicState.RETURNED])
def test_with_the_plaque_its_photo_goes_from_the_web(client, state):
    photo = make_in_state(state).photos.get()
    assert client.get(photo.small_path).status_code == 404


def test_the_public_photo_is_asked_for_again_each_time(client, django_assert_num_queries):
    plaque = make_active_plaque()
    path = plaque.photos.get().small_path
    response = client.get(path)
    assert response.getvalue() != b""
    assert response["Content-Type"] == "image/webp"
    assert set(response["Cache-Control"].split(", ")) == {"no-cache", "public"}
    assert not response.cookies
    with django_assert_num_queries(1):
        again = client.get(path, headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    lose(plaque)
    assert client.get(path, headers={"if-none-match": response["ETag"]}).status_code == 404


def test_a_photo_has_no_other_public_address(client):
    photo = make_active_plaque().photos.get()
    for path in (
        f"/v/photo/{new_token()}.webp",
        f"/v/photo/{photo.name}.jpg",
        f"/media/{photo.picture.name}",
        f"/{photo.small.name}",
    ):
        assert client.get(path).status_code == 404
    assert client.post(photo.small_path).status_code == 405


def test_a_photo_whose_file_is_gone_is_not_found(client):
    photo = make_active_plaque().photos.get()
    photo.small.storage.delete(photo.small.name)
    assert client.get(photo.small_path).status_code == 404
