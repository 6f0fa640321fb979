"""Everything a record claims, worked out once more from what it starts with.

`verify` needs no database and trusts nothing in the record but the results themselves: whether
those were the numbers drawn, each reader looks up.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from association.peer_review.selection import entropy, record, strata, visits
from association.peer_review.selection.announcement import SELECTION, announcement_hash
from association.peer_review.selection.errors import DrawError
from association.peer_review.selection.lotteries import LOTTERIES
from association.peer_review.selection.shape import misshapen
from association.peer_review.selection.sources import check_result

Record = Mapping[str, Any]
Check = Callable[[Record], Iterator[str]]


@dataclass(frozen=True)
class Fault:
    """step: which check found it. text: a sentence for people."""

    step: str
    text: str


@dataclass(frozen=True)
class Step:
    """One check of a record, done. faults: sentences, none where all is well."""

    title: str
    faults: tuple[str, ...]


def verify(candidate: object) -> list[Fault]:
    """Return every fault of a record, nothing where all of it can be worked out again.

    candidate: what `json.loads` made of a file; anything at all may be passed.
    """
    return [Fault(step.title, text) for step in verify_steps(candidate) for text in step.faults]


def verify_steps(candidate: object) -> Iterator[Step]:
    """Yield each check as it is done. Where the form fails, nothing else is tried."""
    faults = tuple(misshapen(candidate))
    yield Step(_("The file is a record of a draw, with nothing missing or added."), faults)
    if faults:
        return
    for title, check in STEPS:
        yield Step(str(title), tuple(_found(check, candidate)))


def _found(check: Check, candidate: Record) -> Iterator[str]:
    try:
        yield from check(candidate)
    except DrawError as error:
        yield str(error)
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError):
        # A record may hold anything; what cannot be worked out does not hold.
        yield _("This cannot be worked out from the record.")


def _check_seal(candidate: Record) -> Iterator[str]:
    if candidate["digest"] != record.seal_of(candidate):
        yield _("The record was changed after it was sealed: its own hash is another.")


def _check_announcement(candidate: Record) -> Iterator[str]:
    if candidate["announcement_hash"] != announcement_hash(candidate["announcement"]):
        yield _("The announcement is not the one that was published: its hash is another.")


def _check_pool(candidate: Record) -> Iterator[str]:
    announcement = candidate["announcement"]
    pool = announcement["pool"]
    if [each["number"] for each in pool] != list(range(1, len(pool) + 1)):
        yield _("The pool is not numbered one by one.")
    if len({each["code"] for each in pool}) < len(pool):
        yield _("A school stands in the pool twice.")
    if announcement["kind"] != SELECTION:
        yield from visits.pool_faults(announcement)
        return
    rates = announcement["strata"]["rates"]
    if not all(rate <= 100 for rate in rates.values()):
        yield _("A rate lies between 0 and 100 per cent.")
    for stratum in sorted({each["stratum"] for each in pool} - set(rates)):
        yield _("There is no rate for the stratum “%(stratum)s”.") % {"stratum": stratum}


def _check_days(candidate: Record) -> Iterator[str]:
    announced = dt.datetime.fromisoformat(candidate["announcement"]["announced_at"])
    drawn = dt.datetime.fromisoformat(candidate["drawn_at"])
    for source in record.sources_of(candidate["announcement"]):
        if not announced.date() < source.date <= drawn.date():
            yield _("“%(source)s” was not drawn between the announcement and the draw.") % {
                "source": source.name
            }


def _check_entropy(candidate: Record) -> Iterator[str]:
    announcement = candidate["announcement"]
    sources = record.sources_of(announcement)
    told = announcement["entropy"]
    bound = entropy.Bound(told["floor"], told["margin"], told["cap"])
    offered = entropy.offered_bits(sources)
    needed = entropy.needed_bits(_outcomes(announcement), bound)
    if (told["needed"], told["offered"]) != (needed, offered):
        yield _(
            "The bits of chance were counted wrongly: %(offered)d are there, %(needed)d needed."
        ) % {
            "offered": offered,
            "needed": needed,
        }
    entropy.require(needed, offered)
    if len({(source.kind, source.name, source.issue) for source in sources}) < len(sources):
        yield _("The same issue of a source is named twice.")
    for source in sources:
        lottery = LOTTERIES.get(source.kind)
        if lottery and (lottery.name, lottery.parts) != (source.name, source.parts):
            yield _("“%(source)s” does not draw such numbers.") % {"source": source.name}


def _check_results(candidate: Record) -> Iterator[str]:
    sources = record.sources_of(candidate["announcement"])
    if len(sources) != len(candidate["results"]):
        yield _("Every announced source needs its result.")
        return
    for source, numbers in zip(sources, candidate["results"], strict=True):
        if [list(part) for part in check_result(source, numbers)] != numbers:
            yield _("“%(source)s”: the numbers are not in ascending order.") % {
                "source": source.name
            }


def _check_commitment(candidate: Record) -> Iterator[str]:
    announcement = candidate["announcement"]
    if announcement["algorithm"] != "rfc3797" and announcement["commitment"] is None:
        yield _("This draw needs a one-time code that the association commits to.")
    if record.reveal(announcement, candidate["code"]) != candidate["code"]:
        yield _("The code is not written as its sixteen letters and digits.")


def _check_key(candidate: Record) -> Iterator[str]:
    sources = record.sources_of(candidate["announcement"])
    if candidate["key"] != record.key_of(sources, candidate["results"], candidate["code"]):
        yield _("The key string does not follow from the results and the code.")


def _check_seed(candidate: Record) -> Iterator[str]:
    seed = record.seed_of(candidate["announcement"], candidate["key"], candidate["code"])
    if candidate["seed"] != seed:
        yield _("The seed does not follow from the key string.")


def _check_outcome(candidate: Record) -> Iterator[str]:
    announcement, outcome = candidate["announcement"], candidate["outcome"]
    if announcement["kind"] != SELECTION:
        yield from visits.outcome_faults(announcement["problem"], outcome, candidate["seed"])
        return
    if outcome["order"] != record.order_of(announcement, candidate["key"], candidate["seed"]):
        yield _("The order does not follow from the seed.")
    if outcome["chosen"] != record.chosen_without(candidate, []):
        yield _("The schools chosen are not the first of each stratum in the order.")


def _check_amendments(candidate: Record) -> Iterator[str]:
    so_far = dict(candidate) | {"amendments": [], "result": []}
    so_far["result"] = record.result_of(so_far)
    for place, amendment in enumerate(candidate["amendments"], start=1):
        facts = {name: amendment[name] for name in MAKERS[amendment["type"]][1]}
        at = dt.datetime.fromisoformat(amendment["at"])
        try:
            due = MAKERS[amendment["type"]][0](so_far, at=at, **facts)
        except DrawError as error:
            yield _("Change %(place)d: %(problem)s") % {"place": place, "problem": error}
            return
        if due["substitute"] != amendment["substitute"]:
            yield _("Change %(place)d: the substitute is not the next in order.") % {"place": place}
        so_far["amendments"] = [*so_far["amendments"], amendment]
        so_far["result"] = record.result_of(so_far)


def _check_result(candidate: Record) -> Iterator[str]:
    if candidate["result"] != record.result_of(candidate):
        yield _("The result does not follow from the draw and its changes.")


def _outcomes(announcement: Record) -> int:
    if announcement["kind"] != SELECTION:
        return 1
    codes = [each["stratum"] for each in announcement["pool"]]
    return entropy.ways(strata.takes(codes, announcement["strata"]["rates"]).values())


MAKERS = {
    "withdrawal": (record.withdrawal, ("code", "reason")),
    "recusal": (record.recusal, ("visitor", "visited", "reason")),
    "cancellation": (record.cancellation, ("visitor", "visited", "reason")),
}

STEPS: tuple[tuple[Promise, Check], ...] = (
    (gettext_lazy("Nothing was changed after the record was sealed."), _check_seal),
    (gettext_lazy("The announcement is the one that was published."), _check_announcement),
    (gettext_lazy("The pool is numbered, and every school stands in it once."), _check_pool),
    (gettext_lazy("The results were still to come when the draw was announced."), _check_days),
    (gettext_lazy("The sources hold enough chance."), _check_entropy),
    (gettext_lazy("The results are such as the sources can have."), _check_results),
    (gettext_lazy("The code is the one the association committed to."), _check_commitment),
    (gettext_lazy("The key string follows from results and code."), _check_key),
    (gettext_lazy("The seed follows from the key string."), _check_seed),
    (gettext_lazy("The draw follows from the seed, and every rule holds."), _check_outcome),
    (
        gettext_lazy("Every later change has its reason and the right substitute."),
        _check_amendments,
    ),
    (gettext_lazy("The result follows from draw and changes."), _check_result),
)
