"""The record of a draw: announcement, results, revealed code, and what follows from them.

Plain JSON, for anybody to download. Whatever was changed after the draw is added to `amendments`;
the announcement and the outcome of the draw stay as they were.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from association.peer_review.enums import SelectionAlgorithm
from association.peer_review.selection import commitment, hmac_order, rfc3797, strata, visits
from association.peer_review.selection.announcement import (
    ASSIGNMENT,
    FORMAT,
    SELECTION,
    announcement_hash,
)
from association.peer_review.selection.canonical import canonical, digest
from association.peer_review.selection.errors import DrawError, ResultFault
from association.peer_review.selection.sources import Source, read_result

Json = dict[str, Any]


def draw(
    announcement: Mapping[str, Any],
    results: Sequence[str],
    code: str | None,
    *,
    drawn_at: dt.datetime,
    relaxations: Sequence[str] = (),
) -> Json:
    """Return the full record of a draw.

    results: what was typed for each announced source, in announced order. code: the one-time code
    as typed or stored, None where none was announced. drawn_at: an aware time. relaxations: of the
    rules of visits, the first so many of those announced, where none or fewer give no assignment.
    Raises ResultFault for a result its source cannot have, DrawError for a code that was not
    committed to and for a draw before the last source's day; for visits as `visits.solution`.
    """
    sources = sources_of(announcement)
    numbers = _read_results(sources, results)
    revealed = reveal(announcement, code)
    last = max(source.date for source in sources)
    if drawn_at.date() < last:
        raise DrawError(
            _("The last of the results is drawn on %(date)s.") % {"date": last.isoformat()}
        )
    key = key_of(sources, numbers, revealed)
    seed = seed_of(announcement, key, revealed)
    outcome = outcome_of(announcement, key, seed, relaxations)
    record = {
        "format": FORMAT,
        "announcement": dict(announcement),
        "announcement_hash": announcement_hash(announcement),
        "results": [[list(part) for part in drawn] for drawn in numbers],
        "code": revealed,
        "key": key,
        "seed": seed,
        "drawn_at": drawn_at.isoformat(timespec="seconds"),
        "outcome": outcome,
        "amendments": [],
    }
    return sealed(record)


def amend(record: Mapping[str, Any], amendment: Mapping[str, Any]) -> Json:
    """Return the record with one amendment more, from `withdrawal`, `recusal` or `cancellation`."""
    return sealed(dict(record) | {"amendments": [*record["amendments"], dict(amendment)]})


def withdrawal(record: Mapping[str, Any], *, code: str, reason: str, at: dt.datetime) -> Json:
    """Return the amendment by which a school leaves a random draw.

    Its place goes to the next of its stratum in the drawn order; there is none where the school
    was not to be visited, or nobody is left. Raises DrawError for a school not in the pool or
    already out, and without a reason.
    """
    _require_reason(reason)
    gone = [amendment["code"] for amendment in record["amendments"]]
    if code in gone or code not in record["outcome"]["order"]:
        raise DrawError(_("This school is not in the draw, or no longer."))
    before, after = chosen_without(record, gone), chosen_without(record, [*gone, code])
    substitutes = [each for each in after if each not in before]
    return {
        "type": "withdrawal",
        "code": code,
        "reason": reason.strip(),
        "at": at.isoformat(timespec="seconds"),
        "substitute": substitutes[0] if substitutes else None,
    }


def recusal(
    record: Mapping[str, Any], *, visitor: str, visited: str, reason: str, at: dt.datetime
) -> Json:
    """Return the amendment by which a visitor is excused from one visit, and who goes instead.

    Who that is follows from the record (`visits.substitute`). Raises DrawError for a visit that is
    not in the record, where nobody may go, and without a reason.
    """
    entry = cancellation(record, visitor=visitor, visited=visited, reason=reason, at=at)
    substitute = visits.substitute(record, (visitor, visited))
    if substitute is None:
        raise DrawError(_("Nobody else may pay this visit under the rules. Call the visit off."))
    return entry | {"type": "recusal", "substitute": substitute}


def cancellation(
    record: Mapping[str, Any], *, visitor: str, visited: str, reason: str, at: dt.datetime
) -> Json:
    """Return the amendment by which one visit is called off. Raises DrawError as `recusal`."""
    _require_reason(reason)
    if [visitor, visited] not in record["result"]:
        raise DrawError(_("There is no such visit in the draw, or no longer."))
    return {
        "type": "cancellation",
        "visitor": visitor,
        "visited": visited,
        "reason": reason.strip(),
        "at": at.isoformat(timespec="seconds"),
        "substitute": None,
    }


def as_text(record: Mapping[str, Any]) -> str:
    """Return a record or announcement as the text to download: canonical, one line."""
    return canonical(record) + "\n"


# -- what follows from what: used to draw, and once more to verify ---------------------------------


def sources_of(announcement: Mapping[str, Any]) -> list[Source]:
    """Return the announced sources. Raises DrawError, KeyError, TypeError or ValueError."""
    return [Source.from_json(each) for each in announcement["sources"]]


def reveal(announcement: Mapping[str, Any], code: str | None) -> str | None:
    """Return the code as it enters the key. Raises DrawError unless it is the one committed to."""
    promised = announcement["commitment"]
    if promised is None:
        if code is not None:
            raise DrawError(_("This draw was announced without a one-time code."))
        return None
    read = commitment.read_code(code or "")
    if read is None:
        raise DrawError(_("A one-time code has 16 letters and digits."))
    if not commitment.keeps(promised, announcement["round"], read):
        raise DrawError(_("This is not the code the association committed to."))
    return read


def key_of(
    sources: Sequence[Source], numbers: Sequence[Sequence[Sequence[int]]], code: str | None
) -> str:
    """Return the key string: every source in announced order, and the code as the last."""
    drawn = [source.in_key(each) for source, each in zip(sources, numbers, strict=True)]
    return rfc3797.key_string([*drawn, *([rfc3797.text_source(code)] if code else [])])


def seed_of(announcement: Mapping[str, Any], key: str, code: str | None) -> str | None:
    """Return the seed in hex; RFC 3797 works on the key itself and has none."""
    if announcement["algorithm"] == SelectionAlgorithm.RFC3797:
        return None
    return hmac_order.extract((code or "").encode(), key.encode()).hex()


def outcome_of(
    announcement: Mapping[str, Any], key: str, seed: str | None, relaxations: Sequence[str]
) -> Json:
    """Return what the draw comes to, before any amendment. Raises as `visits.solution`."""
    if announcement["kind"] == ASSIGNMENT:
        return visits.solution(announcement["problem"], seed or "", relaxations)
    order = order_of(announcement, key, seed)
    return {"order": order, "chosen": _chosen(announcement, order, [])}


def order_of(announcement: Mapping[str, Any], key: str, seed: str | None) -> list[str]:
    """Return all codes of the pool in drawn order."""
    codes = [candidate["code"] for candidate in announcement["pool"]]
    if seed is None:
        return rfc3797.order(key, codes)
    return hmac_order.order(bytes.fromhex(seed), codes)


def chosen_without(record: Mapping[str, Any], gone: Sequence[str]) -> list[str]:
    """Return who is visited when these schools have withdrawn."""
    return _chosen(record["announcement"], record["outcome"]["order"], gone)


def result_of(record: Mapping[str, Any]) -> list[Any]:
    """Return who is visited, or who visits whom, after all amendments."""
    amendments = record["amendments"]
    if record["announcement"]["kind"] == SELECTION:
        return chosen_without(record, [amendment["code"] for amendment in amendments])
    return visits.amended(record["outcome"]["pairs"], amendments)


def sealed(record: Mapping[str, Any]) -> Json:
    """Return the record with its result and its own hash: SHA-256 of everything else in it."""
    whole = dict(record) | {"result": result_of(record)}
    return whole | {"digest": seal_of(whole)}


def seal_of(record: Mapping[str, Any]) -> str:
    """Return the hash a record should carry. Raises as `canonical.canonical`."""
    return digest({name: value for name, value in record.items() if name != "digest"})


def _chosen(
    announcement: Mapping[str, Any], order: Sequence[str], gone: Sequence[str]
) -> list[str]:
    stratum_of = {candidate["code"]: candidate["stratum"] for candidate in announcement["pool"]}
    return strata.chosen(order, stratum_of, announcement["strata"]["rates"], set(gone))


def _read_results(sources: Sequence[Source], results: Sequence[str]) -> list[Any]:
    if len(results) != len(sources):
        raise DrawError(_("Every announced source needs its result."))
    numbers = []
    for place, (source, text) in enumerate(zip(sources, results, strict=True)):
        try:
            numbers.append(read_result(source, text))
        except ResultFault as fault:
            fault.place = place
            raise
    return numbers


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise DrawError(_("Give the reason; it stands on the public record."))
