"""Published draws, as anybody reads them: from what was frozen, not from today's register."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from association.peer_review import assignment
from association.peer_review.enums import RoundStatus
from association.peer_review.models import Draw, Round
from association.peer_review.selection.announcement import SELECTION, announcement_hash
from association.peer_review.selection.commitment import spaced
from association.peer_review.selection.record import as_text
from association.peer_review.selection.sources import Source
from association.peer_review.selection.strata import takes
from association.peer_review.selectors.problems import NO_SEED_YET
from association.peer_review.selectors.records import present_record


@dataclass(frozen=True, slots=True)
class PoolRow:
    """A school in the pool, as it was announced."""

    number: int
    code: str
    name: str
    alliance: str
    stratum: str


@dataclass(frozen=True, slots=True)
class StratumRow:
    """A stratum: its rate in per cent, how many schools it has, how many of them are visited."""

    letter: str
    rate: int
    size: int
    taken: int


@dataclass(frozen=True, slots=True)
class ShownSource:
    """An announced source, and what it brought; result is empty until it is entered."""

    source: Source
    result: str

    @property
    def label(self) -> str:
        return f"{self.source.name} {self.source.issue}".strip()


@dataclass(frozen=True, slots=True)
class Placed:
    """A school in the drawn order. visited: it is visited, after all that was amended."""

    position: int
    school: PoolRow
    visited: bool
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Visited:
    """A school and those who visit it, after all that was amended."""

    school: PoolRow
    visitors: list[PoolRow]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A visit as it was drawn."""

    visitor: PoolRow
    visited: PoolRow


@dataclass(frozen=True, slots=True)
class Amended:
    """Something that changed after the draw, and why. Who is named depends on what it was."""

    type: str
    reason: str
    at: datetime
    school: PoolRow
    visited: PoolRow | None
    substitute: PoolRow | None


class PublicDraw:
    """One published draw: announcement, and once it was drawn, the whole record."""

    def __init__(self, row: Round) -> None:
        self.round = row
        self.draw: Draw = row.draw
        self.announcement: Mapping[str, Any] = row.draw.announcement
        self.record: Mapping[str, Any] | None = None
        if row.draw.record is not None:
            self.record = present_record(row.draw)
        self.pool = [PoolRow(**entry) for entry in self.announcement["pool"]]
        self._schools = {entry.code: entry for entry in self.pool}

    @property
    def is_selection(self) -> bool:
        """Schools are drawn to be visited; else it is drawn who visits whom."""
        return self.announcement["kind"] == SELECTION

    @property
    def is_called_off(self) -> bool:
        return self.round.status == RoundStatus.CANCELLED

    @property
    def reason_called_off(self) -> str:
        """Why the round was called off; empty where it was not."""
        if not self.is_called_off:
            return ""
        event = self.round.events.filter(new_status=RoundStatus.CANCELLED).last()
        return event.reason if event else ""

    @property
    def results_known_on(self) -> date:
        """The day on which the last announced source is drawn."""
        return max(shown.source.date for shown in self.sources)

    @property
    def sources(self) -> list[ShownSource]:
        results = self.record["results"] if self.record else []
        announced = [Source.from_json(entry) for entry in self.announcement["sources"]]
        return [
            ShownSource(source, _in_words(results[place]) if results else "")
            for place, source in enumerate(announced)
        ]

    @property
    def code(self) -> str:
        """The revealed one-time code in groups of four; empty before, or where there is none."""
        return spaced(self.record["code"]) if self.record and self.record["code"] else ""

    @property
    def seal(self) -> str:
        """The SHA-256 of the announcement, as it was published with it."""
        return announcement_hash(self.announcement)

    @property
    def strata(self) -> list[StratumRow]:
        """How many of each stratum are visited; empty for a draw of mutual visits."""
        if not self.is_selection:
            return []
        rates = self.announcement["strata"]["rates"]
        found = takes([row.stratum for row in self.pool], rates)
        return [
            StratumRow(letter, rates[letter], size, taken)
            for letter, (size, taken) in found.items()
            if size
        ]

    @property
    def order(self) -> list[Placed]:
        """Every school in the drawn order."""
        if not self.record or not self.is_selection:
            return []
        gone = {entry["code"] for entry in self.record["amendments"]}
        return [
            Placed(position, self._schools[code], code in self.record["result"], code in gone)
            for position, code in enumerate(self.record["outcome"]["order"], start=1)
        ]

    @property
    def visits(self) -> list[Visited]:
        """Who visits whom, by number in the pool."""
        if not self.record or self.is_selection:
            return []
        visitors: dict[str, list[PoolRow]] = {}
        for visitor, visited in self.record["result"]:
            visitors.setdefault(visited, []).append(self._schools[visitor])
        rows = [Visited(self._schools[code], found) for code, found in visitors.items()]
        return sorted(rows, key=lambda row: row.school.number)

    @property
    def drawn_pairs(self) -> list[Drawn]:
        """Who visits whom as it was drawn, before anything was amended, by number in the pool."""
        if not self.record or self.is_selection:
            return []
        pairs = self.record["outcome"]["pairs"]
        rows = [Drawn(self._schools[one], self._schools[other]) for one, other in pairs]
        return sorted(rows, key=lambda row: (row.visitor.number, row.visited.number))

    @property
    def relaxations(self) -> list[str]:
        """The rules that had to give way, in words and in the announced order."""
        if not self.record or self.is_selection:
            return []
        return [assignment.in_words(name) for name in self.record["outcome"]["relaxations"]]

    @property
    def drawn_at(self) -> datetime | None:
        """When it was drawn; None before."""
        return datetime.fromisoformat(self.record["drawn_at"]) if self.record else None

    @property
    def rules(self) -> list[str]:
        """The announced rules of mutual visits, in words; empty for a random draw."""
        if self.is_selection:
            return []
        problem = self.announcement["problem"]
        several = len({member["alliance"] for member in problem["members"]}) > 1
        return _rules_in_words(problem["rules"], several=several)

    @property
    def may_give_way(self) -> list[str]:
        """The rules that give way where not all can hold, in words and in the announced order."""
        if self.is_selection:
            return []
        problem = assignment.from_json({**self.announcement["problem"], "seed": NO_SEED_YET})
        return [assignment.in_words(name) for name in assignment.announced(problem)]

    @property
    def amendments(self) -> list[Amended]:
        """What was changed after the draw, in the order it was."""
        return [self._amended(entry) for entry in (self.record or {}).get("amendments", ())]

    def _amended(self, entry: Mapping[str, Any]) -> Amended:
        visited = entry.get("visited")
        substitute = entry["substitute"]
        return Amended(
            type=entry["type"],
            reason=entry["reason"],
            at=datetime.fromisoformat(entry["at"]),
            school=self._schools[entry.get("code") or entry["visitor"]],
            visited=self._schools[visited] if visited else None,
            substitute=self._schools[substitute] if substitute else None,
        )


def published_draws() -> QuerySet[Round]:
    """Return the rounds whose draws are published, the newest first."""
    rounds = Round.objects.published().select_related("draw", "alliance")
    return rounds.order_by("-draw__announced_at", "-pk")


def published_draw(code: str) -> PublicDraw:
    """Return a published draw. Raises Http404 for a round without one."""
    row = published_draws().filter(code=code).first()
    if row is None:
        raise Http404
    return PublicDraw(row)


def _rules_in_words(rules: Mapping[str, Any], *, several: bool) -> list[str]:
    """Return the rules in sentences. several: members of more than one alliance take part."""
    visits, rounds, metres = (rules[name] for name in ("visits", "avoid_rounds", "rival_metres"))
    said = [
        ngettext(
            "Every school sends out %(count)d visitor and receives %(count)d.",
            "Every school sends out %(count)d visitors and receives %(count)d.",
            visits,
        )
        % {"count": visits},
        _("No school visits itself, and no two schools visit each other."),
        _("Schools with a common owner, a declared conflict or an open complaint do not meet."),
    ]
    if not rules["three_cycles"]:
        said.append(_("No three schools visit each other round about."))
    if rounds:
        met = ngettext(
            "Schools that met in the last round do not meet again.",
            "Schools that met in one of the last %(count)d rounds do not meet again.",
            rounds,
        )
        said.append(met % {"count": rounds})
    if metres:
        said.append(
            _("Schools of the same field within %(metres)d metres of each other do not meet.")
            % {"metres": metres}
        )
    if rules["between"]:
        said.append(_("At least one visitor of each school comes from another alliance."))
    elif several:
        said.append(_("Visits stay within each alliance: none leads from one to another."))
    else:
        said.append(_("Visits stay within the alliance."))
    said.append(_("Among all that is left: the shortest ways, evenly shared."))
    return said


def published_text(draw: PublicDraw) -> str:
    """Return what anybody downloads: the record, or before the draw the announcement alone."""
    return as_text(draw.record or draw.announcement)


def _in_words(numbers: Iterable[Iterable[int]]) -> str:
    """Write a result as people read it: the parts apart by a stroke."""
    return " | ".join(" ".join(map(str, part)) for part in numbers)
