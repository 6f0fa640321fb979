"""A photo from the gate that should not be public gives way to a newer one."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile

from association.accounts.roles import Role
from association.core.errors import RuleError
from association.plaques.enums import PlaqueStatus, PublicState
from association.plaques.models import Photo
from association.plaques.selectors import gate_photo_of, public_photo
from association.plaques.services import replace_copy, retake_photo
from tests.factories import (
    hang,
    make_active_plaque,
    make_gate_photo,
    make_lead,
    make_photo,
    make_plaque,
    make_school,
    make_secretary,
    make_user,
)
from tests.plaques.states import make_in_state

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def lead(client):
    user = make_lead("east")
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return user


@pytest.fixture
def clerk(client):
    user = make_secretary()
    client.force_login(user)
    return user


def retake(plaque, photo=None, user=None):
    photo = photo or make_gate_photo(plaque)
    return retake_photo(plaque=plaque, photo=photo, acting_user=user or make_secretary())


def refused(plaque, photo=None):
    """Why the photo is not taken; nothing was written."""
    before = (Photo.objects.count(), plaque.events.count())
    with pytest.raises(RuleError) as told:
        retake(plaque, photo)
    assert (Photo.objects.count(), plaque.events.count()) == before
    return str(told.value)


def page_of(plaque, code="east"):
    return f"/alliance-desk/{code}/hanging/{plaque.number}/"


def act_on(plaque):
    return f"/admin/plaques/retake/{plaque.pk}/"


def upload(plaque, photo=None, **more):
    data = photo or make_gate_photo(plaque)
    return {"photo": SimpleUploadedFile("IMG_2.jpg", data, content_type="image/jpeg"), **more}


def pictures(client, path):
    soup = BeautifulSoup(client.get(path).content, "html.parser")
    return {image["src"] for image in soup.select("img[src*='/v/photo/']")}


def test_the_older_photo_is_gone_from_the_web_at_once(client):
    plaque = make_active_plaque()
    older = plaque.photos.get()
    assert pictures(client, plaque.scan_path) == {older.small_path}
    known = client.get(older.small_path)["ETag"]
    newer = retake(plaque)
    assert client.get(older.small_path).status_code == 404
    assert client.get(older.small_path, headers={"if-none-match": known}).status_code == 404
    assert client.get(newer.small_path).getvalue() == newer.small.read()
    for path in (plaque.scan_path, plaque.get_absolute_url()):
        assert pictures(client, path) == {newer.small_path}


def test_a_retake_leaves_the_state_and_its_own_event(client):
    plaque, person = make_active_plaque(), make_lead()
    since, version = plaque.status_since, plaque.school.public_version
    newer = retake(plaque, user=person)
    plaque.refresh_from_db()
    assert (plaque.status, plaque.status_since) == (PlaqueStatus.ACTIVE, since)
    event = plaque.events.last()
    assert (event.verb, event.old_status, event.new_status, event.acting_user) == (
        "retake_photo", "active", "active", person,
    )  # fmt: skip
    plaque.school.refresh_from_db()
    assert plaque.school.public_version > version
    assert (newer.kind, newer.serial, newer.sent_by) == ("gate", 1, person)
    assert gate_photo_of(plaque) == public_photo(newer.name) == newer
    assert "newer photo" not in client.get(plaque.get_absolute_url()).content.decode()


def test_a_third_photo_takes_the_place_of_the_second():
    plaque = make_active_plaque()
    photos = [plaque.photos.get(), retake(plaque), retake(plaque)]
    assert [public_photo(photo.name) for photo in photos] == [None, None, photos[2]]


def test_the_same_checks_stand_before_a_newer_photo():
    plaque, other = make_active_plaque(), make_plaque()
    assert "come closer" in refused(plaque, make_photo())
    assert other.number in refused(plaque, make_gate_photo(other))
    assert "JPEG" in refused(plaque, b"no picture")
    both = make_photo(plaque.scan_url, other.scan_url, size=(900, 480))
    assert "more than one plaque" in refused(plaque, both)


def test_a_replaced_copy_is_no_newer_photo():
    plaque = make_active_plaque()
    old = make_gate_photo(plaque)
    replace_copy(plaque=plaque, reason="stolen", acting_user=make_secretary())
    assert "not confirmed yet" in refused(plaque)
    hang(plaque)
    assert "replaced" in refused(plaque, old)


def test_a_first_photo_is_no_newer_one():
    assert "not confirmed yet" in refused(make_plaque())


@pytest.mark.parametrize(
    "state",
    [PublicState.REVOKED, PublicState.SUPERSEDED, PublicState.RETURNED],
)
def test_what_may_not_hang_gets_no_newer_photo(state):
    assert "may not hang any longer" in refused(make_in_state(state))


def test_a_plaque_whose_time_ran_out_may_be_shown_anew():
    plaque = make_in_state(PublicState.EXPIRED)
    older = plaque.photos.get()
    newer = retake(plaque)
    assert (public_photo(older.name), public_photo(newer.name)) == (None, newer)


def test_a_lead_sends_the_newer_photo_from_the_plaques_page(client, lead):
    plaque = make_active_plaque()
    older = plaque.photos.get()
    main = BeautifulSoup(client.get(page_of(plaque)).content, "html.parser").main
    assert main.select_one("details summary").get_text() == "Send a new photo"
    form = main.select_one("details form")
    assert form["enctype"] == "multipart/form-data"
    assert form.select_one("[name=photo]")["capture"] == "environment"
    hidden = form.select_one("[name=newer]")
    response = client.post(page_of(plaque), upload(plaque, **{hidden["name"]: hidden["value"]}))
    assert response.url == page_of(plaque)
    newer = plaque.photos.get(sent_by=lead)
    assert pictures(client, page_of(plaque)) == {newer.small_path}
    assert public_photo(older.name) is None


def test_what_stands_against_it_is_said_with_the_form_open(client, lead):
    plaque, other = make_active_plaque(), make_plaque()
    response = client.post(page_of(plaque), upload(plaque, make_gate_photo(other), newer="1"))
    assert response.status_code == 422
    main = BeautifulSoup(response.content, "html.parser").main
    assert other.number in main.get_text()
    assert main.select_one("details[open] [name=photo]")
    assert plaque.photos.count() == 1


def test_a_first_photo_sent_twice_is_no_retake(client, lead):
    plaque = make_plaque()
    photo = make_gate_photo(plaque)
    assert client.post(page_of(plaque), upload(plaque, photo)).status_code == 302
    assert client.post(page_of(plaque), upload(plaque, photo)).status_code == 422
    assert plaque.photos.count() == 1


def test_a_plaque_that_waits_or_may_not_hang_offers_no_newer_photo(client, lead):
    for plaque in (make_plaque(), make_in_state(PublicState.REVOKED)):
        page = client.get(page_of(plaque))
        assert page.status_code == 200
        assert b'name="newer"' not in page.content
    waiting = make_plaque()
    assert client.post(page_of(waiting), upload(waiting, newer="1")).status_code == 422
    waiting.refresh_from_db()
    assert waiting.status == PlaqueStatus.ISSUED


def test_the_desk_lists_what_hangs_and_leads_to_it(client, lead):
    hung, waiting = make_active_plaque(), make_plaque()
    foreign = make_active_plaque(make_school(alliance="west"))
    main = BeautifulSoup(client.get("/alliance-desk/east/hanging/").content, "html.parser").main
    links = {link["href"] for link in main.select("details .hang-list a")}
    assert links == {page_of(hung)}
    assert page_of(waiting) in {link["href"] for link in main.select("table a")}
    assert foreign.number not in main.get_text()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_that_hangs_and_three(
    client, lead, count, django_assert_num_queries
):
    for _each in range(count):
        make_active_plaque()
    with django_assert_num_queries(9):
        client.get("/alliance-desk/east/hanging/")


def test_a_clerk_sends_the_newer_photo_from_the_admin(client, clerk):
    plaque, waiting = make_active_plaque(), make_plaque()
    inspect = "/admin/plaques/inspect/{}/"
    assert act_on(plaque) in client.get(inspect.format(plaque.pk)).content.decode()
    assert act_on(waiting) not in client.get(inspect.format(waiting.pk)).content.decode()
    form = BeautifulSoup(client.get(act_on(plaque)).content, "html.parser").select_one(
        "main form[method=post]"
    )
    assert form["enctype"] == "multipart/form-data"
    response = client.post(act_on(plaque), upload(plaque))
    assert response.url == inspect.format(plaque.pk)
    assert plaque.photos.get(sent_by=clerk) == gate_photo_of(plaque)
    assert client.post(act_on(waiting), upload(waiting)).status_code == 422


def test_nobody_else_sends_a_newer_photo(client):
    plaque = make_active_plaque()
    addresses = (page_of(plaque), act_on(plaque))
    others = [
        plaque.pledge.signature.signer, make_lead("west"), make_user(),
        make_secretary(Role.APPROVER), make_secretary(Role.EDITOR),
    ]  # fmt: skip
    for person in (None, *others):
        if person:
            client.force_login(person)
        for address in addresses:
            assert client.get(address).status_code in {302, 404}
            assert client.post(address, upload(plaque, newer="1")).status_code in {302, 404}
    assert plaque.photos.count() == 1
