"""A mistyped number is never repaired, but what may have been meant is offered, by number alone."""

import pytest
from bs4 import BeautifulSoup

from association.core.models import AssociationProfile
from association.plaques.numbers import PlaqueNumber
from association.plaques.selectors import near_numbers
from association.plaques.typos import likely_numbers
from tests.factories import make_plaque

pytestmark = pytest.mark.django_db


def wrong_character(text):
    return text[:7] + ("3" if text[7] != "3" else "4") + text[8:]


def neighbours_swapped(text):
    return text[:2] + text[3] + text[2] + text[4:]


SLIPS = {
    "a wrong character": wrong_character,
    "a wrong last character": lambda text: text[:-1] + ("A" if text[-1] != "A" else "B"),
    "a letter for a figure": lambda text: text[:3] + "Q" + text[4:],
    "two neighbours swapped": neighbours_swapped,
    "a character typed twice": lambda text: text[:6] + text[5] + text[6:],
    "a character left out": lambda text: text[:4] + text[5:],
}


def answer(client, typed):
    response = client.get("/verify/", {"number": typed, "lang": "en"})
    return response, BeautifulSoup(response.content, "html.parser")


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS.keys())
def test_the_number_meant_is_offered_after_one_slip(client, slip):
    plaque = make_plaque()
    response, page = answer(client, slip(plaque.number.replace("-", "")))
    offered = {link.get_text(): link["href"] for link in page.select(".near a")}
    assert response.status_code == 422
    assert offered == {plaque.number: plaque.get_absolute_url()}
    assert plaque.school.name not in response.content.decode()


def test_the_chinese_number_with_a_wrong_last_character_offers_the_right_one():
    plaque = make_plaque()
    wrong = "A" if plaque.number[-1] != "A" else "B"
    assert near_numbers(f"{plaque.chinese_number}{wrong}") == [plaque.number]


def test_a_number_that_was_never_issued_is_not_offered(client):
    make_plaque()
    other = PlaqueNumber(year=2020, sequence=4711).ascii
    _response, page = answer(client, other[:-1] + ("A" if other[-1] != "A" else "B"))
    assert page.select(".near") == []


def test_a_number_never_issued_says_whom_to_tell(client):
    AssociationProfile.objects.update_or_create(pk=1, defaults={"hotline": "0536-0000001"})
    response, page = answer(client, PlaqueNumber(year=2020, sequence=4711).ascii)
    assert response.status_code == 404
    assert "Not issued by us" in page.main.get_text()
    assert page.select_one("#outcome a[href='tel:0536-0000001']")
    number = PlaqueNumber(year=2020, sequence=4711).ascii
    assert page.select_one(f"#outcome a[href='/report/?number={number}&kind=altered']")


@pytest.mark.parametrize("typed", ["", "x" * 5000, "\x00", "学" * 25])
def test_what_is_no_slip_offers_nothing(typed):
    assert likely_numbers(typed) == []


def test_the_offer_is_read_in_one_query(django_assert_num_queries):
    plaques = [make_plaque() for _each in range(3)]
    with django_assert_num_queries(1):
        near_numbers(wrong_character(plaques[0].number.replace("-", "")))


def test_at_most_five_are_offered():
    plaques = [make_plaque() for _each in range(12)]
    assert all(len(near_numbers(plaque.number[:-1] + "A")) <= 5 for plaque in plaques)
