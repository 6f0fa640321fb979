"""oEmbed (oembed.com): a pasted address becomes the badge's frame."""

from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup

from association.plaques.sharing.badge import HEIGHT, WIDTH
from tests.factories import make_active_plaque, make_revoked_plaque

pytestmark = pytest.mark.django_db

SITE = "https://plaque.example"


def page_of(plaque):
    return f"{SITE}/verify/{plaque.number}/"


def ask(client, url, **query):
    return client.get("/oembed", {"url": url, **query})


def frame_in(answer):
    return BeautifulSoup(answer["html"], "html.parser").iframe


def test_the_answer_is_a_rich_frame_that_nobody_keeps(client):
    plaque = make_active_plaque()
    response = ask(client, page_of(plaque), format="json", lang="en")
    answer = response.json()
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert (answer["version"], answer["type"], answer["cache_age"]) == ("1.0", "rich", 0)
    assert (answer["width"], answer["height"]) == (WIDTH, HEIGHT)
    assert answer["provider_url"] == f"{SITE}/"
    assert plaque.number in answer["title"]
    frame = frame_in(answer)
    assert frame["src"] == f"{SITE}/badge/{plaque.number}/?lang=en"
    assert (frame["width"], frame["height"]) == (str(WIDTH), str(HEIGHT))


def test_the_badges_own_page_may_be_pasted_as_well_and_any_state_is_answered(client):
    plaque = make_revoked_plaque()
    answer = ask(client, f"{SITE}/badge/{plaque.number}/").json()
    assert frame_in(answer)["src"] == f"{SITE}/badge/{plaque.number}/"


@pytest.mark.parametrize(
    ("asked", "width"),
    [
        ({"maxwidth": "180"}, 180),
        ({"maxheight": "66"}, 180),
        ({"maxwidth": "300", "maxheight": "66"}, 180),
        ({"maxwidth": "9000"}, WIDTH),
        ({"maxwidth": "-5"}, WIDTH),
        ({"maxwidth": "wide"}, WIDTH),
        ({"maxwidth": "²"}, WIDTH),
        ({"maxwidth": "9" * 5000}, WIDTH),
    ],
)
def test_the_frame_stays_within_what_the_consumer_allows(client, asked, width):
    answer = ask(client, page_of(make_active_plaque()), **asked).json()
    assert (answer["width"], answer["height"]) == (width, width * HEIGHT // WIDTH)


@pytest.mark.parametrize("size", ["0", "1", "2", "119"])
@pytest.mark.parametrize("name", ["maxwidth", "maxheight"])
def test_the_smallest_frame_still_has_a_size_within_the_limit(client, name, size):
    answer = ask(client, page_of(make_active_plaque()), **{name: size}).json()
    assert 1 <= answer[name.removeprefix("max")] <= max(1, int(size))


def test_what_is_no_plaque_of_ours_is_not_found(client):
    plaque = make_active_plaque()
    for url in (
        "",
        "https://elsewhere.example/verify/" + plaque.number + "/",
        f"http://plaque.example/verify/{plaque.number}/",
        f"https://plaque.example@elsewhere.example/verify/{plaque.number}/",
        f"{SITE}/verify/SC-2026-9999-1/",
        f"{SITE}/verify/",
        f"{SITE}/v/{plaque.token}",
        f"{SITE}/no/such/page/",
        "https://[broken",
        "javascript:alert(1)",
        quote("学校") * 500,
    ):
        response = ask(client, url)
        assert (url, response.status_code) == (url, 404)
        assert response.headers["Cache-Control"] == "no-store"
    assert client.get("/oembed").status_code == 404


@pytest.mark.parametrize("form", ["xml", "", "JSON"])
def test_another_format_is_not_implemented(client, form):
    assert ask(client, page_of(make_active_plaque()), format=form).status_code == 501


def test_a_name_cannot_leave_the_frames_attributes(client):
    plaque = make_active_plaque()
    answer = ask(client, page_of(plaque)).json()
    assert frame_in(answer).attrs.keys() == {
        "src", "width", "height", "title", "loading", "referrerpolicy", "sandbox", "style",
    }  # fmt: skip
