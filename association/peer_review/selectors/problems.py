"""A round of mutual visits as `assignment` wants it: who, where, which rules, who never meets."""

from collections.abc import Sequence

from association.peer_review.assignment.problem import Member, Problem, Rules
from association.peer_review.enums import RoundScope
from association.peer_review.models import Participant, Round
from association.peer_review.selectors.pool import Pair, places_of, recent_pairs, tied_pairs

NO_SEED_YET = "00" * 32


def problem_of(row: Round, participants: Sequence[Participant], *, seed: str) -> Problem:
    """Return the round as a problem.

    seed: hexadecimal digits. Positions are rounded to five decimals, about a metre, so that they
    are the same for everybody.
    """
    keys = [one.school_id for one in participants]
    places, codes = places_of(keys), {one.school_id: one.school.uscc for one in participants}
    return Problem(
        members=tuple(_member(one, places.get(one.school_id)) for one in participants),
        rules=Rules(
            visits=row.visits_per_school,
            avoid_rounds=row.avoid_rounds,
            rival_metres=row.rival_metres,
            between=row.scope == RoundScope.BETWEEN,
        ),
        never=frozenset(_by_code(pair, codes) for pair in tied_pairs(keys)),
        recent={
            _by_code(pair, codes): ago
            for pair, ago in recent_pairs(row).items()
            if codes.keys() >= pair
        },
        seed=seed,
    )


def _member(one: Participant, place: tuple[float, float] | None) -> Member:
    latitude, longitude = (round(degrees, 5) for degrees in place) if place else (None, None)
    return Member(
        code=one.school.uscc,
        name=one.school.name,
        alliance=one.alliance.code,
        field=one.school.subject_field,
        latitude=latitude,
        longitude=longitude,
    )


def _by_code(pair: Pair, codes: dict[int, str]) -> tuple[str, str]:
    one, other = sorted(codes[key] for key in pair)
    return one, other
