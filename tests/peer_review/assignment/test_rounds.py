"""Generated rounds: what is drawn keeps every rule, and is drawn again by anybody."""

from dataclasses import replace

import pytest

from association.peer_review.assignment import (
    NoAssignment,
    check,
    from_json,
    solve,
    to_json,
)
from association.peer_review.assignment.second import solve_again
from tests.peer_review.assignment.rounds import make_round, sizes_and_kinds


@pytest.mark.parametrize("first", [100, 5_000])
def test_no_generated_round_breaks_a_rule(first: int):
    # A share of the rounds that benchmarks/assignment.py draws and checks, 10,000 of them.
    refused = []
    for number in range(first, first + 40):
        problem = make_round(number, **sizes_and_kinds(number))
        try:
            assignment = solve(problem)
        except NoAssignment:
            refused.append(number)
            continue
        assert check(to_json(problem), assignment.pairs) == []
    assert len(refused) <= 2


@pytest.mark.parametrize(("size", "between"), [(30, False), (30, True), (60, False), (120, False)])
def test_two_solvers_find_the_same_assignment(size: int, between: bool):
    problem = make_round(7, size=size, between=between)
    assert solve_again(problem) == solve(problem).pairs


def test_two_solvers_agree_where_no_circle_holds_a_round():
    problem = make_round(30, **sizes_and_kinds(30))
    assignment = solve(problem)
    assert assignment.circles == (-1,)
    assert solve_again(problem) == assignment.pairs


def test_two_solvers_agree_that_there_is_none():
    problem = make_round(1, size=6)
    with pytest.raises(NoAssignment):
        solve(problem)
    assert solve_again(problem) is None


def test_the_published_record_leads_to_the_same_assignment():
    problem = make_round(3, size=40, between=True)
    again = from_json(to_json(problem))
    assert to_json(again) == to_json(problem)
    assert solve(again) == solve(problem)


def test_the_order_of_the_members_does_not_matter():
    problem = make_round(3, size=40)
    shuffled = replace(problem, members=problem.members[::-1])
    assert solve(shuffled) == solve(problem)


def test_another_seed_draws_another_assignment():
    problem = make_round(3, size=40)
    assert solve(replace(problem, seed="00" * 32)).pairs != solve(problem).pairs


def test_alliances_are_assigned_by_themselves():
    problem = make_round(5, size=120, between=True).with_rules(between=False)
    whole = solve(problem)
    home = {member.code: member.alliance for member in problem.members}
    assert {home[visitor] == home[visited] for visitor, visited in whole.pairs} == {True}
    alone = [member for member in problem.members if member.alliance == "A2"]
    codes = {member.code for member in alone}
    only = solve(
        replace(
            problem,
            members=tuple(alone),
            never=frozenset(pair for pair in problem.never if codes.issuperset(pair)),
            recent={pair: past for pair, past in problem.recent.items() if codes.issuperset(pair)},
        )
    )
    assert set(only.pairs) == {pair for pair in whole.pairs if home[pair[0]] == "A2"}


def test_unknown_positions_are_assigned_by_the_draw_alone():
    known = make_round(4, size=30)
    nowhere = tuple(replace(each, latitude=None, longitude=None) for each in known.members)
    problem = replace(known, members=nowhere)
    assignment = solve(problem)
    assert check(to_json(problem), assignment.pairs) == []
    assert assignment.metres == 60 * problem.rules.neutral_metres
    assert solve_again(problem) == assignment.pairs


def test_no_circle_lets_anybody_visit_both_ways_or_round_about():
    from association.peer_review.assignment.circle import Ground

    problem = make_round(2, size=25)
    arcs = Ground(problem, problem.members).circle(0)
    journeys = set(zip(arcs.tails.tolist(), arcs.heads.tolist(), strict=True))
    onward = {one: {head for tail, head in journeys if tail == one} for one, _head in journeys}
    assert not any((head, tail) in journeys for tail, head in journeys)
    assert not any(tail in onward[third] for tail, head in journeys for third in onward[head])
