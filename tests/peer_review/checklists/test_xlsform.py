"""The exported XLSForm, read by the converter of ODK: pyxform, and ODK Validate where Java is."""

import re
import shutil
from io import BytesIO

import pytest
from defusedxml import ElementTree
from openpyxl import load_workbook
from pyxform.xls2xform import convert

from association.peer_review.checklists.questions import all_questions, groups_of
from association.peer_review.checklists.xlsform import LANGUAGES, xlsform
from association.peer_review.models import ChecklistItem
from tests.peer_review.checklists.made import draft_with, shipped_checklist

pytestmark = pytest.mark.django_db

XFORMS = "{http://www.w3.org/2002/xforms}"
CHOICES = "good = 好 | Good\nworn = 旧 | Worn"


def converted(version, *, peer=True):
    """The XForm, and what the converter warned of. ODK Validate is a program in Java."""
    file = BytesIO(xlsform(version, peer=peer))
    return convert(xlsform=file, validate=shutil.which("java") is not None)


def rows(version, sheet="survey", *, peer=True):
    book = load_workbook(BytesIO(xlsform(version, peer=peer)), read_only=True)
    headings, *lines = book[sheet].iter_rows(values_only=True)
    return [
        {name: value for name, value in zip(headings, line, strict=True) if value is not None}
        for line in lines
    ]


def named(version, **options):
    return {row["name"]: row for row in rows(version, **options) if "name" in row}


def binds_of(xform):
    tree = ElementTree.fromstring(xform)
    return {bind.attrib["nodeset"]: dict(bind.attrib) for bind in tree.iter(f"{XFORMS}bind")}


def nodes_of(xform):
    """Every path of the primary instance."""
    instance = next(ElementTree.fromstring(xform).iter(f"{XFORMS}instance"))

    def walk(node, path):
        here = f"{path}/{node.tag.rpartition('}')[2]}"
        yield here
        for child in node:
            yield from walk(child, here)

    return set(walk(instance[0], ""))


def paths_in(expression, nodeset):
    """The absolute paths that an XPath names, seen from a bind."""
    for path in re.findall(r"(?<![\w'])(?:\.\./|/)[\w/.]*\w", expression):
        parts = nodeset.split("/")[1:] if path.startswith("..") else []
        for part in path.strip("/").split("/"):
            if part == "..":
                parts.pop()
            else:
                parts.append(part)
        yield "/" + "/".join(parts)


@pytest.mark.parametrize("peer", [True, False], ids=["peer", "self"])
def test_the_shipped_checklist_becomes_a_form_without_a_warning(peer):
    version = shipped_checklist()
    result = converted(version, peer=peer)
    assert result.warnings == []
    binds, nodes = binds_of(result.xform), nodes_of(result.xform)
    for question in all_questions(groups_of(version)):
        assert f"/data/{question.section}/{question.code}" in binds
    assert {nodeset for nodeset in binds if nodeset not in nodes} == set()
    named_paths = {
        path
        for nodeset, bind in binds.items()
        for attribute in ("relevant", "constraint", "required")
        for path in paths_in(bind.get(attribute, ""), nodeset)
    }
    assert "/data/rooms/C73c" in named_paths
    assert named_paths - nodes == set()


def test_the_rules_travel_along():
    version = draft_with(
        {},
        {"code": "C11", "required": False, "required_if": "C10 = no", "answer_type": "text"},
        {"code": "C12", "show_if": "C10 != yes and not (C10 = na)", "photo_on_fail": True},
        {"code": "C13", "answer_type": "number", "minimum": "0.5", "maximum": 100,
         "fails_if": "C13 < 3"},
        {"code": "C14", "answer_type": "choice", "choices": CHOICES, "required": False},
        {"code": "C15", "answer_type": "photo"},
    )  # fmt: skip
    binds = binds_of(converted(version).xform)

    def told(code, rule):
        return " ".join(binds[f"/data/one/{code}"].get(rule, "").split())

    assert told("C10", "required") == "true()"
    assert told("C11", "required") == "/data/one/C10 = 'no'"
    assert told("C12", "relevant") == "/data/one/C10 != 'yes' and not( /data/one/C10 = 'na')"
    assert told("C12_photo", "relevant") == "/data/one/C12 != '' and ( /data/one/C12 = 'no')"
    assert told("C12_photo", "required") == "true()"
    assert told("C13", "constraint") == ". >= 0.5 and . <= 100"
    assert told("C13_note", "relevant") == "/data/one/C13 != '' and ( /data/one/C13 < 3)"
    assert "required" not in binds["/data/one/C14"]
    assert binds["/data/one/C15"]["type"] == "binary"
    assert "/data/one/C14_note" not in binds


def test_a_competitors_form_has_no_room_for_prices_and_names():
    version = shipped_checklist()
    sensitive = {q.code for q in all_questions(groups_of(version)) if q.sensitive}
    beside = {f"{code}{suffix}" for code in sensitive for suffix in ("_note", "_photo")}
    peer = named(version)
    assert beside & set(peer) == set()
    assert {peer[code]["type"] for code in sensitive} == {"select_one yes_no"}
    assert "不抄录、不拍照" in peer["C61"][f"hint::{LANGUAGES['zh']}"]
    own = named(version, peer=False)
    assert beside <= set(own)
    assert "同行走访" not in own["C61"][f"hint::{LANGUAGES['zh']}"]


def test_both_languages_stand_in_the_sheet():
    version = draft_with({"answer_type": "choice", "choices": CHOICES})
    item = named(version)["C10"]
    assert (item["label::中文 (zh)"], item["label::English (en)"]) == ("C10 检查项", "C10 Item")
    assert [
        (row["name"], row["label::中文 (zh)"], row["label::English (en)"])
        for row in rows(version, "choices")
        if row["list_name"] == "C10_choices"
    ] == [("good", "好", "Good"), ("worn", "旧", "Worn")]
    [settings] = rows(version, "settings")
    assert settings["default_language"] == "中文 (zh)"
    assert settings["form_id"] == "checklist_v1_peer"


def test_rooms_repeat():
    version = draft_with({}, {"show_if": "C10 = no"}, repeats=True, key="rooms")
    xform = converted(version).xform
    assert '<repeat nodeset="/data/rooms">' in xform
    assert "../C10" in binds_of(xform)["/data/rooms/C11"]["relevant"]


def test_words_are_never_taken_for_a_formula_or_for_a_name():
    version = draft_with({"text_zh": "=1+1 项", "help_zh": "${C99} 看", "help_en": "@x ${C99}"})
    assert ChecklistItem.objects.get().text_zh == "=1+1 项"
    assert "$ {C99} 看" in converted(version).xform
    book = load_workbook(BytesIO(xlsform(version, peer=True)))
    kinds = {cell.data_type for sheet in book for line in sheet for cell in line if cell.value}
    assert kinds == {"s"}
