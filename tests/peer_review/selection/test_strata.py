"""How many of each stratum, who they are, and who follows when one withdraws."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from association.peer_review import selection
from association.peer_review.selection import strata

RATES = selection.DEFAULT_RATES
pools = st.dictionaries(st.text("xyz123", min_size=1), st.sampled_from("ABCD"), min_size=1)


@pytest.mark.parametrize(
    ("size", "rate", "taken"),
    [(117, 5, 6), (20, 5, 1), (21, 5, 2), (1, 5, 1), (0, 40, 0), (5, 40, 2), (6, 40, 3), (9, 0, 0)],
)
def test_a_share_is_rounded_up_and_never_to_nobody(size, rate, taken):
    assert strata.take(size, rate) == taken


@pytest.mark.parametrize(
    ("stratum", "reports", "per_step", "after"),
    [("A", 0, 2, "A"), ("A", 1, 2, "A"), ("A", 2, 2, "B"), ("B", 5, 2, "D"), ("C", 99, 1, "D"),
     ("A", 99, 0, "A")],
)  # fmt: skip
def test_reports_lift_a_school_by_whole_steps(stratum, reports, per_step, after):
    assert selection.raised(stratum, reports, per_step) == after


@given(pools, st.randoms())
def test_each_stratum_is_served_in_the_drawn_order(pool, chance):
    order = sorted(pool)
    chance.shuffle(order)
    chosen = strata.chosen(order, pool, RATES)
    assert chosen == [code for code in order if code in chosen]
    for stratum, rate in RATES.items():
        members = [code for code in order if pool[code] == stratum]
        first = members[: math.ceil(len(members) * rate / 100)]
        assert [code for code in chosen if pool[code] == stratum] == first


@given(pools, st.randoms(), st.data())
def test_a_withdrawal_brings_in_the_next_of_the_stratum_and_moves_nobody_else(pool, chance, data):
    order = sorted(pool)
    chance.shuffle(order)
    gone = data.draw(st.sampled_from(order))
    before = set(strata.chosen(order, pool, RATES))
    after = set(strata.chosen(order, pool, RATES, {gone}))
    assert before - after == {gone} & before
    new = after - before
    waiting = [code for code in order if pool[code] == pool[gone] and code not in before]
    assert new == (set(waiting[:1]) if gone in before else set())
