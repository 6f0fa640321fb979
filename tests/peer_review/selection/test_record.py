"""Announcement, draw and amendments: what goes in, what follows, and what is refused."""

import datetime as dt
import json

import pytest
from hypothesis import given, settings

from association.peer_review import selection
from association.peer_review.selection import strata
from tests.peer_review.selection import making


def test_the_pool_is_numbered_in_the_order_given():
    pool = making.announce("DA")["pool"]
    assert [(each["number"], each["code"], each["stratum"]) for each in pool] == [
        (1, making.code_of(1), "D"),
        (2, making.code_of(2), "A"),
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"candidates": []},
        {"candidates": [*making.pool("AB"), *making.pool("A")]},
        {"candidates": making.pool("E")},
        {"sources": []},
        {"sources": [*making.issues("kl8", 2), *making.issues("kl8", 1)]},
        {"sources": [*making.issues("kl8", 13)]},
        {"rules": selection.StrataRules({"A": 101, "B": 10, "C": 20, "D": 40})},
        {"commitment": None},
        {"announced_at": dt.datetime(2026, 11, 24, 0, 1, tzinfo=making.CHINA)},
    ],
)
def test_an_announcement_that_could_not_be_kept_is_refused(changes):
    with pytest.raises(selection.DrawError):
        making.announce(**changes)


def test_an_announcement_without_a_time_zone_is_a_mistake_of_the_program():
    with pytest.raises(ValueError, match="time zone"):
        making.announce(announced_at=dt.datetime(2026, 11, 20))  # noqa: DTZ001 -- the point


def test_nothing_is_drawn_before_the_last_source_was():
    announcement = making.announce()
    with pytest.raises(selection.DrawError):
        selection.draw(
            announcement,
            making.results_of(announcement),
            making.CODE,
            drawn_at=dt.datetime(2026, 11, 23, 23, 59, tzinfo=making.CHINA),
        )


def test_every_source_needs_its_result():
    announcement = making.announce()
    with pytest.raises(selection.DrawError):
        selection.draw(
            announcement,
            making.results_of(announcement)[:2],
            making.CODE,
            drawn_at=making.DRAWN,
        )


def test_a_draw_without_a_code_takes_none():
    with pytest.raises(selection.DrawError):
        selection.draw(
            making.announce_rfc(), making.RFC_RESULTS, making.CODE, drawn_at=making.DRAWN
        )


def test_another_result_another_code_or_another_round_gives_another_order():
    orders = {tuple(making.record(seed)["outcome"]["order"]) for seed in range(5)}
    assert len(orders) == 5


def test_a_school_that_withdraws_is_followed_by_the_next_of_its_stratum():
    drawn = making.record()
    pool = {each["code"]: each["stratum"] for each in drawn["announcement"]["pool"]}
    gone = next(code for code in drawn["result"] if pool[code] == "D")
    after = making.withdrawn(drawn, gone)
    (entry,) = after["amendments"]
    order = drawn["outcome"]["order"]
    waiting = [code for code in order if pool[code] == "D" and code not in drawn["result"]]
    assert entry == {
        "type": "withdrawal",
        "code": gone,
        "reason": "停业整改中",
        "at": "2026-12-01T09:00:00+08:00",
        "substitute": waiting[0],
    }
    assert set(after["result"]) == set(drawn["result"]) - {gone} | {waiting[0]}
    assert after["outcome"] == drawn["outcome"]


def test_a_substitute_who_withdraws_is_followed_by_the_next():
    drawn = making.record()
    first = making.withdrawn(drawn, drawn["result"][0])
    second = making.withdrawn(first, first["amendments"][0]["substitute"])
    entry = second["amendments"][1]["substitute"]
    assert entry not in {drawn["result"][0], first["amendments"][0]["substitute"]}
    assert selection.verify(second) == []


def test_a_school_that_was_not_drawn_leaves_without_a_substitute():
    drawn = making.record()
    waiting = next(code for code in drawn["outcome"]["order"] if code not in drawn["result"])
    after = making.withdrawn(drawn, waiting)
    assert after["amendments"][0]["substitute"] is None
    assert after["result"] == drawn["result"]


def test_where_nobody_is_left_one_fewer_is_visited():
    drawn = making.record(strata="A" * 9 + "D")
    after = making.withdrawn(drawn, making.code_of(10))
    assert after["amendments"][0]["substitute"] is None
    assert len(after["result"]) == len(drawn["result"]) - 1


def test_nobody_withdraws_twice_from_elsewhere_or_without_a_reason():
    drawn = making.withdrawn(making.record(), making.code_of(1))
    for code, reason in (
        (making.code_of(1), "x"),
        (making.code_of(99), "x"),
        (making.code_of(2), " "),
    ):
        with pytest.raises(selection.DrawError):
            selection.withdrawal(drawn, code=code, reason=reason, at=making.LATER)


@settings(max_examples=60, deadline=None)
@given(making.records())
def test_every_record_verifies_after_its_way_through_a_file(record):
    read = json.loads(selection.as_text(record))
    assert read == record
    assert selection.verify(read) == []
    codes = [each["code"] for each in read["announcement"]["pool"]]
    assert sorted(read["outcome"]["order"]) == sorted(codes)


@settings(max_examples=60, deadline=None)
@given(making.records())
def test_each_stratum_has_its_share(record):
    announcement = record["announcement"]
    stratum_of = {each["code"]: each["stratum"] for each in announcement["pool"]}
    shares = strata.takes(list(stratum_of.values()), announcement["strata"]["rates"])
    for stratum, (_size, taken) in shares.items():
        drawn = [code for code in record["outcome"]["chosen"] if stratum_of[code] == stratum]
        assert len(drawn) == taken
