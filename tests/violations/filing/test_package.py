"""What goes: everything that is promised, signed, the same bytes each time, no reporter in it."""

import hashlib
import subprocess
import time

import pikepdf
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.core.files.base import ContentFile

from association.core.errors import RuleError
from association.core.signing import public_pem
from association.violations.enums import CaseSource, CaseStatus, CustodyAct, FilingStatus, Measure
from association.violations.models import Custody
from association.violations.package import build_package, contents_of
from association.violations.package.table import COLUMNS
from association.violations.services import agree_source, ask_source, send_filing
from tests.factories import make_secretary
from tests.factories.cases import FACTS, FOUR_FACTS, make_case
from tests.violations.filing.desk import (
    REPORTER,
    SECRETS,
    TITLE,
    archive_of,
    line_of,
    make_approver,
    make_filed,
    make_handed_over,
    make_reported,
    make_sent,
    manifest_of,
)

pytestmark = pytest.mark.django_db


def text_of(archive):
    """Everything in a package that is text, and what its files are called."""
    texts = [
        archive.read(name) for name in archive.namelist() if not name.endswith((".jpg", ".webp"))
    ]
    return "\n".join([*archive.namelist(), *(each.decode("utf-8", "ignore") for each in texts)])


def pdf_text_of(data):
    """What a screen reader reads of a tagged PDF: its title is enough to find a leak in it."""
    with pikepdf.open(data) as pdf:
        return str(pdf.docinfo.get("/Title")), len(pdf.pages), "/StructTreeRoot" in pdf.Root


def test_a_package_holds_letter_table_evidence_and_a_signed_list(tmp_path):
    filing = make_sent()
    archive, case = archive_of(filing), filing.case
    names = archive.namelist()
    evidence = case.evidence.get()
    kept = f"证据/01-{evidence.file.name.rpartition('/')[2]}"
    assert set(names) == {
        "备案报告.pdf",
        "备案报告.txt",
        "事项.csv",
        "说明.txt",
        "public-key.pem",
        "manifest.json",
        "manifest.sig",
        kept,
    }
    assert hashlib.sha256(archive.read(kept)).hexdigest() == evidence.digest
    with archive.open("备案报告.pdf") as letter:
        path = tmp_path / "letter.pdf"
        path.write_bytes(letter.read())
    title, pages, tagged = pdf_text_of(path)
    assert title == f"关于收回{case.school.name}牌匾的备案报告"
    assert (pages, tagged) == (2, True) or pages == 1


def test_the_letter_tells_the_department_what_happened():
    filing = make_sent()
    case, letter = filing.case, archive_of(filing).read("备案报告.txt").decode()
    year, number = filing.code.split("-")[1:]
    for words in (
        f"示民协备〔{year}〕{int(number)}号",
        f"{filing.department.name_zh}：",
        case.school.uscc,
        case.school.licence_no,
        case.promise.text_zh,
        FACTS,
        "少儿舞蹈",
        "学校于",
        "收回牌匾",
        "学校接受决定，没有申诉",
        "不是行政机关",
        "附件：",
        "民办教育协会",
    ):
        assert words in letter
    assert "处罚" not in letter


def test_what_is_handed_over_says_so_and_that_nothing_is_in_force_yet():
    case = make_handed_over()
    letter = archive_of(make_sent(case=case)).read("移送函.txt").decode()
    assert f"关于{case.school.name}有关事项的移送函" in letter
    assert "目前没有申诉" in letter
    assert "尚未生效" in letter


def test_the_table_has_the_departments_columns_in_their_order():
    filing = make_sent()
    line = line_of(archive_of(filing))
    assert tuple(line) == COLUMNS
    assert line["统一社会信用代码"] == filing.case.school.uscc
    assert line["培训内容"] == FOUR_FACTS["content"]
    assert line["协会措施"] == "收回牌匾"
    assert line["证据份数"] == "1"
    assert line["学校陈述"].startswith("已陈述（")
    assert line["生效日期"] == filing.case.in_force_on.isoformat()


def test_nothing_in_the_table_computes():
    case = make_case(
        CaseStatus.IN_FORCE, measure=Measure.REVOKE, facts="=HYPERLINK(1)", content="@x"
    )
    line = line_of(archive_of(make_sent(case=case)))
    assert line["事实"] == "'=HYPERLINK(1)"
    assert line["培训内容"] == "'@x"


def test_nobody_of_those_who_decided_or_looked_into_it_is_named():
    clerk = make_secretary(last_name="欧阳", first_name="核查")
    case = make_case(CaseStatus.IN_FORCE, measure=Measure.REVOKE, clerk=clerk)
    names = [str(each.user) for each in case.people.select_related("user")]
    text = text_of(archive_of(make_sent(case=case)))
    assert [name for name in names if name in text] == []


def test_the_same_contents_come_out_as_the_same_bytes():
    contents = contents_of(make_filed())
    evidence = {piece.pk: b"photo" for piece in contents.pieces}
    first = build_package(contents, evidence)
    time.sleep(1.1)  # whatever tells the time in seconds would differ now
    assert build_package(contents_of(contents.filing), evidence) == first


def test_the_signature_fits_the_list_and_no_other(tmp_path):
    filing = make_sent()
    archive = archive_of(filing)
    key = load_pem_public_key(public_pem())
    assert archive.read("public-key.pem") == public_pem()
    manifest, signature = archive.read("manifest.json"), archive.read("manifest.sig")
    key.verify(signature, manifest)
    with pytest.raises(InvalidSignature):
        key.verify(signature, manifest.replace(b"B-", b"X-", 1))
    for name in ("public-key.pem", "manifest.json", "manifest.sig"):
        (tmp_path / name).write_bytes(archive.read(name))
    # As the leaflet in the package says.
    told = subprocess.run(
        [
            "openssl",
            "pkeyutl",
            "-verify",
            "-pubin",
            "-inkey",
            "public-key.pem",
            "-rawin",
            "-in",
            "manifest.json",
            "-sigfile",
            "manifest.sig",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Verified Successfully" in told.stdout


def test_the_list_names_every_file_with_its_sum():
    archive = archive_of(make_sent())
    listed = {
        each["name"]: (each["sha256"], each["size"]) for each in manifest_of(archive)["files"]
    }
    for name in archive.namelist():
        data = archive.read(name)
        if name not in {"manifest.json", "manifest.sig"}:
            assert listed.pop(name) == (hashlib.sha256(data).hexdigest(), len(data))
    assert listed == {}


@pytest.mark.parametrize("source", [CaseSource.REPORT, CaseSource.LETTER])
def test_no_word_about_a_reporter_passes(source):
    archive = archive_of(make_sent(case=make_reported(source)))
    text = text_of(archive)
    assert [word for word in SECRETS if word in text] == []
    assert "证据1" in archive.read("备案报告.txt").decode()


def test_the_source_is_named_once_two_people_agreed():
    filing = make_filed(case=make_reported())
    ask_source(filing=filing, reason="相关法律第12条", acting_user=make_secretary())
    assert REPORTER not in contents_of(filing).letter.text
    agree_source(filing=filing, acting_user=make_approver())
    sent = send_filing(filing=filing, acting_user=make_secretary())
    letter = archive_of(sent).read("备案报告.txt").decode()
    assert REPORTER in letter
    assert TITLE in letter
    assert "相关法律第12条" in letter


def test_evidence_that_was_changed_is_not_sent_and_that_it_was_read_is_noted():
    filing = make_filed()
    evidence = filing.case.evidence.get()
    storage = evidence.file.storage
    storage.delete(evidence.file.name)
    storage.save(evidence.file.name, ContentFile(b"another photo"))
    with pytest.raises(RuleError, match="not what was taken in"):
        send_filing(filing=filing, acting_user=make_secretary())
    filing.refresh_from_db()
    assert filing.status == FilingStatus.PREPARED
    assert Custody.objects.filter(evidence=evidence, act=CustodyAct.READ, intact=False).exists()


def test_each_piece_that_goes_is_noted_as_read():
    clerk = make_secretary()
    filing = make_filed()
    send_filing(filing=filing, acting_user=clerk)
    read = Custody.objects.get(evidence__case=filing.case, act=CustodyAct.READ)
    assert (read.user, read.intact) == (clerk, True)
