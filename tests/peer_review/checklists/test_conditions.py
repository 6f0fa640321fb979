"""Conditions: what reads, what does not and where, and that three readers agree on the meaning."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from association.peer_review.checklists.conditions import (
    Comparison,
    Joined,
    Not,
    UnreadableCondition,
    read_condition,
)

EXAMPLE = "C13 = no and (C21 != yes or C73a > 3)"

CODES = st.from_regex(r"[A-Z][0-9]{2}[a-z]?", fullmatch=True)
WORDS = st.from_regex(r"[a-z][a-z0-9]{0,8}", fullmatch=True)
NUMBERS = st.decimals(-9999, 9999, places=2)
COMPARISONS = st.builds(Comparison, CODES, st.sampled_from(["=", "!="]), WORDS) | st.builds(
    Comparison, CODES, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), NUMBERS
)
CONDITIONS = st.recursive(
    COMPARISONS,
    lambda inner: (
        st.builds(Not, inner)
        | st.builds(
            Joined,
            st.sampled_from(["and", "or"]),
            st.lists(inner, min_size=2, max_size=3).map(tuple),
        )
    ),
    max_leaves=6,
)


def written(condition):
    """A condition in the words of the grammar, brackets everywhere."""
    match condition:
        case Comparison(code=code, sign=sign, value=value):
            return f"{code} {sign} {value}"
        case Not(part=part):
            return f"not ({written(part)})"
        case Joined(word=word, parts=parts):
            return f" {word} ".join(f"({written(part)})" for part in parts)


def depth(condition):
    match condition:
        case Not(part=part):
            return 2 + depth(part)
        case Joined(parts=parts):
            return 1 + max(map(depth, parts))
        case _:
            return 0


@pytest.mark.parametrize(
    ("answers", "holds"),
    [
        ({"C13": "no", "C21": "no"}, True),
        ({"C13": "no", "C21": "yes"}, False),
        ({"C13": "no", "C21": "yes", "C73a": Decimal("3.5")}, True),
        ({"C13": "yes", "C21": "no"}, False),
        ({"C13": "no"}, True),
        ({}, False),
    ],
)
def test_the_example_of_the_page_means_what_it_says(answers, holds):
    assert read_condition(EXAMPLE).holds(answers) is holds


def test_and_binds_closer_than_or_and_not_closest():
    answers = {"C11": "yes", "C12": "no", "C13": "no"}
    assert read_condition("C11 = yes or C12 = yes and C13 = yes").holds(answers)
    assert not read_condition("(C11 = yes or C12 = yes) and C13 = yes").holds(answers)
    assert read_condition("not C12 = yes and C11 = yes").holds(answers)
    assert not read_condition("not (C12 = no and C11 = yes)").holds(answers)


@pytest.mark.parametrize("sign", ["=", "<", "<=", ">", ">="])
def test_no_answer_equals_nothing_and_is_not_compared(sign):
    assert not read_condition(f"C11 {sign} 3").holds({})
    assert read_condition("C11 != 3").holds({})


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("C13 == no", "="),
        ("C13 = ", "ends too early"),
        ("C13 no", "no"),
        ("(C13 = no", "ends too early"),
        ("C13 = no)", ")"),
        ("C13 = no and", "ends too early"),
        ("c13 = no", "c13"),
        ("C13 = 'no'", "'no'"),
        ("__import__('os')", "__import__"),
        ("C13 = no; C14 = no", ";"),
        ("C13 = no or or C14 = no", "or"),
        ("C13 = 123456789", "89"),
        ("", "ends too early"),
        ("（C13 = no）", "（C13"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(text, place):
    with pytest.raises(UnreadableCondition, match="“") as refusal:
        read_condition(text)
    assert place in str(refusal.value)


def test_too_many_brackets_are_refused_before_the_stack_is_full():
    with pytest.raises(UnreadableCondition, match="too many brackets"):
        read_condition("(" * 5000 + "C11 = yes" + ")" * 5000)
    with pytest.raises(UnreadableCondition, match="too many brackets"):
        read_condition("not " * 5000 + "C11 = yes")


@given(CONDITIONS.filter(lambda condition: depth(condition) <= 8))
def test_what_is_written_reads_as_it_was_meant(condition):
    read = read_condition(written(condition))
    assert list(read.comparisons()) == list(condition.comparisons())
    for word in ("yes", "no", Decimal(3), None):
        answers = {c.code: word for c in condition.comparisons()}
        assert read.holds(answers) is condition.holds(answers)


@given(st.text(max_size=40))
def test_anything_typed_reads_or_is_refused_and_nothing_else(text):
    try:
        condition = read_condition(text)
    except UnreadableCondition:
        return
    assert condition.holds({}) in {True, False}


def as_python(xpath):
    """The XPath of these conditions, as a Python expression over `answers`."""
    return (
        xpath.replace("${", "answers['")
        .replace("} = ", "'] == ")
        .replace("}", "']")
        .replace("not(", "not (")
    )


@given(CONDITIONS, st.sampled_from(["yes", "no"]), st.integers(-5, 5))
def test_the_xpath_means_the_same(condition, word, number):
    """Python's own precedence of or, and, not is XPath's: it is the second reader here."""
    answers = {
        c.code: word if isinstance(c.value, str) else Decimal(number)
        for c in condition.comparisons()
    }
    same_kind = all(
        isinstance(answers[c.code], str) is isinstance(c.value, str)
        for c in condition.comparisons()
    )
    if not same_kind:
        return
    assert bool(eval(as_python(condition.xpath()), {"answers": answers})) is condition.holds(  # noqa: S307 -- made above of codes, words and numbers
        answers
    )
