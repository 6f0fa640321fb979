"""What is fixed and published before anybody can know the results. It never changes afterwards."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from association.peer_review.enums import SelectionAlgorithm
from association.peer_review.selection import entropy, rfc3797, strata
from association.peer_review.selection.canonical import digest
from association.peer_review.selection.entropy import Bound
from association.peer_review.selection.errors import DrawError
from association.peer_review.selection.sources import Source

FORMAT = "plaque-draw/1"
SELECTION = "selection"
ASSIGNMENT = "assignment"
MOST_SOURCES = 12
DEFAULT_BOUND = Bound()


@dataclass(frozen=True)
class Candidate:
    """A school in the pool. code: its credit code, its label in the draw. alliance: the name."""

    code: str
    name: str
    alliance: str
    stratum: str = ""


def announce_selection(
    *,
    round_code: str,
    title: str,
    announced_at: dt.datetime,
    candidates: Sequence[Candidate],
    rules: strata.StrataRules,
    sources: Sequence[Source],
    commitment: str | None,
    algorithm: str = SelectionAlgorithm.HMAC.value,
    bound: Bound = DEFAULT_BOUND,
) -> dict[str, Any]:
    """Return the announcement of a random draw with strata, as plain JSON.

    candidates: numbered from 1 in the given order. announced_at: an aware time, in the
    association's time zone. commitment: from `commitment.commit`; only RFC 3797 can do without.
    Raises DrawError for a pool, rates or sources that cannot be, TooLittleEntropy.
    """
    algorithm = SelectionAlgorithm(algorithm).value
    _refuse_unsound_strata(candidates, rules)
    if commitment is None and algorithm != SelectionAlgorithm.RFC3797:
        raise DrawError(_("This draw needs a one-time code that the association commits to."))
    sizes = strata.takes([candidate.stratum for candidate in candidates], rules.rates)
    parts = {
        "strata": {"rates": dict(rules.rates), "reports_per_step": rules.reports_per_step},
        "algorithm": algorithm,
    }
    return _announced(
        SELECTION,
        parts,
        round_code=round_code,
        title=title,
        announced_at=announced_at,
        candidates=candidates,
        sources=sources,
        commitment=commitment,
        bound=bound,
        outcomes=entropy.ways(sizes.values()),
    )


def announce_assignment(
    *,
    round_code: str,
    title: str,
    announced_at: dt.datetime,
    candidates: Sequence[Candidate],
    problem: str | Mapping[str, Any],
    sources: Sequence[Source],
    commitment: str,
    bound: Bound = DEFAULT_BOUND,
) -> dict[str, Any]:
    """Return the announcement of a draw of mutual visits, as plain JSON.

    problem: from `assignment.to_json`; a seed in it is left out, for there is none yet. Its members
    are the pool. What is needed is the floor of the bound: the seed breaks ties and turns pairs, it
    does not choose among outcomes that could be counted.
    Raises DrawError and TooLittleEntropy as `announce_selection`.
    """
    plain = json.loads(problem) if isinstance(problem, str) else problem
    frozen = {name: value for name, value in plain.items() if name != "seed"}
    members = [member["code"] for member in frozen["members"]]
    if sorted(members) != sorted(candidate.code for candidate in candidates):
        raise DrawError(_("The pool and the schools to be assigned are not the same."))
    return _announced(
        ASSIGNMENT,
        {"problem": frozen, "algorithm": SelectionAlgorithm.HMAC.value},
        round_code=round_code,
        title=title,
        announced_at=announced_at,
        candidates=candidates,
        sources=sources,
        commitment=commitment,
        bound=bound,
        outcomes=1,
    )


def announcement_hash(announcement: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the announcement's canonical text, published with it."""
    return digest(announcement)


def _announced(
    kind: str,
    parts: Mapping[str, Any],
    *,
    round_code: str,
    title: str,
    announced_at: dt.datetime,
    candidates: Sequence[Candidate],
    sources: Sequence[Source],
    commitment: str | None,
    bound: Bound,
    outcomes: int,
) -> dict[str, Any]:
    _refuse_unsound_pool(candidates)
    _refuse_unsound_sources(sources, announced_at)
    needed, offered = entropy.needed_bits(outcomes, bound), entropy.offered_bits(sources)
    entropy.require(needed, offered)
    pool = [
        {"number": number} | vars(candidate) for number, candidate in enumerate(candidates, start=1)
    ]
    return {
        "format": FORMAT,
        "kind": kind,
        "round": round_code,
        "title": title,
        "announced_at": announced_at.isoformat(timespec="seconds"),
        "pool": pool,
        "sources": [source.as_json() for source in sources],
        "commitment": commitment,
        "entropy": vars(bound) | {"needed": needed, "offered": offered},
    } | dict(parts)


def _refuse_unsound_pool(candidates: Sequence[Candidate]) -> None:
    if not 0 < len(candidates) <= rfc3797.LARGEST_POOL:
        raise DrawError(_("There is no school to draw from."))
    if len({candidate.code for candidate in candidates}) < len(candidates):
        raise DrawError(_("A school stands in the pool twice."))


def _refuse_unsound_strata(candidates: Sequence[Candidate], rules: strata.StrataRules) -> None:
    if not all(0 <= rate <= 100 for rate in rules.rates.values()):
        raise DrawError(_("A rate lies between 0 and 100 per cent."))
    unknown = sorted({candidate.stratum for candidate in candidates} - set(rules.rates))
    if unknown:
        raise DrawError(
            _("There is no rate for the stratum “%(stratum)s”.") % {"stratum": unknown[0]}
        )


def _refuse_unsound_sources(sources: Sequence[Source], announced_at: dt.datetime) -> None:
    if not 0 < len(sources) <= MOST_SOURCES:
        raise DrawError(_("Name between one and %(most)d public sources.") % {"most": MOST_SOURCES})
    if len({(source.kind, source.name, source.issue) for source in sources}) < len(sources):
        raise DrawError(_("The same issue of a source is named twice."))
    if announced_at.tzinfo is None:
        raise ValueError("announced_at needs a time zone")
    for source in sources:
        if source.date <= announced_at.date():
            raise DrawError(
                _("“%(source)s” is drawn on %(date)s. Name one that is drawn tomorrow or later.")
                % {"source": source.name, "date": source.date.isoformat()}
            )
