"""The page behind a code comes in one piece, small, and says when it was answered."""

import base64
import gzip
import hashlib
import re

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from association.alliances.models import Campus
from association.core import clock
from association.core.inline import inlined
from association.plaques.enums import PublicState
from association.pledges.default_covenant import LATEST, read_edition
from association.pledges.services import publish_version
from tests.factories import (
    make_active_plaque,
    make_covenant,
    make_lead,
    make_plaque,
    make_revoked_plaque,
)
from tests.plaques.states import make_scan

pytestmark = pytest.mark.django_db

FIRST_LOAD = 20 * 1024
PAGE = 9 * 1024
MAY_NOT_HANG = {
    PublicState.REVOKED,
    PublicState.RETURNED,
    PublicState.SUPERSEDED,
    PublicState.COPY_REPLACED,
}


def page_of(client, path, **query):
    response = client.get(path, {"lang": "en", **query})
    return response, BeautifulSoup(response.content, "html.parser")


@pytest.fixture
def shipped_promises(db):
    """The covenant with the promises that come with the site: nothing shorter."""
    version = make_covenant(publish=False)
    for text in read_edition(LATEST)["promises"]:
        fields = ("title_zh", "title_en", "text_zh", "text_en")
        version.promises.filter(code=text["code"]).update(**{name: text[name] for name in fields})
    publish_version(version=version, acting_user=None)


@pytest.mark.usefixtures("shipped_promises")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("state", PublicState)
def test_the_page_stays_small_enough_for_a_photo_beside_it(client, state, language):
    _plaque, path = make_scan(state)
    page = client.get(path, {"lang": language}).content
    assert len(gzip.compress(page, 9)) <= PAGE


def test_page_and_photo_together_are_a_small_first_load(client):
    plaque = make_active_plaque()
    photo = plaque.photos.get()
    page = client.get(plaque.scan_path).content
    assert len(gzip.compress(page, 9)) + photo.small.size <= FIRST_LOAD


def test_the_page_asks_for_the_photo_and_nothing_else(client):
    plaque = make_active_plaque()
    _response, page = page_of(client, plaque.scan_path)
    asked = [tag["src"] for tag in page.select("[src]")]
    assert asked == [f"/v/photo/{plaque.photos.get().name}.webp"]
    loaded = [link["href"] for link in page.select("link") if link["rel"] != ["alternate"]]
    assert [address.partition(",")[0] for address in loaded] == ["data:image/svg+xml"]


def test_style_and_script_are_allowed_by_their_hashes_alone(client):
    response, page = page_of(client, make_active_plaque().scan_path)
    parts = response.headers["Content-Security-Policy"].split("; ")
    policy = dict(part.split(" ", 1) for part in parts)
    assert policy["style-src"] == digest(page.style)
    assert policy["script-src"] == digest(page.script)
    assert len(page.select("style, script")) == 2
    assert "unsafe" not in response.headers["Content-Security-Policy"]


def digest(tag):
    return f"'sha256-{base64.b64encode(hashlib.sha256(tag.string.encode()).digest()).decode()}'"


def test_what_is_inlined_holds_no_markup_that_ends_it():
    for paths in (("css/tokens.css", "css/verdict.css"), ("js/distance.js",)):
        assert "</" not in inlined(*paths).text


def test_a_file_that_is_not_there_is_named():
    with pytest.raises(FileNotFoundError, match="css/no-such"):
        inlined("css/tokens.css", "css/no-such.css")


@pytest.mark.parametrize("state", PublicState)
def test_the_last_words_are_the_time_of_the_answer_and_nothing_else_is_of_this_answer(
    client, state
):
    _plaque, path = make_scan(state)
    first_moment = clock.now()
    pages = []
    for moment in (first_moment, first_moment + timezone.timedelta(seconds=7)):
        with clock.at(moment):
            pages.append(client.get(path).content.decode())
    fronts = [page.rpartition("<time data-as-of")[0] for page in pages]
    assert fronts[0] == fronts[1]
    local = timezone.localtime(first_moment)
    assert re.sub(r"\s", "", pages[0].rpartition("<time")[2]) == re.sub(
        r"\s",
        "",
        f'data-as-of datetime="{local.isoformat(timespec="seconds")}">'
        f"{local:%Y-%m-%d %H:%M:%S}</time></p></body></html>",
    )


def test_the_page_is_the_same_for_everybody(client):
    plaque = make_active_plaque()
    with clock.at(clock.now()):
        stranger = client.get(plaque.scan_path).content
        client.force_login(make_lead())
        assert client.get(plaque.scan_path).content == stranger


@pytest.mark.parametrize("state", PublicState)
def test_one_tap_answers_the_question_at_the_gate(client, state):
    plaque, path = make_scan(state)
    _response, page = page_of(client, path)
    [link] = page.select(".ask a")
    kind = "still_hanging" if state in MAY_NOT_HANG else "elsewhere"
    question = "Does it still hang here?" if state in MAY_NOT_HANG else "Does it hang here?"
    assert page.select_one(".ask h2").get_text() == question
    copy = "&copy=1" if state == PublicState.COPY_REPLACED else ""
    assert link["href"] == f"/report/?number={plaque.number}&kind={kind}{copy}"
    assert link.get_text() == ("Yes" if state in MAY_NOT_HANG else "No")
    assert page.select_one(".ask details p").get_text(strip=True)
    form = BeautifulSoup(client.get(link["href"]).content, "html.parser")
    assert form.select_one("[name=kind][checked]")["value"] == kind


def test_the_first_screen_shows_photo_school_address_and_number(client):
    plaque = make_active_plaque()
    _response, page = page_of(client, plaque.scan_path)
    first = page.select_one(".first")
    words = first.get_text(" ")
    image = first.select_one("img")
    photo = plaque.photos.get()
    assert image["src"] == photo.small_path
    assert (image["width"], image["height"]) == (str(photo.small_width), str(photo.small_height))
    for told in (plaque.school.name, plaque.campus.address, plaque.number, plaque.chinese_number):
        assert told in words


def test_without_a_photo_the_page_says_so_and_still_asks(client):
    _response, page = page_of(client, make_plaque().scan_path)
    assert page.select("img") == []
    assert "There is no photo of this gate yet." in page.select_one(".place").get_text()
    assert page.select_one(".ask h2")


def test_after_a_replacement_the_photo_of_this_copy_is_missing_not_of_the_gate(client):
    plaque, _lost = make_scan(PublicState.COPY_REPLACED)
    _response, page = page_of(client, plaque.scan_path)
    place = page.select_one(".place").get_text()
    assert "There is no photo of this copy yet." in place
    assert "of this gate" not in place


@pytest.mark.parametrize("state", PublicState)
def test_a_photo_that_is_shown_can_be_fetched(client, state):
    _plaque, path = make_scan(state)
    _response, page = page_of(client, path)
    fetched = [client.get(image["src"]).status_code for image in page.select("img")]
    shown = state not in {
        PublicState.NOT_ACTIVATED,
        PublicState.COPY_REPLACED,
        PublicState.RETURNED,
        PublicState.SUPERSEDED,
    }
    assert fetched == [200] * shown


def test_the_distance_is_offered_where_the_gate_is_known(client):
    plaque = make_active_plaque()
    response, page = page_of(client, plaque.scan_path)
    offer = page.select_one("#distance")
    assert offer.has_attr("hidden")
    assert (float(offer["data-latitude"]), float(offer["data-longitude"])) == (36.7, 119.1)
    assert "geolocation=(self)" in response.headers["Permissions-Policy"]
    Campus.objects.update(latitude=None, longitude=None)
    response, page = page_of(client, plaque.scan_path)
    assert page.select("#distance, script") == []
    assert "geolocation=()" in response.headers["Permissions-Policy"]
    assert "script-src 'none'" in response.headers["Content-Security-Policy"]


def test_a_plaque_that_may_not_hang_offers_no_distance(client):
    _response, page = page_of(client, make_revoked_plaque().scan_path)
    assert page.select("#distance, script") == []


def test_no_other_page_may_ask_for_the_place(client):
    assert "geolocation=()" in client.get("/report/").headers["Permissions-Policy"]


def test_the_page_can_be_read_in_the_other_language(client):
    path = make_active_plaque().scan_path
    page = BeautifulSoup(client.get(path).content, "html.parser")
    other = page.select_one("a[hreflang=en]")["href"]
    assert BeautifulSoup(client.get(f"{path}{other}").content, "html.parser").html["lang"] == "en"
    back = BeautifulSoup(client.get(path).content, "html.parser").select_one("a[hreflang]")
    assert back["href"] == "?lang=zh-hans"
