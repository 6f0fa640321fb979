"""What goes into a package, put together from the records before anything is drawn or signed."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath

from association.core import clock
from association.violations.enums import CaseSource
from association.violations.models import Case, Evidence, Filing
from association.violations.package.letter_words import Letter, letter_of
from association.violations.package.table import row_of

FOLDER = "证据/"
# Behind these stands somebody outside, of whom nothing goes along unless two people agreed to it.
FROM_OUTSIDE = (CaseSource.REPORT, CaseSource.LETTER)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence as it goes. name: of its file. title, origin: empty where kept back."""

    number: int
    name: str
    title: str
    origin: str
    by_school: bool
    digest: str
    pk: int


@dataclass(frozen=True, slots=True)
class Contents:
    """All that goes, but the bytes of the evidence. row: of the table, by column."""

    filing: Filing
    day: dt.date
    letter: Letter
    row: Mapping[str, object]
    pieces: tuple[Piece, ...]

    @property
    def fingerprint(self) -> str:
        """A sum over everything here, by which it is known whether it changed since it was read."""
        told = [asdict(self.letter), dict(self.row), [asdict(piece) for piece in self.pieces]]
        text = json.dumps([self.filing.code, *told], ensure_ascii=False, default=str)
        return hashlib.sha256(text.encode()).hexdigest()


def contents_of(filing: Filing) -> Contents:
    """Return what would go today. A fixed number of queries.

    Deciders and witnesses are not named. Of a case from outside neither its source nor what its
    evidence is called goes along, unless one person asked for it and another agreed.
    """
    row = Filing.objects.select_related("case__school", "case__promise__version", "department").get(
        pk=filing.pk
    )
    case, day = row.case, clock.today()
    pieces = tuple(_pieces(case, keeps_back=keeps_back(row)))
    names = [(piece.number, piece.by_school, piece.title, piece.origin) for piece in pieces]
    return Contents(
        filing=row,
        day=day,
        letter=letter_of(row, day=day, evidence=names, names_source=names_source(row)),
        row=row_of(case, number=1),
        pieces=pieces,
    )


def comes_from_outside(case: Case) -> bool:
    """Say whether somebody outside stands behind a case."""
    return case.source in FROM_OUTSIDE


def names_source(filing: Filing) -> bool:
    """Say whether the package tells what the case was opened from: two people agreed to it."""
    return comes_from_outside(filing.case) and filing.source_agreed_by_id is not None


def keeps_back(filing: Filing) -> bool:
    """Say whether whatever may show a reporter stays here."""
    return comes_from_outside(filing.case) and filing.source_agreed_by_id is None


def _pieces(case: Case, *, keeps_back: bool) -> list[Piece]:
    rows = list(Evidence.objects.filter(case=case).order_by("pk"))
    return [
        Piece(
            number=number,
            # Its own name was made of random characters when it was taken in.
            name=f"{FOLDER}{number:02d}-{PurePosixPath(each.file.name).name}",
            title="" if keeps_back else each.title,
            origin="" if keeps_back else each.origin,
            by_school=each.by_school,
            digest=each.digest,
            pk=each.pk,
        )
        for number, each in enumerate(rows, start=1)
    ]
