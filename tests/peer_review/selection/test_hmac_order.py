"""Order by HMAC-SHA-256: the draft's own example, and who is left out moves nobody else."""

from hypothesis import given
from hypothesis import strategies as st

from association.peer_review.selection import hmac_order

# draft-thomson-elegy-vrs, "Example Usage": the ninth hash of the secret is the first one-time code.
CODE = bytes.fromhex("5346f2efb5397a6788fc1f1d9c05c6d3f2abe9b7d16d8592a3695b6dbe9f2456")
LOTTERIES = b"1.2.3.4.5.6./1.2.3.4.5.6./1.2.3.4.5.6./"
FIRST = {
    "lavenderblush": "002ed527ae0a44a86c205d1cdba",
    "blue": "03f710be2b61a6f9c3f89aa5ab5",
    "darkgoldenrod": "08bab81380d7f0769cecf9969a8",
    "mediumvioletred": "0c26494fa81f3aed8a9f66e77b7",
    "bisque": "0e1af5d1ccfd44de075cc0bb6d5",
    "lightpink": "13a07cc9abf3b737e49a62b0634",
}

seeds = st.binary(min_size=32, max_size=32)
labels = st.lists(st.text(min_size=1, max_size=20), unique=True, min_size=1, max_size=60)


def test_the_values_of_the_draft_come_out():
    seed = hmac_order.extract(CODE, LOTTERIES)
    assert {label: hmac_order.value(seed, label)[:27] for label in FIRST} == FIRST


def test_the_lowest_value_is_drawn_first():
    seed = hmac_order.extract(CODE, LOTTERIES)
    assert hmac_order.order(seed, sorted(FIRST)) == list(FIRST)


@given(seeds, labels)
def test_every_label_is_drawn_exactly_once_whatever_order_they_come_in(seed, names):
    order = hmac_order.order(seed, names)
    assert sorted(order) == sorted(names)
    assert hmac_order.order(seed, reversed(names)) == order


@given(seeds, labels, st.data())
def test_whoever_is_left_out_moves_nobody_else(seed, names, data):
    gone = data.draw(st.sets(st.sampled_from(names)))
    left = [name for name in names if name not in gone]
    whole = hmac_order.order(seed, names)
    assert hmac_order.order(seed, left) == [name for name in whole if name not in gone]
