"""A checklist as XLSForm, for phones that collect with ODK: survey, choices, settings.

Names are those of `checklists.answers`: the code of an item, `CODE_note`, `CODE_photo`, and the key
of a section. The rules travel along as `relevant`, `required` and `constraint`.
"""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from association.core.spreadsheets import BOLD, set_text
from association.peer_review.checklists.answers import LARGEST, plain_number
from association.peer_review.checklists.conditions import read_condition
from association.peer_review.checklists.questions import Group, Question, groups_of
from association.peer_review.enums import AnswerType
from association.peer_review.models import ChecklistVersion

LANGUAGES = {"zh": "中文 (zh)", "en": "English (en)"}
NOTE = {"zh": "备注", "en": "Note"}
PHOTO = {"zh": "照片：看到了什么，不拍人脸", "en": "Photo of what you see; no faces"}
PASS_FAIL = {
    "zh": "同行走访时只答是或否，不抄录、不拍照。",
    "en": "From another school: yes or no only; copy nothing, take no photo.",
}
OUT_OF_RANGE = {"zh": "请核对这个数。", "en": "Please check this number."}
YES_NO = {"yes": ("是", "Yes"), "no": ("否", "No"), "na": ("不适用", "Does not apply")}
TYPES = {AnswerType.NUMBER: "decimal", AnswerType.TEXT: "text", AnswerType.PHOTO: "image"}

# Enough to read a label by, small enough to send from a stairwell.
PHOTO_SIZE = {"parameters": "max-pixels=2048"}

Row = dict[str, Any]


def xlsform(version: ChecklistVersion, *, peer: bool) -> bytes:
    """Return a version as an XLSX file in the XLSForm format.

    peer: for visitors from other schools, so that competitor-sensitive items ask for nothing but
    yes, no or "does not apply".
    """
    groups = groups_of(version)
    book = Workbook()
    book.remove(book.active)
    _write(book.create_sheet("survey"), list(_survey(version, groups, peer=peer)))
    _write(book.create_sheet("choices"), list(_choices(groups)))
    _write(book.create_sheet("settings"), [_settings(version, peer=peer)])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _settings(version: ChecklistVersion, *, peer: bool) -> Row:
    return {
        "form_title": version.title_zh,
        "form_id": f"checklist_v{version.number}{'_peer' if peer else ''}",
        "version": str(version.number),
        "default_language": LANGUAGES["zh"],
    }


def _survey(version: ChecklistVersion, groups: Sequence[Group], *, peer: bool) -> Iterator[Row]:
    yield {"type": "note", "name": "intro", **_texts("label", version, "intro")}
    for group in groups:
        kind = "repeat" if group.repeats else "group"
        field = "repeat_label" if group.repeats and group.section.repeat_label_zh else "title"
        yield {
            "type": f"begin_{kind}",
            "name": group.key,
            **_texts("label", group.section, field),
        }
        for question in group.questions:
            yield _asked(question, peer=peer)
            yield from _beside(question, peer=peer)
        yield {"type": f"end_{kind}"}


def _asked(question: Question, *, peer: bool) -> Row:
    item = question.item
    labels = {
        f"label::{name}": f"{question.code} {_said(item, 'text', tag)}"
        for tag, name in LANGUAGES.items()
    }
    return {
        "type": _type(question),
        "name": question.code,
        **labels,
        **_hints(question, peer=peer),
        "required": _required(question),
        "relevant": _xpath(question.show_if),
        **_range(question),
        "media::image": item.picture.filename if item.picture else "",
        **(PHOTO_SIZE if question.answer_type == AnswerType.PHOTO else {}),
    }


def _type(question: Question) -> str:
    if question.answer_type == AnswerType.YES_NO:
        return "select_one yes_no"
    if question.answer_type == AnswerType.CHOICE:
        return f"select_one {question.code}_choices"
    return TYPES[question.answer_type]


def _hints(question: Question, *, peer: bool) -> Row:
    told = {}
    for tag, name in LANGUAGES.items():
        lines = [_said(question.item, "help", tag)]
        if question.pass_fail_only(peer=peer):
            lines.append(PASS_FAIL[tag])
        told[f"hint::{name}"] = " ".join(filter(None, lines))
    return told


def _required(question: Question) -> str:
    return "yes" if question.required else _xpath(question.required_if)


def _xpath(condition: str) -> str:
    return read_condition(condition).xpath() if condition else ""


def _range(question: Question) -> Row:
    if question.answer_type != AnswerType.NUMBER:
        return {}
    least, most = question.minimum, question.maximum
    parts = [
        f". > -{LARGEST}" if least is None else f". >= {plain_number(least)}",
        f". < {LARGEST}" if most is None else f". <= {plain_number(most)}",
    ]
    messages = {f"constraint_message::{LANGUAGES[tag]}": text for tag, text in OUT_OF_RANGE.items()}
    return {"constraint": " and ".join(parts), **messages}


def _beside(question: Question, *, peer: bool) -> Iterator[Row]:
    """Note and photo, asked for when the item fails."""
    code = question.code
    if not question.failing:
        return
    # An item that was not asked has no answer, and cannot have failed.
    fails = f"${{{code}}} != '' and ({_xpath(question.failing)})"
    if question.takes_note(peer=peer):
        yield _row("text", f"{code}_note", code, NOTE) | {"relevant": fails}
    if question.takes_photo(peer=peer):
        required = {"required": "yes"} if question.photo_on_fail else {}
        yield _row("image", f"{code}_photo", code, PHOTO) | {
            "relevant": fails,
            **required,
            **PHOTO_SIZE,
        }


def _row(kind: str, name: str, code: str, labels: dict[str, str]) -> Row:
    told = {f"label::{LANGUAGES[tag]}": f"{code} {text}" for tag, text in labels.items()}
    return {"type": kind, "name": name, **told}


def _texts(column: str, record: Any, field: str) -> Row:
    return {f"{column}::{name}": _said(record, field, tag) for tag, name in LANGUAGES.items()}


def _said(record: Any, field: str, language: str) -> str:
    # "${" would be read as the name of an item.
    return record.in_language(field, language).replace("${", "$ {")


def _choices(groups: Sequence[Group]) -> Iterator[Row]:
    for key, (chinese, english) in YES_NO.items():
        yield _choice("yes_no", key, chinese, english)
    for group in groups:
        for question in group.questions:
            for choice in question.choices:
                yield _choice(
                    f"{question.code}_choices", choice.key, choice.text_zh, choice.text_en
                )


def _choice(of: str, key: str, chinese: str, english: str) -> Row:
    return {
        "list_name": of,
        "name": key,
        f"label::{LANGUAGES['zh']}": chinese,
        f"label::{LANGUAGES['en']}": english,
    }


def _write(sheet: Worksheet, rows: Sequence[Row]) -> None:
    headings = list(dict.fromkeys(name for row in rows for name in row))
    headings = [name for name in headings if any(row.get(name) for row in rows)]
    for column, name in enumerate(headings, start=1):
        set_text(sheet.cell(1, column), name).font = BOLD
        for line, row in enumerate(rows, start=2):
            if row.get(name):
                set_text(sheet.cell(line, column), row[name])
    sheet.freeze_panes = "A2"
