"""One small reader for each column. Each refuses what it does not understand."""

import re
from typing import NamedTuple

from association.alliances.enums import AllianceCode, SchoolKind, SubjectField
from association.alliances.roster.sheet import Cell
from association.alliances.roster.text import close_up, narrow, value_of
from association.core import uscc

MAX_LENGTHS = {
    "name": 120,
    "scope": 200,
    "licence": 60,
    "address": 200,
    "street": 40,
    "contact": 60,
    "remark": 500,
}

DIRECTIONS = {
    "东": AllianceCode.EAST,
    "南": AllianceCode.SOUTH,
    "西": AllianceCode.WEST,
    "北": AllianceCode.NORTH,
}
ALLIANCE = re.compile(r"([东南西北])(?:部?(?:联盟|片区|片)?|区)|行业自律联盟\(([东南西北])\)")

TRAINING_FIELDS = {
    "文化艺术": SubjectField.ARTS,
    "艺术": SubjectField.ARTS,
    "体育": SubjectField.SPORTS,
    "科技": SubjectField.SCIENCE,
    "语言": SubjectField.LANGUAGE,
    "学科": SubjectField.ACADEMIC,
}
KINDS = {
    "幼儿园": SchoolKind.KINDERGARTEN,
    "民办学校": SchoolKind.SCHOOL,
    "学校": SchoolKind.SCHOOL,
    "托管": SchoolKind.DAYCARE,
    "托管机构": SchoolKind.DAYCARE,
}
SCOPE_ENDING = re.compile(r"(?<=.)(?:类|培训|类培训)$")
SCOPE_SEPARATORS = re.compile(r"[、,，/;；+&]")

SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+?\d+", re.IGNORECASE)

MOBILE = re.compile(r"1[3-9]\d{9}")
OFFICE = re.compile(r"(0\d{2,3})-?(\d{7,8})(?:(?:-|转)(\d{1,5}))?")
SERVICE = re.compile(r"(400|800)-?(\d{3})-?(\d{4})")
COUNTRY = re.compile(r"^(?:\+|00)86-?")


class BadValue(Exception):
    """The cell cannot be taken; `reason` is a code of faults.SENTENCES."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Scope(NamedTuple):
    """What a school is and teaches (办学内容). `kind` is None where the file does not say."""

    kind: SchoolKind | None
    subject_field: SubjectField | None
    text: str
    has_more: bool = False


def plain(cell: Cell, column: str) -> str:
    """Return a column's text without spaces between Chinese characters.

    Raises BadValue: text too long.
    """
    text = close_up(value_of(cell))
    if len(text) > MAX_LENGTHS[column]:
        raise BadValue("text too long")
    return text


def name(cell: Cell) -> str:
    """Return the school's name. Raises BadValue: name missing, text too long."""
    text = plain(cell, "name")
    if not text:
        raise BadValue("name missing")
    return text


def credit_code(cell: Cell) -> str:
    """Return the 18 characters. Raises BadValue: uscc missing, length, format, checksum, as number.

    A spreadsheet keeps 15 digits of a number: a code typed as a number has lost its end.
    """
    text = value_of(cell)
    if fault := uscc.fault_of(text):
        is_number = isinstance(cell, int | float) or SCIENTIFIC.fullmatch(narrow(text))
        raise BadValue("uscc as number" if is_number and text else f"uscc {fault}")
    return uscc.normalise(text)


def alliance(cell: Cell) -> AllianceCode:
    """Return the alliance of 南, 南联盟, 南部联盟, 南片区 or 行业自律联盟(南).

    Raises BadValue: alliance missing, alliance unknown.
    """
    text = narrow(value_of(cell))
    if not text:
        raise BadValue("alliance missing")
    match = ALLIANCE.fullmatch(text)
    if not match:
        raise BadValue("alliance unknown")
    return DIRECTIONS[match[1] or match[2]]


def scope(cell: Cell) -> Scope:
    """Return kind and subject field of 办学内容; empty gives Scope(None, None, "").

    Several subjects may be named, the first is the main one. Raises BadValue: scope unknown.
    """
    text = plain(cell, "scope")
    if not text:
        return Scope(None, None, "")
    words = [_scope_word(word) for word in SCOPE_SEPARATORS.split(text) if word.strip()]
    if not words:
        raise BadValue("scope unknown")
    kind, field = words[0]
    return Scope(kind, field, text, has_more=len(set(words)) > 1)


def _scope_word(text: str) -> tuple[SchoolKind, SubjectField | None]:
    word = narrow(text)
    for candidate in (word, SCOPE_ENDING.sub("", word)):
        if candidate in KINDS:
            return KINDS[candidate], None
        if candidate in TRAINING_FIELDS:
            return SchoolKind.TRAINING, TRAINING_FIELDS[candidate]
    raise BadValue("scope unknown")


def phone(cell: Cell) -> str:
    """Return 0536-0209295, 13812345678 or 400-123-4567, or "" for an empty cell.

    Raises BadValue: phone unreadable.
    """
    text = COUNTRY.sub("", narrow(value_of(cell)))
    if not text:
        return ""
    digits = text.replace("-", "")
    if MOBILE.fullmatch(digits):
        return digits
    if match := SERVICE.fullmatch(text):
        return "-".join(match.groups())
    if match := OFFICE.fullmatch(text.replace("(", "").replace(")", "-")):
        return "-".join(part for part in match.groups() if part)
    raise BadValue("phone unreadable")
