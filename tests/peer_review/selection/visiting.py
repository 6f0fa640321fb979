"""Records of made-up mutual visits, for tests of the selection."""

import random

from association.peer_review import assignment, selection
from tests.peer_review.selection import making


def problem(size=24, *, between=False, seed=1, **facts):
    """Return a round of visits between made-up schools of two alliances."""
    chance = random.Random(seed)
    members = tuple(
        assignment.Member(
            code=making.code_of(number),
            name=f"示例学校{number}",
            alliance=("学科类联盟", "艺术类联盟")[number % 2],
            field=("美术", "音乐", "舞蹈", "书法", "")[number % 5],
            latitude=round(36.6 + chance.random() / 10, 6),
            longitude=round(119.1 + chance.random() / 10, 6),
        )
        for number in range(1, size + 1)
    )
    apart = frozenset({(making.code_of(1), making.code_of(3))})
    recent = {(making.code_of(2), making.code_of(4)): 1}
    rules = assignment.Rules(between=between)
    return assignment.Problem(
        members=members, rules=rules, never=apart, recent=recent, seed="", **facts
    )


def announce(round_of_visits, **changes):
    """Return the announcement of a draw of visits."""
    facts = {
        "round_code": making.ROUND,
        "title": "三季度互查",
        "announced_at": making.ANNOUNCED,
        "candidates": [
            selection.Candidate(each.code, each.name, each.alliance)
            for each in round_of_visits.members
        ],
        "problem": assignment.to_json(round_of_visits),
        "sources": making.issues("ssq", 3),
        "commitment": selection.commit(making.ROUND, making.CODE),
    }
    return selection.announce_assignment(**facts | changes)


def record(size=24, *, between=False, seed=0):
    """Return the record of a draw of visits."""
    announcement = announce(problem(size, between=between))
    results = making.results_of(announcement, seed)
    return selection.draw(announcement, results, making.CODE, drawn_at=making.DRAWN)


def amended_record():
    """Return the record of a draw after one visitor was excused and one visit called off."""
    drawn = record()
    for act in (selection.recusal, selection.cancellation):
        visitor, visited = drawn["result"][0]
        entry = act(drawn, visitor=visitor, visited=visited, reason="临时停课", at=making.LATER)
        drawn = selection.amend(drawn, entry)
    return drawn
