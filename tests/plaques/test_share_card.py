"""The share card: the answer as a picture, with its second and the way to ask again."""

import datetime as dt
import re
from io import BytesIO

import pytest
import zxingcpp
from django.template.loader import render_to_string
from django.utils import translation
from PIL import Image

from association.alliances.models import School
from association.core import clock
from association.core.models import AssociationProfile
from association.core.qr import qr_outline
from association.plaques.enums import PublicState
from association.plaques.models import Plaque
from association.plaques.selectors import public_by_number
from association.plaques.sharing.card import UNDRAWABLE, card_words, draw_card
from association.plaques.sharing.looks import INK, LOOKS, PAPER, SOFT, UNKNOWN
from association.plaques.sharing.looks import LINE as HAIRLINE
from tests.factories import make_active_plaque, make_revoked_plaque
from tests.house.tree import ROOT
from tests.plaques.states import MAKERS, make_in_state

pytestmark = pytest.mark.django_db

LONG_NAME = "示范区星河少年科技与文化艺术综合素质教育培训学校（有限公司）"
SMALL = 80_000  # bytes


def address(plaque):
    return f"/verify/{plaque.number}/card.png"


def picture_of(response):
    return Image.open(BytesIO(response.content)).convert("RGB")


def words_of(plaque):
    return card_words(public_by_number(plaque.number), issuer=AssociationProfile.load().name)


def rgb(colour):
    return tuple(bytes.fromhex(colour[1:]))


def near(one, other):
    return all(abs(a - b) <= 2 for a, b in zip(one, other, strict=True))


def test_the_card_is_a_small_square_picture_that_nobody_keeps(client):
    response = client.get(address(make_active_plaque()))
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert picture_of(response).size == (1080, 1080)
    assert len(response.content) < SMALL


def test_its_code_leads_to_the_present_answer_by_number_and_hides_the_scan_token(client):
    plaque = make_active_plaque()
    [code] = zxingcpp.read_barcodes(picture_of(client.get(address(plaque))))
    assert code.text == f"https://plaque.example/verify/{plaque.number}/"
    assert plaque.token not in code.text


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_nothing_stands_in_the_quiet_zone_of_its_code(client, language):
    card = picture_of(client.get(address(make_active_plaque()), {"lang": language}))
    [code] = zxingcpp.read_barcodes(card)
    corner, other = code.position.top_left, code.position.bottom_right
    text = f"https://plaque.example/verify/{Plaque.objects.get().number}/"
    modules = qr_outline(text + ("?lang=en" if language == "en" else "")).modules
    module = round((other.x - corner.x) / modules)
    left, top = corner.x, corner.y
    right, bottom = left + modules * module, top + modules * module
    quiet = 4 * module
    around = [
        (left - quiet, top - quiet, right + quiet, top - 1),
        (left - quiet, bottom + 1, right + quiet, bottom + quiet),
        (left - quiet, top - quiet, left - 1, bottom + quiet),
        (right + 1, top - quiet, right + quiet, bottom + quiet),
    ]
    for part in around:
        colours = card.crop(part).getcolors()
        assert {near(colour, rgb(PAPER)) for _count, colour in colours} == {True}


def test_the_english_card_leads_to_the_english_answer(client):
    plaque = make_active_plaque()
    [code] = zxingcpp.read_barcodes(picture_of(client.get(address(plaque), {"lang": "en"})))
    assert code.text == f"https://plaque.example/verify/{plaque.number}/?lang=en"


@pytest.mark.parametrize("state", MAKERS)
def test_every_state_has_its_word_and_its_colour(client, state):
    plaque = make_in_state(state)
    words = words_of(plaque)
    assert (words.state, words.word) == (state.value, str(state.label))
    assert words.sentence == str(state.sentence)
    picture = picture_of(client.get(address(plaque)))
    assert near(picture.getpixel((8, 8)), rgb(LOOKS[state.value].ground))
    assert near(picture.getpixel((8, 1072)), rgb(PAPER))


def test_a_card_says_to_the_second_when_it_was_true():
    plaque = make_active_plaque()
    moment = dt.datetime(2026, 11, 22, 9, 8, 3, tzinfo=dt.UTC)
    with clock.at(moment), translation.override("en"):
        assert words_of(plaque).as_of == "Answered at 2026-11-22 17:08:03"


def test_a_card_drawn_after_a_measure_tells_it_even_in_the_same_second(client):
    plaque = make_active_plaque()
    moment = clock.now()
    with clock.at(moment):
        before = client.get(address(plaque)).content
        assert client.get(address(plaque)).content == before
    revoked = make_revoked_plaque()
    with clock.at(moment):
        assert near(
            picture_of(client.get(address(revoked))).getpixel((8, 8)),
            rgb(LOOKS[PublicState.REVOKED].ground),
        )


def test_a_long_name_stays_inside(client):
    plaque = make_active_plaque()
    School.objects.filter(pk=plaque.school_id).update(name=LONG_NAME)
    plaque.campus.address = "示范区" + "很长的路名" * 14 + "一号楼"
    plaque.campus.save(update_fields=["address"])
    picture = picture_of(client.get(address(plaque)))
    margin = picture.crop((1020, 460, 1080, 1080))
    assert {near(colour, rgb(PAPER)) for _count, colour in margin.getcolors()} == {True}


def test_a_character_the_typeface_lacks_is_no_box():
    plaque = make_active_plaque()
    School.objects.filter(pk=plaque.school_id).update(name="示范区\U0002a6a5学校")
    assert words_of(plaque).school == f"示范区{UNDRAWABLE}学校"
    assert draw_card(words_of(plaque))


@pytest.mark.parametrize("number", ["SC-2026-9999-1", "SC-2026-0001-0", "x", "%00", "学" * 50])
def test_no_card_is_drawn_for_what_is_not_ours(client, number):
    response = client.get(f"/verify/{number}/card.png")
    assert response.status_code == 404
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_the_colours_are_those_of_the_pages():
    tokens = (ROOT / "association/static/css/tokens.css").read_text(encoding="utf-8")
    by_day = tokens.partition("@media")[0]
    named = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", by_day))
    for look, tone in ((LOOKS["valid"], "ok"), (LOOKS["expired"], "warn"), (LOOKS[UNKNOWN], "bad")):
        assert (look.ground, look.ink) == (named[f"{tone}-solid"], named[f"{tone}-on"])
    idle = LOOKS["returned"]
    assert (idle.ground, idle.ink) == (named["idle-solid"], named["idle-on"])
    assert [named[name] for name in ("surface", "ink", "ink-soft", "line")] == [
        PAPER,
        INK,
        SOFT,
        HAIRLINE,
    ]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_shared_link_shows_state_and_card_in_under_900_bytes(language):
    plaque = make_revoked_plaque()
    with translation.override(language):
        context = {
            "plaque": public_by_number(plaque.number),
            "site_url": "https://plaque.example",
        }
        tags = render_to_string("plaques/open_graph.html", context)
        label = str(PublicState.REVOKED.label)
    query = "?lang=en" if language == "en" else ""
    assert f'property="og:title" content="{label} · {plaque.number}' in tags
    assert f'content="https://plaque.example/verify/{plaque.number}/card.png{query}"' in tags
    assert f'property="og:url" content="https://plaque.example/verify/{plaque.number}/"' in tags
    assert "https%3A%2F%2Fplaque.example%2Fverify%2F" in tags
    assert plaque.token not in tags
    assert len(tags.encode()) <= 900
