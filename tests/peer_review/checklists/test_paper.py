"""The form on paper: a code on every page, and no room for what is not to be written."""

from io import BytesIO

import pikepdf
import pytest
import typst
import zxingcpp
from PIL import Image

from association.core.lettering import font_path
from association.peer_review.checklists.paper import UnprintableChecklist, paper_form, sheets
from association.peer_review.models import ChecklistItem
from tests.peer_review.checklists.made import draft_with, shipped_checklist

pytestmark = pytest.mark.django_db


@pytest.fixture
def values(monkeypatch):
    """What the template was given; the PDF is made all the same."""
    given = {}
    set_pdf = sheets._form.set_pdf

    def keep(told):
        given.update(told)
        return set_pdf(told)

    monkeypatch.setattr(sheets._form, "set_pdf", keep)
    return given


def pages_as_pictures(pdf, tmp_path):
    """Each page drawn by typst from the PDF itself, as a scanner would see it."""
    (tmp_path / "form.pdf").write_bytes(pdf)
    with pikepdf.open(BytesIO(pdf)) as file:
        count = len(file.pages)
    for page in range(1, count + 1):
        (tmp_path / "page.typ").write_text(
            "#set page(width: 210mm, height: 297mm, margin: 0pt)\n"
            f'#image("form.pdf", page: {page}, width: 100%)\n',
            encoding="utf-8",
        )
        drawn = typst.compile(
            str(tmp_path / "page.typ"), format="png", ppi=110, font_paths=[str(font_path().parent)]
        )
        yield Image.open(BytesIO(drawn))


def codes_on(picture):
    return [found.text for found in zxingcpp.read_barcodes(picture)]


def test_every_page_carries_a_code_that_names_version_page_and_visit(tmp_path):
    version = shipped_checklist()
    pdf = paper_form(version, peer=True, visit="2026-07-12")
    read = [codes_on(picture.convert("L")) for picture in pages_as_pictures(pdf, tmp_path)]
    assert len(read) > 2
    assert read == [[f"CHECKLIST/1/{page}/2026-07-12"] for page in range(1, len(read) + 1)]


def test_the_file_is_tagged_a4_and_prints_in_black():
    with pikepdf.open(BytesIO(paper_form(shipped_checklist(), peer=True))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.Lang == "zh-CN"
        assert {tuple(round(float(x)) for x in page.mediabox) for page in pdf.pages} == {
            (0, 0, 595, 842)
        }


def test_every_item_stands_on_it_with_its_boxes(values):
    version = shipped_checklist()
    paper_form(version, peer=True)
    items = {item["code"]: item for group in values["groups"] for item in group["items"]}
    assert set(items) == set(ChecklistItem.objects.values_list("code", flat=True))
    assert list(items["C11"]["boxes"]) == ["是", "否", "不适用"]
    assert items["C11"]["marks"] == ["轻微", "答“否”的请拍照"]
    assert len(items["C73d"]["boxes"]) == 4
    assert items["C73b"]["written"]


def test_a_competitor_has_no_line_to_write_a_price_on(values):
    version = shipped_checklist()
    sensitive = set(
        ChecklistItem.objects.filter(competitor_sensitive=True).values_list("code", flat=True)
    )
    for peer in (True, False):
        paper_form(version, peer=peer)
        items = [item for group in values["groups"] for item in group["items"]]
        marked = {i["code"] for i in items if "只答是否：不抄录、不拍照" in i["marks"]}
        without = {i["code"] for i in items if i["code"] in sensitive and not i["note"]}
        assert marked == without == (sensitive if peer else set())


def test_a_draft_says_that_it_is_one(values):
    paper_form(shipped_checklist(publish=False), peer=True)
    assert values["mark"] == "草稿，请勿使用"


def test_a_version_in_use_carries_no_such_mark(values):
    paper_form(shipped_checklist(), peer=True)
    assert values["mark"] == ""


def test_what_the_typeface_lacks_is_named():
    version = draft_with({"text_zh": "检查😀项"})
    with pytest.raises(UnprintableChecklist, match="😀"):
        paper_form(version, peer=True)


def test_a_checklist_of_long_texts_still_gets_a_code_on_each_page(tmp_path):
    long = {"text_zh": "检" * 160, "help_zh": "看" * 300}
    pdf = paper_form(draft_with(*[long] * 9), peer=True)
    read = [codes_on(picture.convert("L")) for picture in pages_as_pictures(pdf, tmp_path)]
    assert read == [[f"CHECKLIST/1/{page}"] for page in range(1, len(read) + 1)]
