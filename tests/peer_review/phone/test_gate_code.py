import datetime as dt

import pytest

from association.peer_review.gate_code import code_at, fits, seconds_left

NOON = dt.datetime(2026, 10, 12, 4, 0, 30, tzinfo=dt.UTC)


def later(seconds):
    return NOON + dt.timedelta(seconds=seconds)


def test_a_code_is_six_digits_and_stands_for_a_minute():
    assert code_at(7, NOON).isdigit()
    assert len(code_at(7, NOON)) == 6
    assert code_at(7, later(29)) == code_at(7, NOON)
    assert len({code_at(7, later(60 * minute)) for minute in range(50)}) > 45


def test_each_visit_and_each_installation_has_its_own(settings):
    ours = code_at(7, NOON)
    assert code_at(8, NOON) != ours
    settings.SECRET_KEY = "another key"
    assert code_at(7, NOON) != ours


@pytest.mark.parametrize(
    ("seconds", "taken"), [(-180, False), (-120, True), (0, True), (120, True), (180, False)]
)
def test_it_is_taken_for_two_minutes_around(seconds, taken):
    assert fits(code_at(7, NOON), visit=7, moment=later(seconds)) is taken


@pytest.mark.parametrize("spelling", [" {}\u3000", "{:.3} {}", "wide"])
def test_it_may_be_typed_with_spaces_or_wide_digits(spelling):
    code = code_at(7, NOON)
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in code)
    typed = {"wide": wide, "{:.3} {}": f"{code[:3]} {code[3:]}"}.get(spelling, f" {code}\u3000")
    assert fits(typed, visit=7, moment=NOON)


@pytest.mark.parametrize("typed", ["", "0", "-1", "\x00", "x" * 5000, "٣٤٥١٢٣", "\u202e123456"])
def test_nothing_else_fits(typed):
    assert not fits(typed, visit=7, moment=NOON)


def test_it_says_how_long_it_stands():
    assert seconds_left(NOON) == 30
    assert seconds_left(later(-30)) == 60
