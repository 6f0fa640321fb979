import pytest
from hypothesis import given
from hypothesis import strategies as st

from association.alliances.codes import LETTERS, Code, read_code, typed_code

SECRET = "7K3M9QXTB2HA5ZRD"


@given(st.binary(min_size=10, max_size=64))
def test_a_digest_becomes_16_letters_that_come_from_its_first_80_bits(digest):
    code = typed_code(digest)
    assert len(code) == 16
    assert set(code) <= set(LETTERS)
    assert sum(
        LETTERS.index(c) << 5 * place for place, c in enumerate(reversed(code))
    ) == int.from_bytes(digest[:10])


def test_a_short_digest_makes_no_code():
    with pytest.raises(ValueError, match="80 bits"):
        typed_code(b"123456789")


@pytest.mark.parametrize(
    "typed",
    [
        "12-7K3M-9QXT-B2HA-5ZRD",
        "12-7k3m-9qxt-b2ha-5zrd",
        " 12 7K3M 9QXT B2HA 5ZRD ",
        "12-7K3M9QXTB2HA5ZRD",
        "１２－７Ｋ３Ｍ－９ＱＸＴ－Ｂ２ＨＡ－５ＺＲＤ",
        "12—7K3M—9QXT—B2HA—5ZRD",
        "12_7K3M_9QXT_B2HA_5ZRD",
        "l2-7K3M-9QXT-B2HA-5ZRD",
        "https://plaque.example/join/12-7K3M-9QXT-B2HA-5ZRD/",
    ],
)
def test_what_people_type_is_read_with_good_will(typed):
    assert read_code(typed) == Code(12, SECRET)


def test_letters_that_look_like_digits_are_read_as_them():
    assert read_code("1O-OIL0-0000-0000-0000") == Code(10, "0110" + "0" * 12)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "12",
        "12-",
        "-7K3M-9QXT-B2HA-5ZRD",
        "7K3M9QXTB2HA5ZRD",
        "12-7K3M-9QXT-B2HA-5ZR",
        "12-7K3M-9QXT-B2HA-5ZRDD",
        "12-UK3M-9QXT-B2HA-5ZRD",
        "9" * 19 + "-7K3M-9QXT-B2HA-5ZRD",
        "١٢-7K3M-9QXT-B2HA-5ZRD",
    ],
)
def test_what_is_no_code_is_none(typed):
    assert read_code(typed) is None


@given(st.text(alphabet=st.characters(), max_size=300))
def test_any_text_is_read_without_an_error(typed):
    found = read_code(typed)
    assert found is None or (found.pk >= 0 and len(found.secret) == 16)
