"""A JSON value has one text, the one JavaScript would write (RFC 8785)."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from association.peer_review.selection.canonical import canonical, digest

sound = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(1e-5, 1e9)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("abcXYZ_", max_size=5), inner),
    max_leaves=12,
)


def test_keys_are_sorted_and_nothing_is_escaped_needlessly():
    assert canonical({"b": [1, None], "a": "学\n"}) == '{"a":"学\\n","b":[1,null]}'


@pytest.mark.parametrize(
    ("number", "text"),
    [(121.0, "121"), (31.230416, "31.230416"), (0.00001, "0.00001"), (-0.0, "0"), (True, "true")],
)
def test_numbers_are_written_as_javascript_writes_them(number, text):
    assert canonical(number) == text


@pytest.mark.parametrize("number", [float("nan"), float("inf"), 2**53 + 1, 1e-7])
def test_numbers_javascript_would_not_read_exactly_are_refused(number):
    with pytest.raises(ValueError, match="number"):
        canonical(number)


def test_what_json_does_not_know_is_refused():
    with pytest.raises(TypeError):
        canonical({1: 2})
    with pytest.raises(TypeError):
        canonical({"a": {1, 2}})


def test_half_a_character_and_endless_nesting_are_refused():
    nested = []
    for _level in range(100_000):
        nested = [nested]
    for value in ("\ud83d", nested):
        with pytest.raises(ValueError, match=r"surrogates|nested"):
            canonical(value)


@given(sound)
def test_reading_the_text_gives_the_value_and_the_same_text(value):
    text = canonical(value)
    assert json.loads(text) == value
    assert canonical(json.loads(text)) == text
    assert digest(json.loads(text)) == digest(value)
