"""Who visits whom in a mutual round: drawn from a public seed, the cheapest that keeps the rules.

    problem = Problem(members=(Member(code=…, alliance=…, field=…, latitude=…, longitude=…), …),
                      rules=Rules(visits=2), never=frozenset({(code, code)}),
                      recent={(code, code): 1}, seed=seed)
    assignment = solve(problem)          # .pairs, .metres, .relaxations; NoAssignment explains
    solve_with(problem, relaxations=announced(problem)[:1])
    check(to_json(problem), assignment.pairs, assignment.relaxations)   # [] where all rules hold

`check` takes plain JSON and shares no code with the rest. `second.solve_again` finds the same
assignment by another library. In a round within alliances one problem holds all of them; each is
assigned by itself, with the same seed. No database is asked: whoever calls brings the facts.
"""

from association.peer_review.assignment.checking import Breach, check
from association.peer_review.assignment.explaining import Explanation
from association.peer_review.assignment.problem import Member, Problem, Rules, from_json, to_json
from association.peer_review.assignment.relaxing import announced, in_words
from association.peer_review.assignment.solving import Assignment, NoAssignment, solve, solve_with

__all__ = [
    "Assignment",
    "Breach",
    "Explanation",
    "Member",
    "NoAssignment",
    "Problem",
    "Rules",
    "announced",
    "check",
    "from_json",
    "in_words",
    "solve",
    "solve_with",
    "to_json",
]
