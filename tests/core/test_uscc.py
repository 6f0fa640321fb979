import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn.uscc import calc_check_digit

from association.core import uscc
from association.core.uscc import InvalidUscc, UsccFault

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"

SOUND = [
    "914403001922038216",
    "91440300708461136T",
    "91330100799655058B",
    "91110000802100433B",
    "91370200264574251E",
    "91370700729253432M",
    "913700007456765902",
    "91100000100003962T",
    "12100000400000624D",
    "11370000004502323D",
    "N2370705MF00000138",
    "N2370799MF0000013D",
    "52370799MJE000013U",
    "52370799MJE000021N",
    "91370799MA0000015R",
    "51370799MJE0000Q86",
]


@st.composite
def sound_codes(draw):
    """Any code the standard allows, with its true check character."""
    body = (
        draw(st.sampled_from("123456789ANY"))
        + draw(st.text("0123456789", min_size=7, max_size=7))
        + draw(st.text(ALPHABET, min_size=9, max_size=9))
    )
    return body + calc_check_digit(body)


@pytest.mark.parametrize("code", SOUND)
def test_a_sound_code_passes_unchanged(code):
    assert uscc.check(code) == code


@pytest.mark.parametrize("registrar", "ANY")
def test_registrars_with_a_letter_pass(registrar):
    body = registrar + "2370799MF0000013"
    assert uscc.check(body + calc_check_digit(body)) == body + calc_check_digit(body)


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("914403001922038217", UsccFault.CHECKSUM),
        ("914403001922038261", UsccFault.CHECKSUM),
        ("91440300192203821", UsccFault.LENGTH),
        ("9144030019220382166", UsccFault.LENGTH),
        ("91440300I922038216", UsccFault.FORMAT),
        ("9144030A1922038216", UsccFault.FORMAT),
        ("B14403001922038216", UsccFault.FORMAT),
        ("91440300192203821é", UsccFault.FORMAT),
        ("", UsccFault.MISSING),
        (" - \u3000", UsccFault.MISSING),
    ],
)
def test_an_unsound_code_is_refused_for_its_own_reason(code, fault):
    with pytest.raises(InvalidUscc) as caught:
        uscc.check(code)
    assert caught.value.fault == fault


@pytest.mark.parametrize(
    "spelling",
    [
        "５２３７０７９９ＭＪＥ００００１３Ｕ",
        "52 370799 MJE000013U",
        "52370799mje000013u",
        "52-370799-MJE000013-U",
        "\ufeff52370799\u200bMJE000013U\u3000",
        "52370799—MJE000013U",
    ],
)
def test_every_spelling_of_a_code_is_the_same_code(spelling):
    assert uscc.check(spelling) == "52370799MJE000013U"


def test_the_division_of_a_code_is_read_from_it():
    assert uscc.division("52370799MJE000013U") == "370799"


@given(st.text())
def test_normalising_twice_changes_nothing(text):
    once = uscc.normalise(text)
    assert uscc.normalise(once) == once


@given(sound_codes())
def test_every_code_of_the_standard_passes(code):
    assert uscc.fault_of(code) is None


@given(st.data())
def test_one_wrong_character_is_always_noticed(data):
    code = data.draw(sound_codes())
    place = data.draw(st.integers(0, 17))
    wrong = data.draw(st.sampled_from([c for c in ALPHABET + "IOSVZ" if c != code[place]]))
    assert uscc.fault_of(code[:place] + wrong + code[place + 1 :]) is not None


@given(st.data())
def test_two_neighbours_in_the_wrong_order_are_always_noticed(data):
    code = data.draw(sound_codes())
    place = data.draw(st.integers(0, 16).filter(lambda at: code[at] != code[at + 1]))
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert uscc.fault_of(swapped) is not None
