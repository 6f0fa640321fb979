"""Evidence: its checksum, who had it in hand, what is taken in and what is not."""

import hashlib
import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from PIL import Image

from association.core.errors import RuleError
from association.core.uploads.proofs import MAX_BYTES
from association.plaques.enums import ReportKind
from association.plaques.services import report_plaque
from association.violations.enums import CaseStatus
from association.violations.models import Custody, Evidence
from association.violations.services import add_evidence, answer_case, read_evidence
from tests.factories import make_active_plaque, make_photo, make_principal, make_secretary
from tests.factories.cases import make_case
from tests.factories.files import (
    HTML,
    PDF,
    SVG,
    flood_of_pixels,
    office_file,
    picture_with_place,
    png_claiming,
)
from tests.violations.acting import everything

pytestmark = pytest.mark.django_db


def take_in(case, data, name, user=None, **values):
    values = {"title": "公示栏照片", "origin": "10月12日巡查时拍摄", **values}
    return add_evidence(case=case, data=data, name=name, acting_user=user, **values)


def kept(piece):
    with piece.file.open() as file:
        return file.read()


def files():
    """The names of all pieces that are kept."""
    storage = storages["private"]
    return set(storage.listdir("violations/evidence")[1]) if storage.exists("violations") else set()


# -- taken in --------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["title", "origin"])
def test_what_the_school_reads_of_it_names_nobody_and_copies_nothing(field):
    clerk = make_secretary(last_name="欧阳", first_name="核查")
    plaque = make_active_plaque()
    case = make_case(school=plaque.school, clerk=clerk)
    words = "门口的牌子和证书上写的名字不一样"
    report_plaque(plaque=plaque, kind=ReportKind.OTHER, words=words)
    before = everything()
    for told in (f"{clerk.full_name}拍摄", "反映人13812345678提供", f"反映：{words}"):
        with pytest.raises(RuleError, match="Please take out"):
            take_in(case, PDF, "a.pdf", **{field: told})
    assert everything() == before
    assert take_in(case, PDF, "a.pdf", **{field: "秘书处10月12日取得"})


def test_a_pdf_is_kept_as_it_came_with_its_checksum():
    clerk = make_secretary()
    case = make_case()
    piece = take_in(case, PDF, "检查 记录.PDF", clerk, title=" 记录 ", origin=" 巡查 ")
    piece.refresh_from_db()
    assert kept(piece) == PDF
    assert piece.digest == hashlib.sha256(PDF).hexdigest()
    assert (piece.title, piece.origin, piece.added_by) == ("记录", "巡查", clerk)
    assert (piece.by_school, piece.statement) == (False, None)
    assert list(piece.custody.values_list("act", "intact", "user")) == [
        ("taken_in", True, clerk.pk)
    ]


@pytest.mark.parametrize(("form", "ending"), [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp")])
def test_a_picture_is_kept_without_where_and_with_what_it_was_taken(form, ending):
    sent = picture_with_place(form)
    piece = take_in(make_case(), sent, f"a.{ending}")
    data = kept(piece)
    assert dict(Image.open(io.BytesIO(data)).getexif()) == {}
    assert b"Phone of somebody" in sent
    assert b"Phone of somebody" not in data
    assert piece.digest == hashlib.sha256(data).hexdigest() != hashlib.sha256(sent).hexdigest()
    assert piece.file.name.endswith(f".{ending}")


def test_a_file_is_kept_under_a_name_that_tells_nothing():
    case = make_case()
    names = {take_in(case, PDF, f"../校长-{number}.pdf").file.name for number in range(3)}
    assert len(names) == 3
    for name in names:
        folder, _slash, stem = name.rpartition("/")
        assert folder == "violations/evidence"
        assert stem.removesuffix(".pdf").isalnum()


def test_what_a_picture_is_says_its_content():
    piece = take_in(make_case(), make_photo(size=(8, 8), form="PNG"), "a.jpg")
    assert piece.file.name.endswith(".png")


REFUSED = {
    "a PDF that runs something": (PDF + b"/JavaScript (app.alert(1))", "a.pdf", "does something"),
    "a PDF that starts something": (PDF + b"/Launch", "a.pdf", "does something"),
    "a PDF with a file in it": (PDF + b"/EmbeddedFile", "a.pdf", "does something"),
    "a picture called PDF": (make_photo(size=(8, 8)), "a.pdf", "none of them"),
    "a PDF called picture": (PDF, "a.jpg", "please send JPEG"),
    "Word": (office_file(), "a.docx", "please send JPEG"),
    "Word called PDF": (office_file(), "a.pdf", "none of them"),
    "SVG": (SVG, "a.svg", "please send JPEG"),
    "HTML": (HTML, "a.html", "please send JPEG"),
    "nothing": (b"", "a.jpg", "please send JPEG"),
    "an empty PDF": (b"", "a.pdf", "none of them"),
    "half a picture": (picture_with_place()[:300], "a.jpg", "please send JPEG"),
    "too many pixels": (flood_of_pixels(), "a.png", "please send JPEG"),
    "a bomb": (png_claiming(65_000, 65_000), "a.png", "please send JPEG"),
    "too much": (PDF + bytes(MAX_BYTES), "a.pdf", "larger than 10 MB"),
    "no ending": (PDF, "a", "please send JPEG"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_refused_leaves_nothing(kind):
    data, name, told = REFUSED[kind]
    case = make_case(CaseStatus.TOLD)
    rows, names = everything(), files()
    with pytest.raises(RuleError, match=told):
        take_in(case, data, name)
    with pytest.raises(RuleError, match=told):
        answer_case(case=case, words="如实说明", acting_user=None, files=[(name, data)])
    assert (everything(), files()) == (rows, names)


@pytest.mark.parametrize("missing", ["title", "origin"])
def test_evidence_says_what_it_shows_and_where_it_comes_from(missing):
    case = make_case()
    rows, names = everything(), files()
    with pytest.raises(RuleError, match="what it shows and where it comes from"):
        take_in(case, PDF, "a.pdf", **{missing: " \n"})
    assert (everything(), files()) == (rows, names)


def test_of_several_files_all_are_taken_or_none():
    case = make_case(CaseStatus.TOLD)
    rows = everything()
    for sent in ([("a.pdf", PDF), ("b.svg", SVG)], [("a.pdf", PDF)] * 7):
        with pytest.raises(RuleError):
            answer_case(case=case, words="如实说明", acting_user=None, files=sent)
    assert everything() == rows
    said = answer_case(case=case, words="如实说明", acting_user=None, files=[("a.pdf", PDF)] * 6)
    assert said.evidence.count() == 6


# -- read ------------------------------------------------------------------------------------------


def test_each_reading_is_noted():
    case = make_case(CaseStatus.TOLD)
    principal = make_principal(case.school, "staff")
    clerk = make_secretary()
    piece = take_in(case, PDF, "a.pdf", clerk)
    assert read_evidence(evidence=piece, acting_user=principal) == PDF
    assert read_evidence(evidence=piece, acting_user=clerk) == PDF
    assert list(piece.custody.values_list("act", "intact", "user")) == [
        ("taken_in", True, clerk.pk),
        ("read", True, principal.pk),
        ("read", True, clerk.pk),
    ]


def replace(piece, data):
    """Write over a piece of evidence behind everybody's back, or take it away."""
    storages["private"].delete(piece.file.name)
    if data is not None:
        storages["private"].save(piece.file.name, ContentFile(data))


@pytest.mark.parametrize("change", ["changed", "emptied", "gone"])
def test_a_file_that_was_changed_or_is_gone_is_noticed_and_not_handed_out(change):
    clerk = make_secretary()
    piece = take_in(make_case(), PDF, "a.pdf", clerk)
    replace(piece, {"changed": PDF + b" ", "emptied": b"", "gone": None}[change])
    assert read_evidence(evidence=piece, acting_user=clerk) is None
    last = piece.custody.last()
    assert (last.act, last.intact, last.user) == ("read", False, clerk)
    replace(piece, PDF)
    assert read_evidence(evidence=piece, acting_user=clerk) == PDF
    assert list(piece.custody.values_list("intact", flat=True)) == [True, False, True]


@pytest.mark.parametrize("status", CaseStatus)
def test_evidence_is_read_in_every_state(status):
    case = make_case(status)
    piece = case.evidence.first()
    if piece is None:
        assert status in {CaseStatus.OPEN, CaseStatus.DISMISSED}
        return
    assert read_evidence(evidence=piece, acting_user=None)
    case.refresh_from_db()
    assert case.status == status


@pytest.mark.parametrize("model", [Evidence, Custody])
def test_nothing_of_it_is_changed_afterwards(model):
    take_in(make_case(), PDF, "a.pdf")
    row = model.objects.get()
    with pytest.raises(TypeError, match="append-only"):
        row.save()
    with pytest.raises(TypeError, match="append-only"):
        model.objects.all().delete()
