"""Draws of mutual visits: frozen before the seed, solved under it, amended with reasons."""

import json
from collections import Counter

import pytest

from association.peer_review import assignment, selection
from association.peer_review.selection.announcement import announcement_hash
from association.peer_review.selection.record import seal_of
from tests.peer_review.selection import making, visiting


def test_the_announcement_knows_no_seed():
    round_of_visits = visiting.problem()
    whole = json.loads(assignment.to_json(round_of_visits)) | {"seed": "ff"}
    assert "seed" not in visiting.announce(round_of_visits, problem=whole)["problem"]


def test_the_pool_has_to_be_the_members():
    round_of_visits = visiting.problem()
    with pytest.raises(selection.DrawError):
        visiting.announce(round_of_visits, candidates=making.pool("A" * 23))


@pytest.mark.parametrize("between", [False, True])
def test_the_pairs_follow_from_the_seed_and_keep_every_rule(between):
    record = visiting.record(between=between)
    assert len(record["result"]) == 48
    assert selection.verify(record) == []
    assert selection.verify(json.loads(selection.as_text(record))) == []


def test_another_seed_gives_other_visits():
    assert visiting.record(seed=1)["result"] != visiting.record(seed=2)["result"]


def test_an_excused_visitor_is_replaced_by_who_may_go_there():
    drawn = visiting.record()
    visitor, visited = drawn["result"][0]
    facts = {"visitor": visitor, "visited": visited, "reason": "亲属关系", "at": making.LATER}
    entry = selection.recusal(drawn, **facts)
    after = selection.amend(drawn, entry)
    substitute = entry["substitute"]
    assert substitute not in {visitor, visited}
    assert [visitor, visited] not in after["result"]
    assert [substitute, visited] in after["result"]
    broken = assignment.check(drawn["announcement"]["problem"], after["result"])
    assert {breach.rule for breach in broken} <= {"sends", "receives"}
    assert selection.verify(after) == []


def test_substitutes_take_turns_before_the_order_decides():
    record = visiting.record()
    for visitor, visited in record["outcome"]["pairs"][:12]:
        entry = selection.recusal(
            record, visitor=visitor, visited=visited, reason="生病", at=making.LATER
        )
        record = selection.amend(record, entry)
    loads = Counter(visitor for visitor, _visited in record["result"])
    assert max(loads.values()) == 3
    assert selection.verify(record) == []


def test_a_visit_that_is_not_there_cannot_be_amended():
    drawn = visiting.amended_record()
    for act in (selection.recusal, selection.cancellation):
        with pytest.raises(selection.DrawError):
            act(
                drawn,
                visitor=making.code_of(1),
                visited=making.code_of(1),
                reason="x",
                at=making.LATER,
            )


def test_a_round_that_needs_it_is_drawn_with_the_first_relaxations():
    members = tuple(
        assignment.Member(code=making.code_of(number), field="美术", latitude=36.6, longitude=119.1)
        for number in range(1, 9)
    )
    tight = assignment.Problem(members=members, seed="")
    announcement = visiting.announce(tight)
    results = making.results_of(announcement)
    with pytest.raises(assignment.NoAssignment) as blocked:
        selection.draw(announcement, results, making.CODE, drawn_at=making.DRAWN)
    offered = blocked.value.explanation.offered
    record = selection.draw(
        announcement, results, making.CODE, drawn_at=making.DRAWN, relaxations=offered
    )
    assert record["outcome"]["relaxations"] == list(offered)
    assert selection.verify(record) == []


def test_rules_relaxed_without_need_are_told():
    announcement = visiting.announce(visiting.problem())
    solvable = assignment.from_json(announcement["problem"] | {"seed": ""})
    first = assignment.announced(solvable)[:1]
    record = selection.draw(
        announcement,
        making.results_of(announcement),
        making.CODE,
        drawn_at=making.DRAWN,
        relaxations=first,
    )
    assert ["further than was needed" in fault.text for fault in selection.verify(record)] == [True]


def forged(record, changes, announced=None):
    announcement = record["announcement"] | (announced or {})
    whole = record | {
        "announcement": announcement,
        "announcement_hash": announcement_hash(announcement),
    }
    whole |= changes
    return whole | {"digest": seal_of(whole)}


def test_visits_that_keep_the_rules_but_not_the_seed_are_told():
    record, elsewhere = visiting.record(seed=1), visiting.record(seed=2)
    swapped = forged(record, {"outcome": elsewhere["outcome"], "result": elsewhere["result"]})
    texts = [fault.text for fault in selection.verify(swapped)]
    assert texts == ["The visits do not follow from the seed."]


def test_a_broken_rule_and_a_hidden_member_are_told():
    record = visiting.record()
    pairs = [*record["outcome"]["pairs"][1:], [making.code_of(1), making.code_of(1)]]
    outcome = record["outcome"] | {"pairs": pairs}
    texts = " ".join(fault.text for fault in selection.verify(forged(record, {"outcome": outcome})))
    assert "A school visits itself" in texts
    pool = record["announcement"]["pool"][:-1]
    texts = " ".join(fault.text for fault in selection.verify(forged(record, {}, {"pool": pool})))
    assert "are not the same" in texts


def test_visits_by_another_algorithm_are_told():
    record = visiting.record()
    changed = forged(record, {"seed": None}, {"algorithm": "rfc3797"})
    assert "Visits are drawn by HMAC-SHA-256." in [
        fault.text for fault in selection.verify(changed)
    ]


def test_a_problem_that_is_none_is_told_and_does_not_fail():
    record = visiting.record()
    for problem in ({}, {"members": 5}, record["announcement"]["problem"] | {"rules": {"x": 1}}):
        assert selection.verify(forged(record, {}, {"problem": problem})) != []
