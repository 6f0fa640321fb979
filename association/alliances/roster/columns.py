"""The header row: wherever it stands, in whatever order and under whatever common names."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from openpyxl.utils import get_column_letter

from association.alliances.roster import limits
from association.alliances.roster.errors import RosterFileError
from association.alliances.roster.sheet import Line, Unreadable
from association.alliances.roster.text import as_text, narrow


class Column(StrEnum):
    """The columns of a ledger that are read."""

    NUMBER = "number"
    NAME = "name"
    USCC = "uscc"
    LICENCE = "licence"
    SCOPE = "scope"
    ADDRESS = "address"
    STREET = "street"
    ALLIANCE = "alliance"
    CONTACT = "contact"
    PHONE = "phone"
    VALID_UNTIL = "valid until"
    LONGITUDE = "longitude"
    LATITUDE = "latitude"
    REMARK = "remark"


# The first name of each is the one asked for when it is missing.
NAMES = {
    Column.NUMBER: ("序号", "编号", "NO", "NO."),
    Column.NAME: ("单位名称", "机构名称", "学校名称", "会员单位", "会员单位名称", "名称"),
    Column.USCC: ("统一社会信用代码", "社会信用代码", "统一信用代码", "信用代码", "USCC"),
    Column.LICENCE: ("办学许可证号", "办学许可证编号", "许可证编号", "许可证号", "办学许可证"),
    Column.SCOPE: ("办学内容", "办学类型", "机构类型", "类别", "类型"),
    Column.ADDRESS: ("办学地址", "详细地址", "机构地址", "单位地址", "学校地址", "地址"),
    Column.STREET: ("所属街道", "所在街道", "街道"),
    Column.ALLIANCE: ("所属联盟", "行业自律联盟", "自律联盟", "联盟", "所属片区", "片区"),
    Column.CONTACT: ("负责人", "负责人姓名", "校长", "校长姓名", "联系人", "联系人姓名"),
    Column.PHONE: ("联系电话", "联系方式", "电话", "办公电话", "手机", "手机号"),
    Column.VALID_UNTIL: ("许可证有效期至", "许可证有效期", "有效期至", "有效期限", "有效期"),
    Column.LONGITUDE: ("经度",),
    Column.LATITUDE: ("纬度",),
    Column.REMARK: ("备注", "说明"),
}

REQUIRED = (Column.NAME, Column.USCC, Column.ALLIANCE)
BY_NAME = {name: column for column, names in NAMES.items() for name in names}

# A title or a note may happen to hold one word of these; a header row holds more.
FEWEST_NAMES = 2

DECORATION = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|[*＊:：]")


@dataclass(frozen=True, slots=True)
class Header:
    """The header row: which column stands where, and what the file calls it."""

    line: int
    places: dict[Column, int]
    titles: list[str]
    unknown: tuple[str, ...]

    def title(self, column: Column) -> str:
        """Return the header as written in the file."""
        return self.titles[self.places[column]]

    def title_is_written(self, place: int) -> bool:
        return place < len(self.titles) and bool(self.titles[place])

    def title_at(self, place: int) -> str:
        """Return the header at a place, or the letters of the column where it has none."""
        written = self.title_is_written(place)
        return self.titles[place] if written else get_column_letter(place + 1)

    def has(self, column: Column) -> bool:
        return column in self.places


def recognise(title: str) -> Column | None:
    """Return the column a header means; white space, width, asterisks and brackets do not count."""
    return BY_NAME.get(DECORATION.sub("", narrow(title)).upper())


def is_header(line: Line) -> bool:
    """Tell whether a line names at least two different columns."""
    found = {recognise(cell) for cell in line.cells if isinstance(cell, str)}
    return len(found - {None}) >= FEWEST_NAMES


def find_header(lines: Sequence[Line]) -> int | None:
    """Return the place of the header row among the lines, or None if it is not near the top."""
    for place, line in enumerate(lines):
        if line.number > limits.HEADER_LINES:
            return None
        if is_header(line):
            return place
    return None


def read_header(line: Line) -> Header:
    """Return what the header row says.

    Raises RosterFileError: "column twice" with both names, "columns missing" with the names asked
    for. Other columns are kept in `unknown`, so that nobody thinks they were read.
    """
    titles = ["" if isinstance(cell, Unreadable) else as_text(cell) for cell in line.cells]
    places: dict[Column, int] = {}
    unknown = []
    for place, title in enumerate(titles):
        column = recognise(title)
        if column in places:
            raise RosterFileError("column twice", first=titles[places[column]], second=title)
        if column:
            places[column] = place
        elif title:
            unknown.append(title)
    if missing := [NAMES[column][0] for column in REQUIRED if column not in places]:
        raise RosterFileError("columns missing", columns=_listed(missing))
    return Header(line.number, places, titles, tuple(unknown))


def _listed(names: Iterable[str]) -> str:
    return "、".join(names)
