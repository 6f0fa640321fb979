"""A case as one line of the department's table, its columns in the department's order."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import IO

from django.utils import timezone

from association.alliances.enums import CampusKind
from association.alliances.models import School
from association.core.spreadsheets import csv_lines, xlsx_file
from association.violations.enums import AppealStatus, StatementKind
from association.violations.models import Case
from association.violations.package import words
from association.violations.selectors.aftermath import aftermath_of

NAME = "事项.csv"
# No children, prices or numbers of identity papers, and no private phone.
COLUMNS = (
    "序号",
    "机构名称",
    "统一社会信用代码",
    "办学许可证号",
    "办学地址",
    "负责人",
    "承诺条款",
    "情形代码",
    "严重程度",
    "事实",
    "培训内容",
    "班次",
    "招生对象",
    "上课时间",
    "协会措施",
    "决定日期",
    "生效日期",
    "公示截止日期",
    "学校陈述",
    "申诉结果",
    "证据份数",
    "后续情况",
)
WIDTHS = (6, 34, 22, 22, 34, 12, 30, 10, 10, 60, 20, 20, 20, 20, 16, 12, 12, 12, 20, 34, 10, 34)


def row_of(case: Case, *, number: int) -> dict[str, object]:
    """Return a case's line by column.

    Its school with campuses, promise, appeals, statements and evidence are read along where they
    were not fetched.
    """
    school, promise = case.school, case.promise
    return dict(
        zip(
            COLUMNS,
            (
                number,
                school.name,
                school.uscc,
                school.licence_no,
                address_of(school),
                school.contact_name,
                f"{promise.code} {promise.title_zh}",
                case.breach,
                words.SEVERITIES[case.severity],
                case.facts,
                case.content,
                case.classes,
                case.learners,
                case.times,
                words.MEASURES[case.measure] if case.decided_at else "",
                _local(case.decided_at),
                case.in_force_on,
                case.public_until,
                said_by(case),
                outcome_of_appeal(case),
                len(case.evidence.all()),
                became_of(case),
            ),
            strict=True,
        )
    )


def csv_of(rows: Iterable[Mapping[str, object]]) -> str:
    """Return lines as CSV, for Excel, with nothing in it that computes."""
    lines = csv_lines(COLUMNS, ([row[name] for name in COLUMNS] for row in rows))
    return "".join(lines)


def xlsx_of(rows: Iterable[Mapping[str, object]]) -> IO[bytes]:
    """Return lines as an open XLSX file, the same columns."""
    return xlsx_file("事项", COLUMNS, WIDTHS, ([row[name] for name in COLUMNS] for row in rows))


def address_of(school: School) -> str:
    """Return where a school teaches: its main campus, else its first one."""
    campuses = sorted(
        school.campuses.all(), key=lambda each: (each.kind != CampusKind.MAIN, each.pk)
    )
    return campuses[0].address if campuses else ""


def said_by(case: Case) -> str:
    """Return in a few words whether the school answered, and on which days."""
    days = answered_on(case)
    return (
        words.ANSWERED_SHORT.format(days=words.listed(days)) if days else words.NOT_ANSWERED_SHORT
    )


def answered_on(case: Case) -> list[dt.date]:
    """Return the days on which the school answered, each once.

    Read from its words: `answered_at` is emptied when its days begin anew.
    """
    said = [each for each in case.statements.all() if each.kind == StatementKind.ANSWER]
    return sorted({timezone.localdate(each.created_at) for each in said})


def outcome_of_appeal(case: Case) -> str:
    """Return in a few words what became of the days to appeal."""
    for appeal in case.appeals.all():
        return words.APPEALS[AppealStatus(appeal.status)]
    if case.annulled_at is not None:
        return words.ANNULLED
    if case.accepted_at is not None:
        return words.ACCEPTED
    if case.appeal_open:
        last = case.final_on - dt.timedelta(days=1)
        return words.NO_APPEAL_YET.format(day=words.DAY.format(last))
    return words.NO_APPEAL if case.decided_at else ""


def became_of(case: Case) -> str:
    """Return in a few words what became of the decision later; empty while it stands."""
    later = aftermath_of(case)
    return words.LATER[later.kind].format(day=words.DAY.format(later.day)) if later else ""


def _local(moment: dt.datetime | None) -> dt.date | None:
    return moment and timezone.localdate(moment)
