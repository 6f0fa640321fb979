"""The checker finds each kind of breach: a good assignment is spoiled, one rule at a time."""

import ast
import json
from pathlib import Path

import pytest

from association.peer_review.assignment import check, checking, solve, to_json
from tests.peer_review.assignment.rounds import make_round

ROUND = make_round(8, size=30, between=True)


@pytest.fixture(scope="module")
def drawn() -> tuple[dict, list]:
    return json.loads(to_json(ROUND)), list(solve(ROUND).pairs)


def rules_broken(record: dict, pairs: list, relaxations: tuple[str, ...] = ()) -> set[str]:
    return {breach.rule for breach in check(record, pairs, relaxations)}


def with_rules(record: dict, **changes: int) -> dict:
    return record | {"rules": record["rules"] | changes}


def with_members(record: dict, *codes: str, **changes: object) -> dict:
    members = [each | changes if each["code"] in codes else each for each in record["members"]]
    return record | {"members": members}


def test_a_good_assignment_has_no_breach(drawn):
    assert check(*drawn) == []
    assert check(json.dumps(drawn[0]), drawn[1]) == []


def test_a_visit_left_out_is_missed_on_both_sides(drawn):
    record, pairs = drawn
    found = {(breach.rule, breach.schools) for breach in check(record, pairs[1:])}
    assert found >= {("sends", (pairs[0][0],)), ("receives", (pairs[0][1],))}


def test_a_visit_made_twice_is_found(drawn):
    record, pairs = drawn
    assert "twice" in rules_broken(record, [*pairs, pairs[0]])


def test_a_school_that_visits_itself_is_found(drawn):
    record, pairs = drawn
    assert "self" in rules_broken(record, [*pairs[1:], (pairs[0][0], pairs[0][0])])


def test_a_visit_both_ways_is_found(drawn):
    record, pairs = drawn
    assert "both_ways" in rules_broken(record, [*pairs, pairs[0][::-1]])


def test_a_round_of_three_is_found_unless_allowed(drawn):
    record, pairs = drawn
    one, two = pairs[0]
    three = next(visited for visitor, visited in pairs if visitor == two)
    closed = [*pairs, (three, one)]
    assert "three_cycles" in rules_broken(record, closed)
    assert "three_cycles" not in rules_broken(record, closed, ("three_cycles=1",))
    assert "three_cycles" not in rules_broken(with_rules(record, three_cycles=1), closed)


@pytest.mark.parametrize("turn", [1, -1])
def test_a_pair_kept_apart_is_found_in_either_direction(drawn, turn: int):
    record, pairs = drawn
    record = record | {"never": [*record["never"], list(pairs[0][::turn])]}
    assert [breach.rule for breach in check(record, pairs)] == ["never"]


@pytest.mark.parametrize("turn", [1, -1])
def test_a_pair_of_a_recent_round_is_found_in_either_direction(drawn, turn: int):
    record, pairs = drawn
    record = record | {"recent": [[*pairs[0][::turn], 2]]}
    assert [breach.rule for breach in check(record, pairs)] == ["avoid_rounds"]
    assert check(record, pairs, ("avoid_rounds=1",)) == []
    assert check(with_rules(record, avoid_rounds=1), pairs) == []


def test_near_rivals_are_found_up_to_the_distance_and_no_farther(drawn):
    record, pairs = drawn
    one, other = pairs[0]
    # 0.0044 degrees of latitude are 489 metres, 0.0046 are 511.
    for apart, breaches in ((0.0044, ["rival_metres"]), (0.0046, [])):
        near = with_members(record, one, field="chess", latitude=38.0, longitude=114.5)
        near = with_members(near, other, field="chess", latitude=38.0 + apart, longitude=114.5)
        assert [breach.rule for breach in check(near, pairs)] == breaches
        assert check(near, pairs, ("rival_metres=250",)) == []
    nameless = with_members(near, one, other, field="", latitude=38.0)
    assert check(nameless, pairs) == []


def test_a_visit_out_of_the_alliance_is_found_in_a_round_within(drawn):
    record, pairs = drawn
    assert "within" in rules_broken(with_rules(record, between=False), pairs)


def test_a_school_with_visitors_of_its_own_alliance_only_is_found(drawn):
    record, pairs = drawn
    host = pairs[0][1]
    visitors = [visitor for visitor, visited in pairs if visited == host]
    found = check(with_members(record, host, *visitors, alliance="Z"), pairs)
    assert ("between", (host,)) in {(breach.rule, breach.schools) for breach in found}


def test_visitors_kept_apart_at_one_school_are_found(drawn):
    record, pairs = drawn
    host = pairs[0][1]
    one, other = sorted(visitor for visitor, visited in pairs if visited == host)
    found = check(record | {"never": [*record["never"], [other, one]]}, pairs)
    assert ("related", (host, one, other)) in {(each.rule, each.schools) for each in found}


def test_a_stranger_is_found(drawn):
    record, pairs = drawn
    assert "stranger" in rules_broken(record, [*pairs, ("S0001", "X")])


@pytest.mark.parametrize(
    "relaxation", ["never=0", "between=0", "rival_metres=900", "visits=0", "avoid_rounds=x", "self"]
)
def test_what_may_not_be_relaxed_is_found(drawn, relaxation: str):
    record, pairs = drawn
    assert "relaxation" in rules_broken(record, pairs, (relaxation,))


def test_every_breach_is_said_in_words(drawn):
    record, pairs = drawn
    assert str(check(record, pairs[1:])[0]).startswith("Does not send out the number of visits: ")


def test_the_checker_shares_no_code_with_the_solver():
    tree = ast.parse(Path(checking.__file__).read_text(encoding="utf-8"))
    modules = {
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module] if isinstance(node, ast.ImportFrom) else [node.names[0].name])
    }
    assert not any(name.startswith("association") for name in modules)
