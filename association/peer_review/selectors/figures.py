"""What visits came to, in numbers for the whole association, a round, or an alliance.

Only visits with a final report count, and only findings whose facts stand. Numbers say how much
was done; they are no measure of a school.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from association.alliances.models import Alliance
from association.peer_review.enums import (
    FindingStatus,
    RoundKind,
    RoundStatus,
    Severity,
    VisitStatus,
)
from association.peer_review.models import Finding, Round, Visit
from association.peer_review.selectors.cases import Case, Parts, alliances_by_part, read_cases

LEAST_VISITS = 3  # below, a share is told in numbers alone
MENDED = (FindingStatus.MENDED, FindingStatus.CLOSED)
BEGUN = (RoundStatus.RUNNING, RoundStatus.CLOSED)


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many. percent: None where there are too few visits to speak of a share."""

    part: int
    whole: int
    percent: int | None


@dataclass(frozen=True, slots=True)
class Figures:
    """What some visits came to. handed_in: self-checks, of those asked for."""

    cases: list[Case]
    handed_in: Share

    @property
    def visits(self) -> int:
        return len(self.cases)

    @property
    def schools(self) -> int:
        return len({case.visit.school_id for case in self.cases})

    @property
    def findings(self) -> list[Finding]:
        return [finding for case in self.cases for finding in case.findings]

    @property
    def per_visit(self) -> float | None:
        """Findings for each visit; None where there are too few visits for an average."""
        return len(self.findings) / self.visits if self.visits >= LEAST_VISITS else None

    @property
    def by_severity(self) -> list[int]:
        """How many are of S1, S2, S3."""
        counted = Counter(each.severity for each in self.findings)
        return [counted[severity] for severity in Severity.values]

    @property
    def by_promise(self) -> dict[str, list[int]]:
        """How many are of S1, S2, S3, by the code of the promise."""
        counted: dict[str, Counter[str]] = defaultdict(Counter)
        for each in self.findings:
            counted[each.promise][each.severity] += 1
        return {
            code: [counted[code][severity] for severity in Severity.values]
            for code in sorted(counted)
        }

    @property
    def overdue(self) -> int:
        return sum(case.overdue for case in self.cases)

    @property
    def on_time(self) -> Share:
        """Mended by the deadline, of all that are mended or past it."""
        mended = [each for each in self.findings if each.status in MENDED]
        in_time = sum(each.mended_on <= each.due_on for each in mended)
        return share(in_time, len(mended) + self.overdue, visits=self.visits)

    @property
    def days_to_close(self) -> list[int]:
        """From telling the school to closing, for each that is closed; in days."""
        ended = [each for each in self.findings if each.status == FindingStatus.CLOSED]
        return sorted((each.closed_on - each.told_on).days for each in ended)

    @property
    def median_days(self) -> float | None:
        return median(self.days_to_close) if self.days_to_close else None


def share(part: int, whole: int, *, visits: int) -> Share:
    """Return a share, in per cent only where it comes from enough visits."""
    told = visits >= LEAST_VISITS and whole > 0
    return Share(part, whole, round(part * 100 / whole) if told else None)


@dataclass(frozen=True, slots=True)
class AllFigures:
    """The figures of a period: of all, and by round and alliance. waiting: not counted yet."""

    whole: Figures
    by_round: list[tuple[Round, Figures]]
    by_alliance: list[tuple[Alliance, Figures]]
    waiting: int


@dataclass(frozen=True, slots=True)
class _Check:
    round: Round
    alliance: Alliance | None
    handed_in: bool


def figures_of(*, year: int | None = None) -> AllFigures:
    """Return all figures. Six queries for any number of visits.

    year: visits of that year, and self-checks of rounds that began in it.
    """
    alliances = alliances_by_part()
    cases, waiting = read_cases(alliances, year=year)
    checks = _self_checks(alliances, year)
    rounds = {each.round.pk: each.round for each in [*cases, *checks]}
    return AllFigures(
        whole=_figures(cases, checks),
        by_round=[
            (row, _figures(_in_round(cases, row), _in_round(checks, row)))
            for row in sorted(rounds.values(), key=lambda each: each.code, reverse=True)
        ],
        by_alliance=[
            (one, _figures(_of_alliance(cases, one), _of_alliance(checks, one)))
            for one in Alliance.objects.all()
        ],
        waiting=waiting,
    )


def _self_checks(alliances: Parts, year: int | None) -> list[_Check]:
    visits = Visit.objects.filter(round__kind=RoundKind.SELF, round__status__in=BEGUN)
    if year is not None:
        visits = visits.filter(round__opens_on__year=year)
    return [
        _Check(
            visit.round,
            alliances.get((visit.round_id, visit.school_id)) or visit.round.alliance,
            visit.status == VisitStatus.DONE,
        )
        for visit in visits.exclude(status=VisitStatus.CANCELLED).select_related("round__alliance")
    ]


def _figures(cases: list[Case], checks: list[_Check]) -> Figures:
    handed_in = sum(each.handed_in for each in checks)
    return Figures(cases, share(handed_in, len(checks), visits=len(checks)))


def _in_round(rows: Iterable, row: Round) -> list:
    return [each for each in rows if each.round.pk == row.pk]


def _of_alliance(rows: Iterable, alliance: Alliance) -> list:
    return [each for each in rows if each.alliance == alliance]
