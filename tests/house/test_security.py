"""docs/security.md says which test holds what; each of them is there."""

import re

import pytest

from tests.house.tree import ROOT

DOCUMENT = (ROOT / "docs/security.md").read_text(encoding="utf-8")
HELD = re.findall(r"`(tests/[\w/]+\.py)::(\w+)(?:\[(\w+)\])?`", DOCUMENT)
ROWS = re.findall(r"^\| (V[\d., V]+) \| (.+) \| (.+) \|$", DOCUMENT, re.MULTILINE)
NUMBER = re.compile(r"V\d{1,2}\.\d(?:\.\d{1,2})?")


def defined_in(file):
    return set(re.findall(r"^def (\w+)\(", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize("file", sorted({file for file, _test, _wall in HELD}))
def test_every_test_that_is_named_is_there(file):
    named = {test for where, test, _wall in HELD if where == file}
    assert named - defined_in(file) == set()


def test_every_wall_that_is_named_is_asked_about():
    named = {wall for _file, _test, wall in HELD if wall}
    assert named - defined_in("tests/core/walls.py") == set()


def test_every_requirement_is_held_or_answered_once():
    numbers = [number for cell, _what, _held in ROWS for number in cell.split(", ")]
    assert len(numbers) > 150
    assert [number for number in numbers if not NUMBER.fullmatch(number)] == []
    assert len(numbers) == len(set(numbers))
    assert [cell for cell, what, held in ROWS if len(what) < 3 or len(held) < 15] == []


def test_nothing_is_named_that_looks_like_a_test_and_is_none():
    looks = re.findall(r"`(tests/[^`]+::[^`]*)`", DOCUMENT)
    assert len(looks) == len(HELD)
