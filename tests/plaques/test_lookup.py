import string

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from association.plaques.models import Plaque
from association.plaques.numbers import PlaqueNumber
from tests.factories import make_active_plaque

pytestmark = pytest.mark.django_db

ON_ONE_DATABASE = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
FIGURES = str.maketrans("OIL", "011")
PLACES = string.digits + string.ascii_uppercase


def text_of(response):
    return " ".join(BeautifulSoup(response.content, "html.parser").main.get_text(" ").split())


def full_width(text):
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


SPELLINGS = {
    "as it stands": lambda number: number,
    "in small letters": str.lower,
    "with spaces around and inside": lambda number: f"  {number.replace('-', ' - ')} ",
    "without dashes": lambda number: number.replace("-", ""),
    "in full width": full_width,
    "with long dashes": lambda number: number.replace("-", "—"),
    "with a minus sign": lambda number: number.replace("-", "−"),
    "with full stops": lambda number: number.replace("-", "."),
    "in full-width small letters": lambda number: full_width(number.lower()),
}


@pytest.mark.parametrize("spell", SPELLINGS.values(), ids=SPELLINGS.keys())
def test_a_number_is_found_however_it_is_typed(client, spell):
    plaque = make_active_plaque()
    response = client.get("/verify/", {"number": spell(plaque.number)}, follow=True)
    assert response.redirect_chain == [(plaque.get_absolute_url(), 302)]
    assert plaque.school.name in text_of(response)


def test_a_number_in_the_address_leads_to_its_one_page(client):
    plaque = make_active_plaque()
    response = client.get(f"/verify/{plaque.number.lower()}/")
    assert (response.status_code, response.url) == (302, plaque.get_absolute_url())


@pytest.mark.parametrize("address", ["https://plaque.example/v/{}", "/v/{}/", " http://x/v/{}?a=1"])
def test_a_pasted_scan_address_works_as_well(client, address):
    plaque = make_active_plaque()
    response = client.get("/verify/", {"number": address.format(plaque.token)}, follow=True)
    assert response.redirect_chain == [(plaque.scan_path, 302)]
    assert plaque.number in text_of(response)


def test_the_chinese_number_with_its_last_character_is_found(client):
    plaque = make_active_plaque()
    typed = f"{plaque.chinese_number} {plaque.number[-1]}"
    response = client.get("/verify/", {"number": typed}, follow=True)
    assert plaque.number in text_of(response)


def not_issued_yet():
    last = Plaque.objects.order_by("sequence").last()
    return PlaqueNumber(year=last.year, sequence=last.sequence + 1)


def wrong_check(plaque):
    return plaque.number[:-1] + ("A" if plaque.number[-1] != "A" else "B")


OUTCOMES = {
    "a typo": (wrong_check, 422, "A character seems to be mistyped"),
    "no last character": (lambda plaque: plaque.number[:-2], 422, "Please add the last character"),
    "the chinese number": (
        lambda plaque: plaque.chinese_number,
        422,
        "the one that begins with letters",
    ),
    "another prefix": (
        lambda plaque: f"QX{plaque.number[2:]}",
        422,
        "does not look like a plaque number",
    ),
    "a number never issued": (lambda _plaque: not_issued_yet().ascii, 404, "Not issued by us"),
    "nothing": (lambda _plaque: " ", 200, "No number yet"),
}


@pytest.mark.parametrize(("typed", "status", "words"), OUTCOMES.values(), ids=OUTCOMES.keys())
@pytest.mark.parametrize("by_form", [True, False], ids=["form", "address"])
def test_what_is_not_found_is_told_in_its_own_words(client, typed, status, words, by_form):
    plaque = make_active_plaque()
    number = typed(plaque)
    if by_form:
        response = client.get("/verify/", {"number": number, "lang": "en"})
    else:
        response = client.get(f"/verify/{number}/", {"lang": "en"})
    assert response.status_code == status
    assert words in text_of(response)
    assert plaque.school.name not in text_of(response)
    assert response.headers["Cache-Control"] == "no-store"


def test_the_form_is_offered_without_a_word_of_blame(client):
    response = client.get("/verify/")
    assert response.status_code == 200
    assert b'role="alert"' not in response.content


@st.composite
def slips(draw):
    """Where a finger slipped: a place and another character, or a place to swap with the next."""
    return draw(st.integers(0, 200)), draw(st.sampled_from([*PLACES, None]))


def slipped(number, place, sign):
    signs = list(number.replace("-", ""))
    place %= len(signs) - 1
    if sign is None:
        signs[place], signs[place + 1] = signs[place + 1], signs[place]
    else:
        signs[place] = sign
    return "".join(signs)


@ON_ONE_DATABASE
@given(slip=slips())
def test_no_slip_of_the_finger_finds_another_schools_plaque(client, a_full_year, slip):
    own = a_full_year[0]
    typed = slipped(own.number, *slip)
    response = client.get("/verify/", {"number": typed})
    # A letter for the figure it looks like is no slip: it can mean nothing else.
    meant = f"{typed[:2]}{typed[2:-1].translate(FIGURES)}{typed[-1]}"
    if meant == own.number.replace("-", ""):
        assert response.url == own.get_absolute_url()
    else:
        assert response.status_code in {404, 422}
        assert not any(plaque.school.name in text_of(response) for plaque in a_full_year)


@pytest.fixture
def a_full_year(db):
    """Plaques whose numbers are as near to each other as numbers come."""
    return [make_active_plaque() for _each in range(4)]


@settings(max_examples=300, deadline=None)
@given(sequence=st.integers(1, 9999), slip=slips())
def test_a_slip_never_makes_another_number_that_could_have_been_issued(sequence, slip):
    from association.plaques.numbers import UnreadableNumber, read_number

    number = PlaqueNumber(year=2026, sequence=sequence).ascii
    typed = slipped(number, *slip)
    try:
        read = read_number(typed)
    except UnreadableNumber:
        return
    assert read == number
