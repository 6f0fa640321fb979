"""Whatever is changed in a record, `verify` says so; whatever it is given, it answers."""

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from association.peer_review import selection
from association.peer_review.selection.announcement import announcement_hash
from association.peer_review.selection.record import seal_of
from tests.peer_review.selection import making, visiting

SELECTED = making.withdrawn(making.record(), making.code_of(2), making.code_of(20))
ASSIGNED = visiting.amended_record()
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)


def other(leaf):
    """Return another value of the same kind, one a forger might write."""
    match leaf:
        case bool():
            return not leaf
        case int():
            return leaf + 1
        case float():
            return leaf + 0.001
        case str():
            return leaf[:-1] + ("1" if leaf[-1:] == "0" else "0") if leaf else "0"
        case None:
            return "0"
    return [0]


def resealed(record):
    """Return the record with its own hash put right, as a forger would."""
    return record | {"digest": seal_of(record)}


@pytest.fixture(params=["selection", "assignment"])
def record(request):
    return {"selection": SELECTED, "assignment": ASSIGNED}[request.param]


@pytest.fixture
def paths(record):
    """Every leaf of a random draw; of visits, which take longer to solve again, some."""
    found = list(making.leaves(record))
    return found if record is SELECTED else random.Random(1).sample(found, 30)


def test_the_records_are_sound_before_anybody_touches_them(record):
    assert selection.verify(record) == []


def test_every_single_leaf_counts(record, paths):
    unnoticed = [
        path
        for path in paths
        if not selection.verify(making.changed(record, path, other(making.at(record, path))))
    ]
    assert unnoticed == []


# What a forger can make up freely with the record's own hash put right: the clock of the draw and
# the words and times of amendments. Everything else is worked out from something else.
FREE = {("drawn_at",), ("reason",), ("at",)}


def test_putting_the_records_own_hash_right_does_not_help(record, paths):
    unnoticed = set()
    for path in paths:
        forged = resealed(making.changed(record, path, other(making.at(record, path))))
        if path != ("digest",) and not selection.verify(forged):
            unnoticed.add(path[-1:])
    assert unnoticed <= FREE


@settings(max_examples=150, deadline=None)
@given(st.data(), anything)
def test_anything_in_the_place_of_a_leaf_is_noticed(data, leaf):
    path = data.draw(st.sampled_from(list(making.leaves(SELECTED))))
    before = making.at(SELECTED, path)
    if type(leaf) is type(before) and leaf == before:
        return
    assert selection.verify(making.changed(SELECTED, path, leaf)) != []


@settings(max_examples=150, deadline=None)
@given(anything)
def test_anything_at_all_gets_an_answer(value):
    assert selection.verify(value) != []


@pytest.mark.parametrize("name", sorted(SELECTED))
def test_a_missing_field_is_named(name):
    short = {key: value for key, value in SELECTED.items() if key != name}
    words = " ".join(fault.text for fault in selection.verify(short))
    assert f"record.{name}" in words or name == "announcement"


def test_a_field_too_many_is_named():
    (fault,) = selection.verify(SELECTED | {"note": "x"})
    assert "record.note" in fault.text


def forged(changes, *, announced=None):
    """Return a record with another announcement and other fields, all its hashes put right."""
    announcement = SELECTED["announcement"] | (announced or {})
    return resealed(
        SELECTED
        | {"announcement": announcement, "announcement_hash": announcement_hash(announcement)}
        | changes
    )


def sources_with(place=0, **changes):
    sources = json.loads(json.dumps(SELECTED["announcement"]["sources"]))
    sources[place] |= changes
    return sources


POOL = SELECTED["announcement"]["pool"]
ORDER = SELECTED["outcome"]["order"]
BITS = SELECTED["announcement"]["entropy"]


@pytest.mark.parametrize(
    ("record", "words"),
    [
        (SELECTED | {"digest": "0" * 64}, "its own hash is another"),
        (resealed(SELECTED | {"announcement_hash": "0" * 64}), "not the one that was published"),
        (forged({}, announced={"pool": POOL[::-1]}), "not numbered one by one"),
        (forged({}, announced={"pool": [*POOL, POOL[0] | {"number": 25}]}), "in the pool twice"),
        (forged({}, announced={"pool": [POOL[0] | {"stratum": "E"}, *POOL[1:]]}), "“E”"),
        (forged({}, announced={"announced_at": "2026-11-24T09:00:00+08:00"}), "not drawn between"),
        (forged({"drawn_at": "2026-11-23T09:00:00+08:00"}), "not drawn between"),
        (forged({}, announced={"sources": sources_with(issue="2026102")}), "named twice"),
        (forged({}, announced={"sources": SELECTED["announcement"]["sources"][:2]}), "48 bits"),
        (forged({}, announced={"sources": sources_with(name="x")}), "does not draw such numbers"),
        (forged({"results": SELECTED["results"][:2]}), "needs its result"),
        (forged({"results": [[[1, 2, 3, 4, 5, 6], [17]], *SELECTED["results"][1:]]}), "17 is not"),
        (forged({"results": [[[6, 2, 3, 4, 5, 1], [7]], *SELECTED["results"][1:]]}), "ascending"),
        (forged({"results": [[[True, 2, 3, 4, 5, 6], [7]]]}), "record.results[0][0][0]"),
        (forged({}, announced={"entropy": BITS | {"needed": 63}}), "counted wrongly"),
        (forged({"code": None}, announced={"commitment": None}), "needs a one-time code"),
        (forged({"code": making.CODE[::-1]}), "not the code the association committed to"),
        (forged({"code": making.CODE.lower()}), "not written as"),
        (forged({"key": "1./"}), "key string does not follow"),
        (forged({"seed": "0" * 64}), "seed does not follow"),
        (forged({"seed": None}), "seed does not follow"),
        (forged({"outcome": SELECTED["outcome"] | {"order": ORDER[::-1]}}), "order does not"),
        (forged({"outcome": SELECTED["outcome"] | {"chosen": ORDER[:3]}}), "not the first of each"),
        (forged({"result": ORDER[:3]}), "result does not follow"),
        (forged({"amendments": SELECTED["amendments"] * 2}), "Change 3"),
        (
            forged({"amendments": [SELECTED["amendments"][0] | {"substitute": ORDER[-1]}]}),
            "Change 1: the substitute is not the next",
        ),
        (forged({"amendments": [SELECTED["amendments"][0] | {"reason": " "}]}), "reason"),
    ],
)  # fmt: skip
def test_each_kind_of_forgery_is_told_in_words(record, words):
    faults = [fault.text for fault in selection.verify(record)]
    assert [text for text in faults if words in text] != []
