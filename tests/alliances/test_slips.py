import io
import shutil
import subprocess

import pikepdf
import pytest
import zxingcpp
from PIL import Image

from association.alliances.enums import Capacity
from association.alliances.services import invite, start_handover
from association.alliances.slips import UnprintableSlip, slip_sheets
from association.alliances.slips.words import slip_words
from association.core.models import AssociationProfile
from tests.factories import make_principal, make_school

pytestmark = pytest.mark.django_db

ISSUER = AssociationProfile(
    name_zh="示范区民办教育协会", hotline="0536-7654321", office_hours="工作日", address="示范路1号"
)
LONG = ("示范区阳光未来科技艺术体育文化综合素质教育培训学校有限公司第二分校（城南校区）" * 4)[:120]


def invitation(name="", **values):
    return invite(school=make_school(name), acting_user=None, **values)


def opened(pdf):
    return pikepdf.open(io.BytesIO(pdf))


def test_each_invitation_fills_one_a4_page():
    many = [invitation(), invitation(LONG), invitation(capacity=Capacity.STAFF)]
    pdf = opened(slip_sheets(many, issuer=ISSUER))
    assert pdf.check_pdf_syntax() == []
    assert len(pdf.pages) == len(many)
    for page in pdf.pages:
        assert [round(float(side)) for side in page.mediabox] == [0, 0, 595, 842]


def test_the_file_is_tagged_pdf_a_with_language_and_title():
    pdf = opened(slip_sheets([invitation("示范区海浪体育培训学校")], issuer=ISSUER))
    with pdf.open_metadata() as metadata:
        assert metadata.pdfa_status == "2A"
        assert metadata["pdfuaid:part"] == "1"
        assert "示范区海浪体育培训学校" in metadata["dc:title"]
    assert str(pdf.Root.Lang) == "zh-CN"


def test_the_printed_code_opens_the_invitation():
    if not shutil.which("pdftoppm"):
        pytest.skip("needs pdftoppm (poppler-utils)")
    one = invitation()
    picture = subprocess.run(
        ["pdftoppm", "-r", "150", "-singlefile", "-png"],
        input=slip_sheets([one], issuer=ISSUER), capture_output=True, check=True,
    ).stdout  # fmt: skip
    [code] = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)).convert("L"))
    assert code.text == f"https://plaque.example/join/{one.code}/"


def test_the_sheet_says_what_can_be_typed_until_when_and_whom_to_call():
    one = invitation()
    words = slip_words(one, issuer=ISSUER)
    assert words["address"] == "plaque.example/join/"
    assert words["code"] == one.code
    facts = dict(words["facts"])
    assert facts["咨询电话"] == "0536-7654321 · 工作日"
    assert facts["统一社会信用代码"] == one.school.uscc
    assert facts["有效期至"].startswith(f"{one.expires_at.year}年")


def test_staff_and_successors_are_told_another_purpose():
    school = make_school()
    outgoing = make_principal(school)
    handover = start_handover(school=school, acting_user=outgoing)
    purposes = {
        slip_words(one, issuer=ISSUER)["purpose"]
        for one in (
            invitation(),
            invitation(capacity=Capacity.STAFF),
            handover.invitations.get(),
        )
    }
    assert len(purposes) == 3


def test_without_hotline_and_address_no_empty_line_is_printed():
    words = slip_words(invitation(), issuer=AssociationProfile(name_zh="协会"))
    assert [label for label, _value in words["facts"]] == ["有效期至", "统一社会信用代码"]


def test_a_name_that_cannot_be_set_is_refused_with_its_school():
    with pytest.raises(UnprintableSlip, match=r"\U0001F600"):
        slip_sheets([invitation("示范区😀培训学校")], issuer=ISSUER)
