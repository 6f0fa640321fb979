"""What an import would do with each row. Reads the register, writes nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import models
from django.db.models import Prefetch
from django.utils.translation import pgettext_lazy

from association.alliances.enums import CampusKind, MembershipStatus
from association.alliances.joining_guards import reasons_against
from association.alliances.models import Campus, Membership, School
from association.alliances.roster.comparison import Changes, Comparison
from association.alliances.roster.faults import Fault
from association.alliances.roster.row import RosterRow
from association.alliances.roster.rows import ParsedRoster

# Rows that are looked up, and later written, together.
CHUNK = 100


class Verdict(models.TextChoices):
    """What becomes of a row."""

    NEW = "new", pgettext_lazy("ledger row", "New")
    CHANGED = "changed", pgettext_lazy("ledger row", "Will change")
    UNCHANGED = "unchanged", pgettext_lazy("ledger row", "Unchanged")
    REFUSED = "refused", pgettext_lazy("ledger row", "Refused")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The verdict on a row. `changes` holds old and new of each field that differs."""

    row: RosterRow
    verdict: Verdict
    school: School | None = None
    changes: Changes = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()


def chunks_of(rows: Sequence[RosterRow]) -> Iterator[Sequence[RosterRow]]:
    """Cut the rows into runs of CHUNK."""
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]


def examine(parsed: ParsedRoster) -> Iterator[Outcome]:
    """Return the verdict on every row, in the order of the file.

    Three queries for 100 rows, and those of the guards where some of these schools have left.
    """
    comparison = Comparison(parsed)
    for chunk in chunks_of(parsed.rows):
        yield from examine_chunk(chunk, comparison)


def examine_chunk(rows: Sequence[RosterRow], comparison: Comparison) -> list[Outcome]:
    """Return the verdicts on some rows as the register is now."""
    known = _known_schools(row.uscc for row in rows if row.importable)
    left = [school for school in known.values() if not school.active_memberships]
    kept_out = reasons_against(left)
    return [_outcome(row, known.get(row.uscc), comparison, kept_out) for row in rows]


def _known_schools(codes: Iterable[str]) -> dict[str, School]:
    """Return the schools with these codes, each with `main_campuses` and `active_memberships`."""
    schools = School.objects.filter(uscc__in=list(codes)).prefetch_related(
        Prefetch("campuses", Campus.objects.filter(kind=CampusKind.MAIN), to_attr="main_campuses"),
        Prefetch(
            "memberships",
            Membership.objects.filter(status=MembershipStatus.ACTIVE).select_related("alliance"),
            to_attr="active_memberships",
        ),
    )
    return {school.uscc: school for school in schools}


def _outcome(
    row: RosterRow, school: School | None, comparison: Comparison, kept_out: Mapping[int, str]
) -> Outcome:
    if not row.importable:
        return Outcome(row=row, verdict=Verdict.REFUSED, faults=row.faults, warnings=row.warnings)
    if school is None:
        lacking = comparison.lacking(row)
        verdict = Verdict.REFUSED if lacking else Verdict.NEW
        return Outcome(row=row, verdict=verdict, faults=lacking, warnings=row.warnings)
    if school.pk in kept_out:
        fault = Fault(row.number, "", row.name, "cannot join")
        return Outcome(row=row, verdict=Verdict.REFUSED, faults=(fault,), warnings=row.warnings)
    membership = next(iter(school.active_memberships), None)
    changes = comparison.changes(
        row,
        school=school,
        campus=next(iter(school.main_campuses), None),
        alliance=membership and membership.alliance,
    )
    if "campus.address" in changes and not row.address:
        fault = comparison.fault(row, "address", "address missing")
        return Outcome(row=row, verdict=Verdict.REFUSED, faults=(fault,), warnings=row.warnings)
    warnings = row.warnings
    if membership is None:
        warnings += (Fault(row.number, "", row.name, "joins again"),)
    return Outcome(
        row=row,
        verdict=Verdict.CHANGED if changes else Verdict.UNCHANGED,
        school=school,
        changes=changes,
        warnings=warnings,
    )
