"""Take-downs in the secretariat's admin: followed up by the deadline, doubted, closed."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup

from association.accounts.roles import Role
from association.core import clock
from association.plaques.enums import TakeDownStatus
from association.plaques.services import (
    close_take_down,
    report_plaque,
    show_bare_wall,
)
from tests.factories import (
    make_active_plaque,
    make_lead,
    make_plaque,
    make_revoked_plaque,
    make_secretary,
    put_in_force,
)
from tests.factories.photos import make_photo

pytestmark = pytest.mark.django_db

BARE = make_photo()


@pytest.fixture
def clerk(client):
    user = make_secretary()
    client.force_login(user)
    return user


def make_take_down(*, days_ago=0, shown=False):
    with clock.at(clock.now() - dt.timedelta(days=days_ago)):
        take_down = make_revoked_plaque().take_down
        if shown:
            show_bare_wall(take_down=take_down, photo=BARE, acting_user=make_secretary())
    return take_down


def rows(response):
    soup = BeautifulSoup(response.content, "html.parser")
    return [row.get_text(" ", strip=True) for row in soup.select("table.listing tbody tr")]


def address(name, take_down):
    return f"/admin/take-downs/{name}/{take_down.pk}/"


def test_the_list_goes_by_the_deadline_and_closed_ones_come_last(client, clerk):
    closed = make_take_down(days_ago=30)
    close_take_down(take_down=closed, note="现场看过", acting_user=clerk)
    fresh = make_take_down()
    late = make_take_down(days_ago=20)
    report_plaque(plaque=late.plaque, kind="still_hanging", words="")
    listed = rows(client.get("/admin/take-downs/", {"lang": "en"}))
    numbers = [late.plaque.number, fresh.plaque.number, closed.plaque.number]
    assert [number in row for number, row in zip(numbers, listed, strict=True)] == [True] * 3
    assert ["Overdue" in row for row in listed] == [True, False, False]
    assert listed[0].endswith("1")
    assert address("inspect", late) in client.get("/admin/take-downs/").content.decode()


def test_the_list_is_filtered_by_what_the_secretariat_has_to_do(client, clerk):
    fresh = make_take_down()
    late = make_take_down(days_ago=20)
    shown = make_take_down(shown=True)

    def found(state):
        return set(client.get("/admin/take-downs/", {"state": state}).context["object_list"])

    assert found("waiting") == {late, shown}
    assert found("overdue") == {late}
    assert found("open") == {fresh, late}
    assert found("shown") == {shown}


def test_the_clerk_sees_the_photos_and_closes(client, clerk):
    take_down = make_take_down(shown=True)
    page = BeautifulSoup(client.get(address("inspect", take_down)).content, "html.parser")
    pictures = [image["src"] for image in page.select("figure img")]
    assert len(pictures) == 2  # the bare wall, and the gate to compare it with
    for picture in pictures:
        answer = client.get(picture)
        assert b"".join(answer.streaming_content)[:2] == b"\xff\xd8"
        assert "no-store" in answer.headers["Cache-Control"]
    response = client.post(address("close", take_down), {"note": ""})
    assert response.url == address("inspect", take_down)
    take_down.refresh_from_db()
    assert take_down.status == TakeDownStatus.CLOSED
    page = client.get(address("inspect", take_down)).content.decode()
    assert address("close", take_down) not in page


def test_the_clerk_asks_for_another_photo_in_words_the_school_reads(client, clerk):
    take_down = make_take_down(shown=True)
    assert client.post(address("doubt", take_down), {"note": ""}).status_code == 422
    client.post(address("doubt", take_down), {"note": "看不清位置"})
    take_down.refresh_from_db()
    assert take_down.status == TakeDownStatus.OPEN
    assert take_down.events.last().reason == "看不清位置"


def test_closing_without_photo_or_note_is_refused_in_words(client, clerk):
    take_down = make_take_down()
    assert client.post(address("close", take_down), {"note": " "}).status_code == 422
    assert client.post(address("doubt", take_down), {"note": "x"}).status_code == 422
    take_down.refresh_from_db()
    assert take_down.status == TakeDownStatus.OPEN


def test_the_clerk_opens_a_closed_one_again_in_words_the_school_reads(client, clerk):
    take_down = make_take_down(shown=True)
    assert address("reopen", take_down) not in (
        client.get(address("inspect", take_down)).content.decode()
    )
    assert client.post(address("reopen", take_down), {"note": "x"}).status_code == 422
    close_take_down(take_down=take_down, acting_user=clerk)
    assert address("reopen", take_down) in (
        client.get(address("inspect", take_down)).content.decode()
    )
    assert client.post(address("reopen", take_down), {"note": ""}).status_code == 422
    response = client.post(address("reopen", take_down), {"note": "本周又挂出"})
    assert response.url == address("inspect", take_down)
    take_down.refresh_from_db()
    assert take_down.status == TakeDownStatus.OPEN
    assert take_down.events.last().reason == "本周又挂出"
    assert rows(client.get("/admin/take-downs/", {"state": "open"}))


def test_the_clerk_sees_that_a_plaque_never_hung(client, clerk):
    hung, unhung = make_take_down(), make_plaque()
    put_in_force(unhung)
    seen = [
        "Never confirmed there" in client.get(f"{place}?lang=en").content.decode()
        for place in (address("inspect", hung), address("inspect", unhung.take_down))
    ]
    assert seen == [False, True]


def test_a_photo_of_another_plaque_is_not_shown_here(client, clerk):
    photo = make_active_plaque().photos.get()
    assert client.get(f"/admin/take-downs/photo/{photo.pk}.jpg").status_code == 404


MAY = {
    Role.CLERK: {"list", "inspect", "doubt", "close", "reopen", "photo"},
    Role.APPROVER: {"list", "inspect", "photo"},
    Role.EDITOR: set(),
}


@pytest.mark.parametrize("role", [*MAY, "lead"])
def test_each_address_is_open_to_its_roles_alone(client, role):
    take_down = make_take_down(shown=True)
    photo = take_down.plaque.photos.first()
    client.force_login(make_lead() if role == "lead" else make_secretary(role))
    addresses = {
        "list": "/admin/take-downs/",
        "photo": f"/admin/take-downs/photo/{photo.pk}.jpg",
        **{name: address(name, take_down) for name in ("inspect", "doubt", "close", "reopen")},
    }
    seen = {name for name, where in addresses.items() if client.get(where).status_code == 200}
    assert seen == MAY.get(role, set())
    if role != Role.CLERK:
        client.post(addresses["close"], {"note": "x"})
        take_down.refresh_from_db()
        assert take_down.status == TakeDownStatus.SHOWN


def test_the_board_counts_what_waits_for_the_clerk(client, clerk):
    make_take_down()
    make_take_down(days_ago=20)
    make_take_down(shown=True)
    board = BeautifulSoup(client.get("/admin/").content, "html.parser")
    [line] = board.select("a[href='/admin/take-downs/?state=waiting']")
    assert "2" in line.find_parent(["li", "tr", "div"]).get_text()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(client, clerk, count, django_assert_num_queries):
    for _each in range(count):
        make_take_down()
    client.get("/admin/take-downs/")
    with django_assert_num_queries(LISTING_QUERIES):
        client.get("/admin/take-downs/")


LISTING_QUERIES = 11
