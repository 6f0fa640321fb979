"""A gate photo goes from the web when it may not be shown and nobody can send a better one."""

import pytest
from bs4 import BeautifulSoup

from association.accounts.roles import Role
from association.core.errors import RuleError
from association.plaques.enums import PublicState
from association.plaques.models import HiddenPhoto
from association.plaques.selectors import gate_photo_of, public_photo, to_photograph
from association.plaques.services import hide_photo, retake_photo, show_bare_wall
from tests.factories import (
    make_active_plaque,
    make_gate_photo,
    make_lead,
    make_photo,
    make_plaque,
    make_revoked_plaque,
    make_secretary,
)
from tests.plaques.states import make_in_state

pytestmark = pytest.mark.django_db

NO_PHOTO = "No photo of the gate is shown for this plaque."


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def clerk(client):
    user = make_secretary()
    client.force_login(user)
    return user


def hide(plaque, reason="a child in the picture", user=None):
    photo = gate_photo_of(plaque)
    return hide_photo(photo=photo, reason=reason, acting_user=user or make_secretary())


def retake(plaque):
    return retake_photo(plaque=plaque, photo=make_gate_photo(plaque), acting_user=make_secretary())


def act_on(plaque):
    return f"/admin/plaques/hide_photo/{plaque.pk}/"


def inspect(plaque):
    return f"/admin/plaques/inspect/{plaque.pk}/"


def page(client, path):
    return client.get(path).content.decode()


@pytest.mark.parametrize(
    "state",
    [PublicState.VALID, PublicState.SUSPENDED, PublicState.REVOKED, PublicState.EXPIRED],
)
def test_a_hidden_photo_is_gone_from_every_page_at_once(client, state):
    plaque = make_in_state(state)
    path = gate_photo_of(plaque).small_path
    for address in (plaque.scan_path, plaque.get_absolute_url()):
        assert path in page(client, address)
    known = client.get(path)["ETag"]
    hide(plaque)
    assert client.get(path).status_code == 404
    assert client.get(path, headers={"if-none-match": known}).status_code == 404
    for address in (plaque.scan_path, plaque.get_absolute_url()):
        shown = page(client, address)
        assert "/v/photo/" not in shown
        assert NO_PHOTO in shown


def test_no_older_photo_comes_back_and_a_newer_one_is_public():
    plaque = make_active_plaque()
    older = plaque.photos.get()
    newer = retake(plaque)
    hide(plaque)
    assert public_photo(older.name) is public_photo(newer.name) is None
    newest = retake(plaque)
    assert public_photo(newest.name) == newest


def test_hiding_leaves_the_state_and_an_event_with_its_reason(client):
    plaque, person = make_active_plaque(), make_secretary()
    version = plaque.school.public_version
    row = hide(plaque, "  a child in the picture ", person)
    plaque.refresh_from_db()
    assert (plaque.status, row.hidden_by, row.photo) == ("active", person, plaque.photos.get())
    event = plaque.events.last()
    assert (event.verb, event.old_status, event.new_status, event.reason, event.acting_user) == (
        "hide_photo", "active", "active", "a child in the picture", person,
    )  # fmt: skip
    plaque.school.refresh_from_db()
    assert plaque.school.public_version > version
    assert "a child in the picture" not in page(client, plaque.get_absolute_url())


def test_what_is_not_public_is_not_hidden_and_a_reason_is_needed():
    plaque = make_active_plaque()
    first = plaque.photos.get()
    with pytest.raises(RuleError, match="write why"):
        hide(plaque, "  ")
    retake(plaque)
    with pytest.raises(RuleError, match="not public now"):
        hide_photo(photo=first, reason="x", acting_user=make_secretary())
    hide(plaque)
    with pytest.raises(RuleError, match="not public now"):
        hide(plaque)
    assert HiddenPhoto.objects.count() == 1


def test_a_suspended_plaque_is_shown_anew_and_one_taken_back_is_not():
    suspended = make_in_state(PublicState.SUSPENDED)
    hide(suspended)
    newer = retake(suspended)
    assert public_photo(newer.name) == newer
    with pytest.raises(RuleError, match="may not hang any longer"):
        retake(make_revoked_plaque())


def test_a_clerk_hides_the_photo_of_a_plaque_that_was_taken_back(client, clerk):
    plaque = make_revoked_plaque()
    photo = gate_photo_of(plaque)
    assert act_on(plaque) in page(client, inspect(plaque))
    form = BeautifulSoup(page(client, act_on(plaque)), "html.parser").select_one(
        "main form[method=post]"
    )
    assert form.select_one("[name=photo]")["value"] == str(photo.pk)
    answer = {"photo": photo.pk, "reason": ""}
    assert client.post(act_on(plaque), answer).status_code == 422
    response = client.post(act_on(plaque), answer | {"reason": "a child in the picture"})
    assert response.url == inspect(plaque)
    assert HiddenPhoto.objects.get(photo=photo).hidden_by == clerk
    shown = page(client, inspect(plaque))
    assert act_on(plaque) not in shown
    assert "Off the web" in shown
    assert "a child in the picture" in shown
    assert client.get(f"/admin/plaques/photo/{photo.pk}.jpg").status_code == 200


def test_only_the_photo_that_was_looked_at_is_hidden(client, clerk):
    plaque = make_active_plaque()
    seen = plaque.photos.get()
    newer = retake(plaque)
    response = client.post(act_on(plaque), {"photo": seen.pk, "reason": "a child in the picture"})
    assert response.status_code == 422
    assert "a child in the picture" in response.content.decode()
    assert public_photo(newer.name) == newer
    foreign = make_active_plaque().photos.get()
    answer = {"photo": foreign.pk, "reason": "x"}
    assert client.post(act_on(plaque), answer).status_code == 404
    assert public_photo(foreign.name) == foreign


def test_nobody_else_hides_a_photo(client):
    plaque = make_active_plaque()
    answer = {"photo": plaque.photos.get().pk, "reason": "x"}
    for person in (make_lead("east"), make_secretary(Role.APPROVER), make_secretary(Role.EDITOR)):
        client.force_login(person)
        assert client.post(act_on(plaque), answer).status_code in {302, 404}
    assert not HiddenPhoto.objects.exists()


def test_a_plaque_without_a_public_photo_offers_nothing_to_hide(client, clerk):
    for plaque in (make_plaque(), make_in_state(PublicState.RETURNED)):
        assert act_on(plaque) not in page(client, inspect(plaque))


def test_the_lead_is_asked_for_a_new_photo(client):
    plaque, fine = make_active_plaque(), make_active_plaque()
    hide(plaque)
    client.force_login(make_lead("east"))
    client.cookies["django_language"] = "en"
    desk = BeautifulSoup(page(client, "/alliance-desk/east/hanging/"), "html.parser")
    rows = [row.get_text(" ", strip=True) for row in desk.select("details[open] .hang-list li")]
    assert [plaque.number in row for row in rows] == [True, False]
    assert ["New photo needed" in row for row in rows] == [True, False]
    own = page(client, f"/alliance-desk/east/hanging/{plaque.number}/")
    assert "taken off the web" in own
    assert "/v/photo/" not in own
    assert "taken off the web" not in page(client, f"/alliance-desk/east/hanging/{fine.number}/")


def test_the_photo_of_a_bare_wall_is_never_public_and_so_never_hidden():
    plaque = make_revoked_plaque()
    show_bare_wall(take_down=plaque.take_down, photo=make_photo(), acting_user=make_lead())
    wall = plaque.photos.exclude(pk=gate_photo_of(plaque).pk).get()
    with pytest.raises(RuleError, match="not public now"):
        hide_photo(photo=wall, reason="x", acting_user=make_secretary())


def test_what_wants_a_photo_is_found(client, clerk):
    plaque = make_active_plaque()
    suspended = make_in_state(PublicState.SUSPENDED)
    make_plaque()
    assert list(to_photograph()) == []
    hide(plaque)
    hide(suspended)
    assert list(to_photograph()) == [plaque]
    listed = page(client, "/admin/plaques/?photo=wanted")
    assert plaque.number in listed
    assert suspended.number not in listed
    retake(plaque)
    assert list(to_photograph()) == []
