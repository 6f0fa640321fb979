"""Chance is counted in whole bits, and too little of it is refused."""

import itertools
import math
from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from association.peer_review import selection
from association.peer_review.selection import entropy
from association.peer_review.selection.sources import Part
from tests.peer_review.selection import making

BOUND = entropy.Bound()


@pytest.mark.parametrize(
    ("kind", "results"),
    [
        ("ssq", math.comb(33, 6) * 16),
        ("dlt", math.comb(35, 5) * math.comb(12, 2)),
        ("kl8", math.comb(80, 20)),
        ("fc3d", 1000),
        ("pl3", 1000),
        ("pl5", 100_000),
        ("qxc", 15_000_000),
    ],
)
def test_a_lottery_holds_the_logarithm_of_its_results(kind, results):
    (source,) = making.issues(kind, 1)
    assert source.outcomes == results
    assert source.bits == pytest.approx(math.log2(results))


@given(st.integers(1, 4), st.integers(0, 3), st.integers(1, 4), st.booleans(), st.booleans())
def test_a_part_counts_the_odds_of_its_likeliest_result(count, low, span, ordered, repeats):
    if count > span and not repeats:
        return
    part = Part(count, low, low + span - 1, ordered, repeats)
    numbers = range(low, low + span)
    draws = (
        itertools.product(numbers, repeat=count)
        if repeats
        else itertools.permutations(numbers, count)
    )
    told = Counter(drawn if ordered else tuple(sorted(drawn)) for drawn in draws)
    assert part.outcomes == Fraction(told.total(), max(told.values()))


@pytest.mark.parametrize(
    ("pool", "bits"),
    [(20, 18), (25, 22), (30, 25), (35, 28), (40, 30), (50, 34), (60, 37), (75, 40), (100, 44)],
)
def test_the_table_of_rfc_3797_section_3_3_comes_out(pool, bits):
    assert entropy.needed_bits(math.comb(pool, 10), entropy.Bound(0, 0, 999)) == bits


def test_never_fewer_than_the_floor_nor_more_than_the_cap():
    assert entropy.needed_bits(1, BOUND) == 64
    assert entropy.needed_bits(2**60, BOUND) == 76
    assert entropy.needed_bits(math.comb(300, 60), BOUND) == 128


def test_too_little_is_refused_and_says_how_much_is_missing():
    with pytest.raises(selection.TooLittleEntropy) as refused:
        making.announce(sources=making.issues("ssq", 2))
    assert (refused.value.needed, refused.value.offered) == (64, 48)
    assert "48" in str(refused.value)


def test_enough_is_told_in_the_announcement():
    told = making.announce(sources=making.issues("ssq", 3))["entropy"]
    assert told == {"floor": 64, "margin": 16, "cap": 128, "needed": 64, "offered": 72}


def test_every_outcome_of_the_strata_counts():
    strata = "A" * 40 + "D" * 60
    told = making.announce(strata, sources=making.issues("kl8", 2))["entropy"]
    ways = math.comb(40, 2) * math.comb(60, 24)
    assert told["needed"] == math.ceil(math.log2(ways)) + 16
