"""A paper is made once: what it says, that its Chinese is text, and when there is none."""

import base64
import datetime as dt
import hashlib
import io
import shutil
import subprocess

import pikepdf
import pytest
import zxingcpp
from django.db import transaction
from django.utils import timezone, translation
from PIL import Image

from association.core import clock, typesetting
from association.core.errors import RuleError
from association.core.models import AuditEntry
from association.core.private_files import private_files
from association.core.signing import key_id, public_keys
from association.pledges.enums import PaperKind, PledgeStatus
from association.pledges.models import IssuedPaper
from association.pledges.papers import UnprintablePaper, making
from association.pledges.papers.issuable import papers_of
from association.pledges.services import (
    PaperLost,
    accept_pledge,
    end_pledge,
    issue_paper,
    read_paper,
    return_pledge,
    undo_pledge,
)
from tests.factories import (
    make_accepted_pledge,
    make_principal,
    make_school,
    make_secretary,
    make_signed_pledge,
)
from tests.pledges.papers import (
    NAME,
    make_certificate,
    make_receipt,
    name_the_association,
    text_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


NO_HONOUR = "本文件只说明学校签署了承诺，不是荣誉、评价、推荐，也不是质量标志。"


def kinds_of(pledge):
    return [each.kind for each in papers_of(pledge, pledge.papers.all())]


def opened(data):
    return pikepdf.open(io.BytesIO(data))


def test_the_chinese_of_a_certificate_can_be_marked_and_copied():
    name_the_association()
    paper = make_certificate(make_school(NAME))
    pledge, text = paper.pledge, text_of(read_paper(paper), 1)
    accepted = timezone.localdate(pledge.decided_at)
    until = pledge.in_force_until
    for words in (
        "示范区民办教育协会",
        "诚信承诺签署证明",
        f"回执编号{pledge.receipt_no}",
        f"{NAME}签署了《{pledge.covenant_version.title_zh}》（第{pledge.covenant_version.number}版）",
        pledge.school.uscc,
        "校长甲（校长）",
        f"{accepted.year}年{accepted.month}月{accepted.day}日",
        f"有效期至{until.year}年{until.month}月{until.day}日",
        pledge.signature.text_sha256,
        *(promise.title_zh for promise in pledge.covenant_version.promises.all()),
        NO_HONOUR,
        "《中华人民共和国广告法》第二十四条",
        "扫码查看目前状态",
        "https://plaque.example/papers/check/",
    ):
        assert words in text


def test_the_english_page_says_the_same():
    name_the_association()
    paper = make_certificate(make_school(NAME))
    text = text_of(read_paper(paper), 2)
    for words in (
        "PrivateEducationAssociationoftheModelDistrict",
        "Certificatethatanintegritypledgewassigned",
        f"Receiptnumber{paper.pledge.receipt_no}",
        NAME,
        "校长甲(Principal)",
        *("".join(p.title_en.split()) for p in paper.pledge.covenant_version.promises.all()),
        "Itisnohonour,nograde,norecommendationandnomarkofquality.",
        "article24",
    ):
        assert words in text


def test_a_receipt_carries_the_signed_text_and_promises_no_acceptance():
    paper = make_receipt()
    text = text_of(read_paper(paper))
    assert "本回执只说明签署已经收到，不表示协会已经接受。" in text
    assert NO_HONOUR in text
    assert "接受日期" not in text
    assert "附：所签文本" in text
    for line in paper.pledge.signature.text.splitlines():
        assert "".join(line.split()) in text


@pytest.mark.parametrize("make", [make_receipt, make_certificate])
def test_a_paper_is_a_tagged_pdf_a_with_language_and_title(make):
    paper = make(make_school(NAME))
    with opened(read_paper(paper)) as pdf:
        assert pdf.check_pdf_syntax() == []
        with pdf.open_metadata() as metadata:
            assert metadata.pdfa_status == "2A"
            assert metadata["pdfuaid:part"] == "1"
            assert paper.pledge.receipt_no in metadata["dc:title"]
            assert metadata["pdf:Keywords"] == paper.address
        assert "/StructTreeRoot" in pdf.Root


def test_the_printed_code_leads_to_the_papers_page(client):
    if not shutil.which("pdftoppm"):
        pytest.skip("needs pdftoppm (poppler-utils)")
    paper = make_receipt()
    picture = subprocess.run(
        ["pdftoppm", "-r", "150", "-f", "1", "-singlefile", "-png"],
        input=read_paper(paper), capture_output=True, check=True,
    ).stdout  # fmt: skip
    [code] = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)).convert("L"))
    assert code.text == paper.address == f"https://plaque.example/papers/{paper.token}/"
    assert client.get(f"/papers/{paper.token}/").status_code == 200


def test_the_longest_name_still_fits_on_its_page():
    name = ("示范区阳光未来科技艺术体育文化综合素质教育培训学校有限公司第二分校（城南校区）" * 4)[
        :120
    ]
    with opened(read_paper(make_certificate(make_school(name)))) as pdf:
        assert len(pdf.pages) == 2


def test_what_is_signed_is_the_file():
    paper = make_certificate()
    data = read_paper(paper)
    assert hashlib.sha256(data).hexdigest() == paper.sha256
    assert paper.key == key_id()
    public_keys()[paper.key].verify(base64.b64decode(paper.signature), data)


def test_asking_again_gives_the_same_bytes_whatever_changed_since():
    paper = make_certificate()
    data, pledge = read_paper(paper), paper.pledge
    end_pledge(pledge=pledge, reason="收回牌匾", acting_user=None)
    pledge.school.name = "改名培训学校"
    pledge.school.save()
    name_the_association()
    again = issue_paper(pledge=pledge, kind=PaperKind.CERTIFICATE, acting_user=None)
    assert again == paper
    assert read_paper(again) == data
    assert IssuedPaper.objects.count() == 1


def test_making_one_is_told_by_the_audit_trail_once():
    school = make_school()
    principal = make_principal(school)
    pledge = make_signed_pledge(school, signer=principal, confirmed=True)
    for _again in range(2):
        issue_paper(pledge=pledge, kind=PaperKind.RECEIPT, acting_user=principal)
    [entry] = AuditEntry.objects.filter(action="pledges.issue_paper")
    assert (entry.user, entry.school_id) == (principal, school.pk)
    assert pledge.receipt_no in entry.label


def test_a_receipt_waits_for_the_time_to_undo():
    pledge = make_signed_pledge()
    assert kinds_of(pledge) == []
    with pytest.raises(RuleError, match="handed in, or its time to undo is over"):
        issue_paper(pledge=pledge, kind=PaperKind.RECEIPT, acting_user=None)
    with clock.at(pledge.undo_until):
        assert kinds_of(pledge) == [PaperKind.RECEIPT]
        issue_paper(pledge=pledge, kind=PaperKind.RECEIPT, acting_user=None)


def test_of_what_was_undone_there_is_no_receipt():
    pledge = make_signed_pledge()
    undo_pledge(pledge=pledge, acting_user=None)
    pledge.refresh_from_db()
    assert kinds_of(pledge) == []
    with pytest.raises(RuleError, match="was undone"):
        issue_paper(pledge=pledge, kind=PaperKind.RECEIPT, acting_user=None)
    assert not IssuedPaper.objects.exists()


def test_what_was_returned_keeps_its_receipt_and_gets_no_certificate():
    pledge = make_signed_pledge(confirmed=True)
    return_pledge(pledge=pledge, reason="请改签", acting_user=make_secretary())
    pledge.refresh_from_db()
    assert kinds_of(pledge) == [PaperKind.RECEIPT]
    with pytest.raises(RuleError, match="while the pledge is accepted"):
        issue_paper(pledge=pledge, kind=PaperKind.CERTIFICATE, acting_user=None)


def test_a_certificate_is_made_up_to_the_last_day_of_the_pledge():
    pledge = make_accepted_pledge()
    last = timezone.make_aware(dt.datetime.combine(pledge.in_force_until, dt.time(23, 59)))
    with clock.at(last):
        assert kinds_of(pledge) == [PaperKind.RECEIPT, PaperKind.CERTIFICATE]
    with clock.at(last + dt.timedelta(minutes=1)):
        assert kinds_of(pledge) == [PaperKind.RECEIPT]
        with pytest.raises(RuleError, match="its time runs"):
            issue_paper(pledge=pledge, kind=PaperKind.CERTIFICATE, acting_user=None)


def test_a_pledge_that_ended_meanwhile_gets_no_certificate():
    pledge = make_accepted_pledge()
    stale = type(pledge).objects.get(pk=pledge.pk)
    end_pledge(pledge=pledge, reason="收回牌匾", acting_user=None)
    assert stale.status == PledgeStatus.ACCEPTED
    with pytest.raises(RuleError, match="while the pledge is accepted"):
        issue_paper(pledge=stale, kind=PaperKind.CERTIFICATE, acting_user=None)


def test_a_name_that_cannot_be_set_is_told_and_nothing_is_kept():
    pledge = make_signed_pledge(make_school("示范区\U0003fffd培训学校"), confirmed=True)
    with pytest.raises(UnprintablePaper, match="typeface lacks \U0003fffd"):
        issue_paper(pledge=pledge, kind=PaperKind.RECEIPT, acting_user=None)
    assert not IssuedPaper.objects.exists()


def test_a_typesetter_that_fails_is_told_calmly(monkeypatch, caplog, tmp_path):
    broken = tmp_path / "broken.typ"
    broken.write_text('#panic("no")')
    monkeypatch.setattr(making, "_paper", typesetting.Typesetter(broken))
    pledge = make_signed_pledge(confirmed=True)
    with pytest.raises(RuleError, match="could not be made just now"):
        issue_paper(pledge=pledge, kind=PaperKind.RECEIPT, acting_user=None)
    assert "a paper cannot be set" in caplog.text
    assert not IssuedPaper.objects.exists()


@pytest.mark.parametrize("harm", ["gone", "changed"])
def test_a_file_that_is_not_what_was_issued_is_not_handed_out(harm, caplog):
    paper, storage = make_receipt(), private_files()
    data = read_paper(paper)
    storage.delete(paper.file.name)
    if harm == "changed":
        with storage.open(paper.file.name, "wb") as file:
            file.write(data[:-1] + b"?")
    with pytest.raises(PaperLost, match="call the secretariat"):
        read_paper(paper)
    assert paper.file.name in caplog.text


def test_of_two_who_ask_at_once_both_get_the_same_paper(monkeypatch):
    """Another request is quicker while the file is being set."""
    pledge = make_accepted_pledge()
    first = []

    def quicker(*args, **kwargs):
        if not first:
            first.append(None)
            first.append(issue_paper(pledge=pledge, kind="certificate", acting_user=None))
        return made(*args, **kwargs)

    made = typesetting.Typesetter.set_pdf
    monkeypatch.setattr(typesetting.Typesetter, "set_pdf", quicker)
    with transaction.atomic():
        assert issue_paper(pledge=pledge, kind="certificate", acting_user=None) == first[1]
    assert IssuedPaper.objects.count() == 1


def test_accepting_later_leaves_the_receipt_as_it_was():
    paper = make_receipt()
    data = read_paper(paper)
    accept_pledge(pledge=paper.pledge, acting_user=make_secretary())
    pledge = paper.pledge
    assert kinds_of(pledge) == [PaperKind.RECEIPT, PaperKind.CERTIFICATE]
    assert read_paper(issue_paper(pledge=pledge, kind="receipt", acting_user=None)) == data
