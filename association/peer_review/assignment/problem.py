"""What is to be assigned: members, rules, pairs that must not meet, and the public seed.

A problem is public. Written as JSON it says everything that a stranger needs to find the same
assignment again, and nothing that is nobody's business: of a pair in `never` it does not say
whether the owner, a declared conflict or an open complaint keeps the two apart.
"""

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

Pair = tuple[str, str]

# The mean radius of the Earth (IUGG), in metres.
EARTH_RADIUS = 6_371_008.8
# Farther than any two schools of one association; keeps the arithmetic of the search exact.
FARTHEST = 100_000


@dataclass(frozen=True, kw_only=True)
class Member:
    """A school in the round.

    code: unique, by it the school is named everywhere. alliance, field: may be empty.
    latitude, longitude: WGS-84, in degrees; both None where the position is unknown.
    """

    code: str
    name: str = ""
    alliance: str = ""
    field: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The rules of a round, announced before the draw.

    visits: how many each school sends out, and how many it receives.
    avoid_rounds: pairs of so many rounds back do not meet again, in either direction.
    rival_metres: schools of one field up to this distance do not meet; 0 for no such rule.
    between: at least one visitor of each school comes from another alliance; else all visits stay
    within the alliance. three_cycles: A visits B, B visits C, C visits A is allowed.
    neutral_metres: the distance that counts where a position is unknown.
    """

    visits: int = 2
    avoid_rounds: int = 2
    rival_metres: int = 500
    between: bool = False
    three_cycles: bool = False
    neutral_metres: int = 5_000


@dataclass(frozen=True, kw_only=True)
class Problem:
    """A round to assign.

    members: in any order. never: pairs that no relaxation brings together. recent: how many rounds
    ago a pair met last, 1 for the last round. seed: the draw's seed as hexadecimal digits; bytes
    are taken as well. Pairs are unordered, and kept with the smaller code first.

    Raises ValueError where codes repeat, a pair names a stranger, or a number makes no sense.
    """

    members: tuple[Member, ...]
    seed: str
    rules: Rules = field(default_factory=Rules)
    never: frozenset[Pair] = frozenset()
    recent: Mapping[Pair, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        seed = self.seed.hex() if isinstance(self.seed, bytes) else bytes.fromhex(self.seed).hex()
        put = object.__setattr__
        put(self, "seed", seed)
        put(self, "members", tuple(sorted(self.members, key=lambda member: member.code)))
        put(self, "never", frozenset(in_order(*pair) for pair in self.never))
        recent: dict[Pair, int] = {}
        for pair, rounds in self.recent.items():
            known = recent.get(in_order(*pair), rounds)
            recent[in_order(*pair)] = min(known, rounds)
        put(self, "recent", recent)
        self._check()

    def _check(self) -> None:
        codes = {member.code for member in self.members}
        if len(codes) != len(self.members):
            raise ValueError("a code appears twice")
        if any(not code or "|" in code for code in codes):
            raise ValueError("a code is empty or holds the sign that divides two codes")
        for pair in [*self.never, *self.recent]:
            if pair[0] == pair[1] or not codes.issuperset(pair):
                raise ValueError(f"not a pair of members: {pair}")
        if any(rounds < 1 for rounds in self.recent.values()):
            raise ValueError("the last round is one round ago")
        if any((each.latitude is None) != (each.longitude is None) for each in self.members):
            raise ValueError("half a position")
        rules = self.rules
        if rules.visits < 1 or min(rules.avoid_rounds, rules.rival_metres) < 0:
            raise ValueError("a number of the rules is too small")
        if not 0 <= rules.neutral_metres <= FARTHEST:
            raise ValueError("the neutral distance is out of range")

    def with_rules(self, **changes: int) -> "Problem":
        """Return the same round under other rules."""
        return replace(self, rules=replace(self.rules, **changes))

    def groups(self) -> list[tuple[Member, ...]]:
        """Return who is assigned together: all in a round between alliances, else each alliance.

        Order: by alliance, within it by code.
        """
        if self.rules.between:
            return [self.members]
        alliances = sorted({member.alliance for member in self.members})
        return [
            tuple(member for member in self.members if member.alliance == alliance)
            for alliance in alliances
        ]


def in_order(one: str, other: str) -> Pair:
    """Return an unordered pair as it is kept: the smaller code first."""
    return (one, other) if one <= other else (other, one)


def metres_between(one: Member, other: Member) -> int | None:
    """Return the distance by the haversine formula on a sphere, rounded to metres.

    None where a position is unknown. Never more than FARTHEST.
    """
    if None in {one.latitude, other.latitude}:
        return None
    phi, theta = math.radians(one.latitude), math.radians(other.latitude)  # type: ignore[arg-type]
    half_east = math.radians(other.longitude - one.longitude) / 2  # type: ignore[operator]
    chord = (
        math.sin((theta - phi) / 2) ** 2
        + math.cos(phi) * math.cos(theta) * math.sin(half_east) ** 2
    )
    metres = 2 * EARTH_RADIUS * math.asin(math.sqrt(min(1.0, chord)))
    return min(FARTHEST, math.floor(metres + 0.5))


def to_json(problem: Problem) -> str:
    """Return the problem as canonical JSON: sorted keys, no spaces, members and pairs in order."""
    plain = {
        "members": [asdict(member) for member in problem.members],
        "never": sorted(problem.never),
        "recent": sorted([*pair, rounds] for pair, rounds in problem.recent.items()),
        "rules": asdict(problem.rules),
        "seed": problem.seed,
    }
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(text: str | Mapping[str, Any]) -> Problem:
    """Read a problem that `to_json` wrote, as text or parsed already.

    Raises ValueError, TypeError or KeyError where it is not one.
    """
    plain = json.loads(text) if isinstance(text, str) else text
    pairs: Iterable[list[str]] = plain["never"]
    return Problem(
        members=tuple(Member(**member) for member in plain["members"]),
        rules=Rules(**plain["rules"]),
        never=frozenset(in_order(one, other) for one, other in pairs),
        recent={in_order(one, other): rounds for one, other, rounds in plain["recent"]},
        seed=plain["seed"],
    )
