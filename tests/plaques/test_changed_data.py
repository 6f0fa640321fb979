"""What schools change about themselves is read behind the code in the same second."""

import pytest
from bs4 import BeautifulSoup
from django.core.wsgi import get_wsgi_application
from django.urls import reverse

from association.alliances.services import (
    accept_change,
    decline_change,
    edit_own_details,
    hide_introduction,
    leave_association,
)
from association.core.models import AssociationProfile
from association.plaques.door import ScanDoor
from association.plaques.enums import PublicState, ReplacementReason
from association.plaques.selectors import to_photograph
from association.plaques.services import replace_copy
from tests.factories import hang, make_active_plaque, make_secretary
from tests.factories.changes import NEW_NAME, make_change
from tests.plaques.asking import ask, one_connection
from tests.plaques.states import make_scan
from tests.plaques.test_first_screen import FIRST_LOAD, shipped_promises

__all__ = ["shipped_promises"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(one_connection.__name__)]

WORDS = "本校开设少儿美术与书法课程，面向小学阶段。"


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def door():
    AssociationProfile.load()
    return ScanDoor(get_wsgi_application())


def edit(school, zh=WORDS, en=""):
    edit_own_details(
        school=school, phone="", introduction_zh=zh, introduction_en=en, acting_user=None
    )


def scan(door, plaque):
    return BeautifulSoup(ask(door, plaque.scan_path).body, "html.parser").get_text(" ", strip=True)


def test_an_accepted_change_is_read_at_once_and_a_declined_one_never(client, door):
    plaque = make_active_plaque()
    former = plaque.school.name
    scan(door, plaque)
    decline_change(request=make_change(plaque.school), note="x", acting_user=None)
    assert NEW_NAME not in scan(door, plaque)
    change = make_change(plaque.school)
    assert NEW_NAME not in scan(door, plaque)
    accept_change(request=change, acting_user=None)
    told = scan(door, plaque)
    assert (NEW_NAME in told, former in told) == (True, False)
    api = client.get(f"/api/v1/plaques/{plaque.number}").json()
    assert api["school"]["name"] == NEW_NAME
    assert NEW_NAME in client.get("/members/").content.decode()


def test_a_moved_gate_wants_a_photo_and_offers_no_distance(client, door):
    plaque = make_active_plaque()
    assert "How far is it" in scan(door, plaque)
    places = {plaque.campus_id: {"address": "示范区新华路9号"}}
    accept_change(request=make_change(plaque.school, places=places), acting_user=None)
    told = scan(door, plaque)
    assert "示范区新华路9号" in told
    assert "before the address changed" in told
    assert "How far is it" not in told
    assert list(to_photograph()) == [plaque]
    api = client.get(f"/api/v1/plaques/{plaque.number}").json()
    assert api["campus"]["address"] == "示范区新华路9号"


def test_an_introduction_comes_and_goes_in_the_same_second(door):
    plaque = make_active_plaque()
    scan(door, plaque)
    edit(plaque.school)
    told = scan(door, plaque)
    assert WORDS in told
    assert "The association has not verified it and recommends no school." in told
    hide_introduction(school=plaque.school, reason="含有升学承诺", acting_user=None)
    told = scan(door, plaque)
    assert (WORDS in told, "含有升学承诺" in told) == (False, False)
    edit(plaque.school, "本校开设美术课程。")
    assert "本校开设美术课程。" in scan(door, plaque)


def test_what_looks_like_markup_or_a_link_is_only_text(client):
    plaque = make_active_plaque()
    edit(plaque.school, '<a href="https://example.com">x</a><script>1</script> www.example.com')
    page = BeautifulSoup(client.get(plaque.scan_path).content, "html.parser")
    own = page.select_one("section[aria-labelledby=own-words]")
    assert own.select("a, script") == []
    assert '<a href="https://example.com">x</a>' in own.get_text()


@pytest.mark.parametrize("state", PublicState)
def test_it_stands_beside_no_measure_and_no_plaque_that_does_not_count(client, state):
    plaque, path = make_scan(state)
    edit(plaque.school)
    told = client.get(path).content.decode()
    assert (WORDS in told) is (state == PublicState.VALID)


def test_a_school_that_has_left_says_nothing_of_itself(client):
    plaque = make_active_plaque()
    edit(plaque.school)
    leave_association(school=plaque.school, acting_user=None)
    assert WORDS not in client.get(plaque.scan_path).content.decode()


@pytest.mark.usefixtures("shipped_promises")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_longest_introduction_leaves_the_first_load_small(door, language):
    plaque = make_active_plaque()
    han = "".join(chr(0x4E00 + 37 * place) for place in range(300))
    edit(plaque.school, han, han * 2)
    cookie = {"HTTP_COOKIE": f"django_language={language}"}
    told = ask(door, plaque.scan_path, **cookie)
    assert han in told.body.decode()
    assert len(told.sent) + plaque.photos.get().small.size <= FIRST_LOAD


# -- the printed name ------------------------------------------------------------------------------


def panel(client, change):
    page = client.get(reverse("change_admin:inspect", args=[change.pk])).content
    return BeautifulSoup(page, "html.parser")


def test_the_clerk_is_told_which_plaques_carry_the_former_name(client):
    plaque, clerk = make_active_plaque(), make_secretary()
    client.force_login(clerk)
    change = make_change(plaque.school)
    replace = reverse("plaque_admin:replace", args=[plaque.pk])
    assert "these plaques still carry the former one" in panel(client, change).get_text()
    accept_change(request=change, acting_user=clerk)
    told = panel(client, change)
    assert "carry the school's former name" in told.get_text()
    assert [link["href"] for link in told.select(f'a[href="{replace}"]')] == [replace]
    replace_copy(plaque=plaque, reason=ReplacementReason.RENAMED, acting_user=clerk)
    assert plaque.number not in panel(client, change).get_text()


def test_where_the_name_stays_or_the_request_is_over_nothing_is_to_be_replaced(client):
    plaque, clerk = make_active_plaque(), make_secretary()
    client.force_login(clerk)
    change = make_change(plaque.school, licence_no="教民137079970000001号")
    assert plaque.number not in panel(client, change).get_text()
    decline_change(request=change, note="x", acting_user=clerk)
    declined = make_change(plaque.school)
    decline_change(request=declined, note="x", acting_user=clerk)
    assert plaque.number not in panel(client, declined).get_text()


def test_the_former_copy_says_that_it_carries_the_former_name(client):
    plaque = make_active_plaque()
    former = plaque.scan_path
    replace_copy(plaque=plaque, reason=ReplacementReason.RENAMED, acting_user=make_secretary())
    told = client.get(former).content.decode()
    assert "This copy carries the school&#x27;s former name" in told
    hang(plaque)
    assert "former name" not in client.get(plaque.scan_path).content.decode()
