"""What can be wrong with a row, told by a stable code and by a sentence that says what to do."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

DUPLICATE = "duplicate of row"

FAULTS = {
    "formula": _("The cell holds a formula. Please replace it by its value."),
    "error value": _("The cell shows a spreadsheet error. Please write the value itself."),
    "text too long": _("The text is too long for this column. Please shorten it."),
    "name missing": _("The name is missing. Please write the full name as on the licence."),
    "uscc missing": _(
        "The credit code is missing. Please copy the 18 characters from the registration "
        "certificate."
    ),
    "uscc length": _("A credit code has 18 characters. Please compare it with the certificate."),
    "uscc format": _(
        "A credit code has digits and capital letters, without I, O, S, V and Z. Please compare it "
        "with the certificate."
    ),
    "uscc checksum": _(
        "The check character does not fit, so at least one character is wrong. Please compare the "
        "credit code with the certificate."
    ),
    "uscc as number": _(
        "The spreadsheet has turned the credit code into a number and lost its last digits. Please "
        "format the cell as text and write the code again."
    ),
    "address missing": _("The address is missing. Please write where the school teaches."),
    "alliance missing": _("The alliance is missing. Please write 东, 南, 西 or 北."),
    "alliance unknown": _("There is no such alliance. Please write 东, 南, 西 or 北."),
    "scope missing": _(
        "It is not said what kind of school this is. Please write, for example, 文化艺术, 幼儿园, "
        "民办学校 or 托管."
    ),
    "scope unknown": _(
        "This kind of school is not known. Please write one of 文化艺术, 体育, 科技, 语言, 学科, "
        "幼儿园, 民办学校, 托管."
    ),
    "date impossible": _("There is no such day. Please compare the date with the licence."),
    "date unreadable": _("The date cannot be read. Please write it like 2029-03-10, or 长期."),
    "cannot join": _(
        "By a decision of the association this school's membership has ended, and the entry still "
        "stands, so it does not become a member again. Please delete the row before importing."
    ),
    "value not possible": _(
        "The register cannot take this value. Please compare it with the certificate."
    ),
    "could not be saved": _(
        "The register did not take this row. Please import the ledger again; if this row is "
        "refused again, tell the people who look after this site."
    ),
    DUPLICATE: _(
        "Row %(row)s has the same credit code and comes first. Please keep one of the two rows."
    ),
}

WARNINGS = {
    "phone unreadable": _(
        "The telephone number cannot be read and was left out. Please write it like 0536-1234567."
    ),
    "licence format": _(
        "The licence number has an unusual form. It is kept as written; please compare it with "
        "the licence."
    ),
    "licence level mismatch": _(
        "The licence number belongs to another kind of school. Please compare it with the licence."
    ),
    "licence division mismatch": _(
        "The licence number and the credit code name different districts. Please compare both "
        "with the certificates."
    ),
    "scope from licence number": _(
        "The kind of school was taken from the licence number, because its own column says nothing."
    ),
    "several scopes": _("Several subjects are named; the first is taken as the main one."),
    "coordinates swapped": _(
        "Longitude and latitude stood in each other's place and were exchanged."
    ),
    "coordinates incomplete": _("Only one of longitude and latitude is there; neither was taken."),
    "coordinates unreadable": _("The coordinates are not numbers and were not taken."),
    "coordinates impossible": _("The coordinates are not in China and were not taken."),
    "coordinates out of range": _(
        "The coordinates are outside the district. They were taken; please check them on the map."
    ),
    "coordinate system missing": _(
        "The coordinates were not taken, because the file does not name their system. Please write "
        "above the header row, for example, “坐标系：GCJ-02” (or WGS-84, or BD-09)."
    ),
    "coordinate system ambiguous": _(
        "The coordinates were not taken, because the file names more than one coordinate system. "
        "Please leave only the right one above the header row."
    ),
    "unknown column": _("This column is not known and was not read."),
    "column without header": _("This column has no header and was not read."),
    "joins again": _(
        "This school had left the association. Because it stands in the ledger, it becomes a "
        "member again. If that is not meant, delete the row before importing."
    ),
    "sheet not read": _("This sheet also looks like a ledger and was not read."),
    "row number repeated": _(
        "This row number stands in several rows. Please number the rows once from top to bottom."
    ),
}

SENTENCES = FAULTS | WARNINGS


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong or doubtful in the file.

    `row` is the row's number, None if the whole file is meant; `column` the header as written;
    `value` what stands in the cell; `reason` a code of FAULTS or WARNINGS, stable for programs.
    """

    row: int | None
    column: str
    value: str
    reason: str

    def sentence(self) -> str:
        """Return what is wrong and what to do, in the reader's language."""
        if match := re.fullmatch(rf"{DUPLICATE} (\d+)", self.reason):
            return str(SENTENCES[DUPLICATE]) % {"row": match[1]}
        return str(SENTENCES[self.reason])
