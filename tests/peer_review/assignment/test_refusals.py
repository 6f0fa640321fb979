"""Rounds without an assignment: who and what stands in the way, and what may be relaxed."""

from itertools import combinations

import pytest

from association.peer_review.assignment import (
    Member,
    NoAssignment,
    Problem,
    Rules,
    announced,
    check,
    in_words,
    solve,
    solve_with,
    to_json,
)

SEED = "5a" * 32


def schools(count: int, *, field: str = "", apart: float = 0.02) -> tuple[Member, ...]:
    """Return schools in a row from south to north, so many degrees apart."""
    return tuple(
        Member(
            code=f"S{number:02d}",
            name=f"School {number}",
            field=field,
            latitude=38.0 + apart * number,
            longitude=114.5,
        )
        for number in range(count)
    )


def refusal(problem: Problem):
    with pytest.raises(NoAssignment) as caught:
        solve(problem)
    return caught.value.explanation


def test_three_schools_of_one_owner_can_never_visit_each_other():
    members = schools(3)
    pairs = frozenset(combinations([member.code for member in members], 2))
    why = refusal(Problem(members=members, never=pairs, rules=Rules(visits=1), seed=SEED))
    assert why.schools == ("S00", "S01", "S02")
    assert why.offered == ()


def test_an_owner_of_half_the_schools_is_named_and_nothing_is_offered():
    members = schools(12)
    owned = [member.code for member in members[:9]]
    why = refusal(Problem(members=members, never=frozenset(combinations(owned, 2)), seed=SEED))
    assert why.schools == tuple(owned)
    assert why.rules == ("never",)
    assert why.sentences[0] == (
        "School 0 needs 4 partners and has 3. "
        "Kept apart on record: 8; same field and near: 0; met recently: 0."
    )
    assert why.offered == ()


def test_visitors_of_one_owner_do_not_come_together():
    # Five of one owner make ten visits; seven others may each receive one of them.
    members = schools(12)
    owned = [member.code for member in members[:5]]
    problem = Problem(members=members, never=frozenset(combinations(owned, 2)), seed=SEED)
    why = refusal(problem)
    assert "never" in why.rules
    assert why.offered == ("three_cycles=1", "visits=1")
    relaxed = solve_with(problem, relaxations=why.offered)
    assert check(to_json(problem), relaxed.pairs, relaxed.relaxations) == []


def test_five_rivals_next_door_may_visit_when_the_distance_is_given_up():
    problem = Problem(
        members=schools(5, field="dance", apart=0.0005), rules=Rules(visits=1), seed=SEED
    )
    why = refusal(problem)
    assert why.schools == ("S00", "S01", "S02", "S03", "S04")
    assert why.rules == ("rival_metres",)
    # At half the distance they are rivals still: that step would change nothing, and is left out.
    assert why.offered == ("three_cycles=1", "rival_metres=0")
    relaxed = solve_with(problem, relaxations=why.offered)
    assert check(to_json(problem), relaxed.pairs, relaxed.relaxations) == []
    assert check(to_json(problem), relaxed.pairs) != []


def test_a_pool_too_small_is_told_how_many_it_takes():
    why = refusal(Problem(members=schools(6), seed=SEED))
    assert why.sentences[0] == "6 schools are too few: with 2 visits each it takes 7."
    assert why.rules == ("three_cycles", "visits")
    assert why.offered == ("three_cycles=1",)
    assert why.in_words == ("Three schools may visit one another round about.",)


def test_seven_schools_are_enough():
    problem = Problem(members=schools(7), seed=SEED)
    assert check(to_json(problem), solve(problem).pairs) == []


def test_older_rounds_are_forgotten_one_by_one():
    members = schools(7)
    codes = [member.code for member in members]
    problem = Problem(
        members=members,
        recent=dict.fromkeys(combinations(codes, 2), 2) | {("S00", "S01"): 1},
        seed=SEED,
    )
    why = refusal(problem)
    assert why.rules == ("avoid_rounds",)
    assert announced(problem)[:2] == ("avoid_rounds=1", "avoid_rounds=0")
    assert why.offered == ("avoid_rounds=1",)
    relaxed = solve_with(problem, relaxations=why.offered)
    assert relaxed.relaxations == why.offered
    assert check(to_json(problem), relaxed.pairs, relaxed.relaxations) == []


def test_an_alliance_too_large_for_the_others_is_told_so():
    members = tuple(
        Member(code=f"S{number:02d}", alliance="A" if number < 15 else "B") for number in range(20)
    )
    why = refusal(Problem(members=members, rules=Rules(between=True), seed=SEED))
    assert "between" in why.rules
    assert why.offered == ()


def test_relaxations_are_taken_in_order_only():
    problem = Problem(members=schools(6), seed=SEED)
    assert announced(problem) == ("three_cycles=1", "visits=1")
    with pytest.raises(ValueError, match="order"):
        solve_with(problem, relaxations=("visits=1",))


def test_a_relaxed_round_that_has_none_is_explained_as_well():
    problem = Problem(members=schools(4), seed=SEED)
    with pytest.raises(NoAssignment) as caught:
        solve_with(problem, relaxations=("three_cycles=1",))
    assert caught.value.explanation.offered == ("three_cycles=1", "visits=1")


@pytest.mark.parametrize(
    ("relaxation", "words"),
    [
        ("rival_metres=250", "Schools of the same field may visit each other beyond 250 metres."),
        ("rival_metres=0", "Schools of the same field may visit each other at any distance."),
        ("avoid_rounds=1", "Only the last 1 rounds count as met recently."),
        ("avoid_rounds=0", "Schools that met in earlier rounds may meet again."),
        ("three_cycles=1", "Three schools may visit one another round about."),
        ("visits=1", "Each school sends out and receives 1 visits."),
    ],
)
def test_each_relaxation_has_its_words(relaxation: str, words: str):
    assert in_words(relaxation) == words


@pytest.mark.parametrize(
    "wrong",
    [
        {"members": (Member(code="A"), Member(code="A"))},
        {"never": frozenset({("A", "X")})},
        {"never": frozenset({("A", "A")})},
        {"recent": {("A", "B"): 0}},
        {"rules": Rules(visits=0)},
        {"members": (Member(code="A", latitude=38.0), Member(code="B"))},
        {"seed": "no hexadecimal"},
    ],
)
def test_a_problem_that_makes_no_sense_is_refused(wrong: dict):
    good = {"members": (Member(code="A"), Member(code="B")), "seed": SEED}
    with pytest.raises(ValueError, match=r".+"):
        Problem(**(good | wrong))


def test_a_large_pool_with_one_owner_comes_to_an_answer():
    members = schools(60, apart=0.002)
    owned = [member.code for member in members[:40]]
    problem = Problem(members=members, never=frozenset(combinations(owned, 2)), seed=SEED)
    why = refusal(problem)
    assert set(why.schools) <= set(owned)
    assert why.offered == ()
