"""A draw anyone can repeat: from an announcement, public results and a revealed code to an order.

Pure functions of what they are given: no model, no database, no clock, and nothing random but
`new_code`. What callers use, in the order of a draw:

    code = new_code()                           kept sealed until the draw
    commitment = commit("2026-03", code)        published with the announcement

    source = lottery_source("ssq", issue="2026135", date=date)      kinds: the keys of LOTTERIES
    source = numbers_source(name=…, issue=…, date=…, part=Part(count=5, low=1, high=90))
    source.bits, source.in_words                for the form and the page

    announcement = announce_selection(round_code=…, title=…, announced_at=…, algorithm=…,
        candidates=[Candidate(code, name, alliance, stratum), …], sources=[…], commitment=…,
        rules=StrataRules(rates, reports_per_step))
    announcement = announce_assignment(round_code=…, title=…, announced_at=…,
        candidates=[…], problem=assignment.to_json(…), sources=[…], commitment=…)
    announcement_hash(announcement)             published with it

    record = draw(announcement, ["3 9 12 …", …], code, drawn_at=…)      one typed text a source
        relaxations=… only where visits have no assignment without (assignment.NoAssignment)
    record["outcome"]["order"], ["chosen"]      random draw: all codes as drawn; those visited
    record["outcome"]["pairs"]                  visits: each [visitor, visited]
    record["result"]                            who is visited, or the pairs, after amendments

    record = amend(record, withdrawal(record, code=…, reason=…, at=…))
    record = amend(record, recusal(record, visitor=…, visited=…, reason=…, at=…))
    record = amend(record, cancellation(record, visitor=…, visited=…, reason=…, at=…))
    as_text(record)                             the file to download

    verify(record) -> list[Fault], verify_steps(record) -> Iterator[Step]
    page_words()                                what `repeat-draw.js` says, for json_script

An amendment is one JSON object; a caller may store it by itself and put the record together again
with `amend`, in order. Its fields: type ("withdrawal", "recusal" or "cancellation"), code, or
visitor and visited; reason, at, substitute (a code or null).

Everything refused is a DrawError (a RuleError), whose text says what to do: ResultFault, with the
`place` of the source, for a typed result; TooLittleEntropy, with `needed` and `offered` bits. Pass
aware times in the association's time zone: their day is compared with the sources' days.

Standards: RFC 3797 (`rfc3797`), draft-thomson-elegy-vrs (`hmac_order`), RFC 8785 (`canonical`).
"""

from association.peer_review.selection.again import visited_again
from association.peer_review.selection.announcement import (
    FORMAT,
    Candidate,
    announce_assignment,
    announce_selection,
    announcement_hash,
)
from association.peer_review.selection.commitment import commit, new_code, read_code, spaced
from association.peer_review.selection.entropy import Bound
from association.peer_review.selection.errors import DrawError, ResultFault, TooLittleEntropy
from association.peer_review.selection.lotteries import (
    LOTTERIES,
    lottery_source,
    numbers_source,
)
from association.peer_review.selection.record import (
    amend,
    as_text,
    cancellation,
    draw,
    recusal,
    withdrawal,
)
from association.peer_review.selection.sources import Part, Source, read_result
from association.peer_review.selection.strata import DEFAULT_RATES, StrataRules, raised
from association.peer_review.selection.verification import Fault, Step, verify, verify_steps
from association.peer_review.selection.words import page_words

__all__ = [
    "DEFAULT_RATES",
    "FORMAT",
    "LOTTERIES",
    "Bound",
    "Candidate",
    "DrawError",
    "Fault",
    "Part",
    "ResultFault",
    "Source",
    "Step",
    "StrataRules",
    "TooLittleEntropy",
    "amend",
    "announce_assignment",
    "announce_selection",
    "announcement_hash",
    "as_text",
    "cancellation",
    "commit",
    "draw",
    "lottery_source",
    "new_code",
    "numbers_source",
    "page_words",
    "raised",
    "read_code",
    "read_result",
    "recusal",
    "spaced",
    "verify",
    "verify_steps",
    "visited_again",
    "withdrawal",
]
