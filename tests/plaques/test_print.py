"""The print shop's file as another library reads it."""

import io
import re
import shutil
import subprocess
import zipfile

import pikepdf
import pytest
import zxingcpp
from PIL import Image

from association.alliances.models import School
from association.core.models import AssociationProfile
from association.core.qr import qr_outline
from association.plaques.artwork import (
    MissingCharacters,
    plaque_words,
    print_sheet,
    proof_sheet,
    write_print_file,
)
from association.plaques.artwork.boxes import with_bleed_boxes
from association.plaques.enums import Colourway
from association.plaques.models import Plaque
from tests.factories import make_active_plaque, make_lead, make_secretary

pytestmark = pytest.mark.django_db

MILLIMETRE = 72 / 25.4
ISSUER = AssociationProfile(name_zh="示范区民办教育协会", hotline="0536-0123456")


def many(plaque, count):
    """Plaques of one school that no database has seen."""
    for sequence in range(1, count + 1):
        yield Plaque(
            number=f"SC-2026-{sequence:04d}-X",
            chinese_number=f"示诚(2026)第{sequence:04d}号",
            school=plaque.school,
        )


def opened(pdf):
    return pikepdf.open(io.BytesIO(pdf))


def box(page, name):
    return [round(float(side) / MILLIMETRE, 1) for side in page[name]]


def fonts_of(pdf):
    return [
        descendant
        for page in pdf.pages
        for font in page.Resources.Font.values()
        for descendant in font.DescendantFonts
    ]


def text_of(page):
    """All text of a page in its order, by the tables that turn glyphs into characters."""
    tables = {}
    for name, font in page.Resources.Font.items():
        table = font.ToUnicode.read_bytes().decode()
        pairs = re.findall(r"<([0-9a-fA-F]{4})> <([0-9a-fA-F]+)>\n", table)
        tables[name] = {
            int(glyph, 16): bytes.fromhex(signs).decode("utf-16-be") for glyph, signs in pairs
        }
    text, table = [], {}
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            table = tables[str(operands[0])]
        elif str(operator) in {"Tj", "TJ"}:
            pieces = operands[0] if str(operator) == "TJ" else [operands[0]]
            for glyphs in (bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String)):
                text += [table[glyphs[at] << 8 | glyphs[at + 1]] for at in range(0, len(glyphs), 2)]
    return "".join(text)


def test_each_plaque_has_a_page_with_trim_bleed_and_room_for_crop_marks():
    pdf = opened(print_sheet(list(many(make_active_plaque(), 3)), issuer=ISSUER))
    assert pdf.check_pdf_syntax() == []
    assert len(pdf.pages) == 3
    for page in pdf.pages:
        assert box(page, "/MediaBox") == [0, 0, 630, 430]
        assert box(page, "/BleedBox") == [12, 12, 618, 418]
        assert box(page, "/TrimBox") == [15, 15, 615, 415]


def test_the_file_is_tagged_pdf_a_for_screen_readers_with_language_and_title():
    plaque = make_active_plaque()
    pdf = opened(print_sheet([plaque], issuer=ISSUER))
    with pdf.open_metadata() as metadata:
        assert metadata.pdfa_status == "2A"
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == f"诚信牌匾 {plaque.number}"
        assert metadata["dc:creator"] == ["示范区民办教育协会"]
    assert pdf.Root.MarkInfo.Marked is True
    assert pdf.Root.StructTreeRoot.K is not None
    assert str(pdf.Root.Lang) == "zh-CN"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle is True
    assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"


@pytest.mark.parametrize("sheet", [print_sheet, proof_sheet])
def test_all_type_is_embedded_and_is_the_one_typeface(sheet):
    pdf = opened(sheet([make_active_plaque()], issuer=ISSUER))
    fonts = fonts_of(pdf)
    assert fonts
    for font in fonts:
        assert "NotoSansSC" in str(font.BaseFont)
        assert len(font.FontDescriptor.FontFile2.read_bytes()) > 500


@pytest.mark.parametrize("colourway", Colourway.values)
def test_the_code_is_an_outline_and_nothing_is_a_raster(colourway):
    pdf = opened(print_sheet([make_active_plaque()], issuer=ISSUER, colourway=colourway))
    kinds = {str(each.get("/Subtype")) for each in pdf.objects if isinstance(each, pikepdf.Stream)}
    assert "/Image" not in kinds


def as_picture(pdf):
    """The first page as another program draws it, 150 pixels to the inch."""
    if not shutil.which("pdftoppm"):
        pytest.skip("needs pdftoppm (poppler-utils)")
    drawn = subprocess.run(
        ["pdftoppm", "-r", "150", "-singlefile", "-png"],
        input=pdf, capture_output=True, check=True,
    )  # fmt: skip
    return Image.open(io.BytesIO(drawn.stdout)).convert("RGB")


@pytest.mark.parametrize("colourway", Colourway.values)
@pytest.mark.parametrize(
    ("site", "modules"), [("https://a.example", 37), ("https://plaque.example", 41)]
)
def test_four_modules_around_the_code_stay_free_in_print(settings, site, modules, colourway):
    settings.SITE_URL = site
    plaque = make_active_plaque()
    assert qr_outline(plaque.scan_url).modules == modules
    picture = as_picture(print_sheet([plaque], issuer=ISSUER, colourway=colourway))
    [code] = zxingcpp.read_barcodes(picture)
    assert code.text == plaque.scan_url
    left, top = code.position.top_left.x, code.position.top_left.y
    right, bottom = code.position.bottom_right.x, code.position.bottom_right.y
    zone, blur = 4 * (right - left) / modules, 2  # pixels; a module is 15 of them at least
    out, off = round(zone - blur), blur + 1
    paper = picture.getpixel((left - out, top - out))
    assert min(paper) > 230
    for side, box in {
        "above": (left - out, top - out, right + out, top - off),
        "below": (left - out, bottom + off, right + out, bottom + out),
        "left": (left - out, top - out, left - off, bottom + out),
        "right": (right + off, top - out, right + out, bottom + out),
    }.items():
        assert {colour for _count, colour in picture.crop(box).getcolors()} == {paper}, side


def test_every_line_can_be_read_from_the_page():
    plaque = make_active_plaque()
    pdf = opened(print_sheet([plaque], issuer=ISSUER))
    text = text_of(pdf.pages[0])
    for line in plaque_words(plaque, issuer=ISSUER).values():
        assert line in text


@pytest.mark.parametrize(
    "name", ['示范区#read("/etc/passwd")', "示范区$x^2$*_a_*`\\`", '"] #panic() [', "<a> @b // 一"]
)
def test_what_looks_like_markup_is_printed_as_it_is(name):
    plaque = make_active_plaque()
    plaque.school.name = name
    issuer = AssociationProfile(name_zh=f"协会{name}")
    pdf = opened(print_sheet([plaque], issuer=issuer))
    assert len(pdf.pages) == 1
    assert name in text_of(pdf.pages[0])
    assert str(pdf.docinfo["/Author"]) == f"协会{name}"


def test_bookmarks_name_the_plaques():
    pdf = opened(print_sheet(list(many(make_active_plaque(), 3)), issuer=ISSUER))
    with pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == [
            "SC-2026-0001-X",
            "SC-2026-0002-X",
            "SC-2026-0003-X",
        ]


def test_the_proof_has_eight_small_plaques_to_a_page_of_a4():
    pdf = opened(proof_sheet(list(many(make_active_plaque(), 17)), issuer=ISSUER))
    assert [box(page, "/MediaBox") for page in pdf.pages] == [[0, 0, 210, 297]] * 3
    numbers = [re.findall(r"SC-2026-\d{4}-X", text_of(page)) for page in pdf.pages]
    assert [len(each) for each in numbers] == [8, 8, 1]
    assert "不得悬挂" in text_of(pdf.pages[0])


def test_up_to_two_hundred_plaques_make_one_pdf():
    told = []
    plaques = list(many(make_active_plaque(), 200))
    file, extension = write_print_file(plaques, issuer=ISSUER, progress=told.append)
    assert (extension, told) == ("pdf", [200])
    with file:
        assert len(pikepdf.open(file).pages) == 200


def test_more_make_a_zip_of_pdfs_with_each_plaque_once():
    told = []
    plaques = list(many(make_active_plaque(), 201))
    file, extension = write_print_file(
        plaques, issuer=ISSUER, colourway=Colourway.BRONZE, progress=told.append
    )
    assert (extension, told) == ("zip", [100, 200, 201])
    with file, zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert names[0] == "SC-2026-0001-X_SC-2026-0100-X.pdf"
        titles = []
        for name in names:
            with opened(archive.read(name)).open_outline() as outline:
                titles += [item.title for item in outline.root]
    assert titles == [plaque.number for plaque in plaques]


def test_a_missing_character_stops_the_file_before_its_first_page():
    told = []
    plaques = list(many(make_active_plaque(), 250))
    plaques[-1].school = School(name="示范区\ue000学校")
    with pytest.raises(MissingCharacters) as refusal:
        write_print_file(plaques, issuer=ISSUER, progress=told.append)
    assert (refusal.value.school, refusal.value.characters) == ("示范区\ue000学校", "\ue000")
    assert told == []


def test_boxes_are_put_only_into_a_file_that_is_understood():
    with pytest.raises(ValueError, match="table"):
        with_bleed_boxes(b"%PDF-1.7\nsomething else", pages=1)
    pdf = print_sheet([make_active_plaque()], issuer=ISSUER)
    with pytest.raises(ValueError, match="pages"):
        with_bleed_boxes(pdf, pages=2)


def test_the_secretariat_downloads_print_file_and_proof(client):
    plaque = make_active_plaque()
    client.force_login(make_secretary())
    for kind, size in (("print", [0, 0, 630, 430]), ("proof", [0, 0, 210, 297])):
        response = client.get(f"/admin/plaques/{kind}/{plaque.pk}.pdf", {"colours": "bronze"})
        assert response.headers["Content-Type"] == "application/pdf"
        assert plaque.number in response.headers["Content-Disposition"]
        pdf = opened(b"".join(response.streaming_content))
        assert [box(page, "/MediaBox") for page in pdf.pages] == [size]
        assert plaque.number in text_of(pdf.pages[0])
        assert client.get(f"/admin/plaques/{kind}/{plaque.pk}.pdf?colours=x").status_code == 404
        assert client.post(f"/admin/plaques/{kind}/{plaque.pk}.pdf").status_code == 405


def test_others_get_neither(client):
    plaque = make_active_plaque()
    for person in (plaque.pledge.signature.signer, make_lead()):
        client.force_login(person)
        for kind in ("print", "proof"):
            address = f"/admin/plaques/{kind}/{plaque.pk}.pdf"
            assert client.get(address).headers["Content-Type"] != "application/pdf"


def test_the_secretariat_is_told_which_character_cannot_be_printed(client):
    plaque = make_active_plaque()
    School.objects.filter(pk=plaque.school_id).update(name="示范区\ue000学校")
    client.force_login(make_secretary())
    for kind in ("print", "proof"):
        page = client.get(f"/admin/plaques/{kind}/{plaque.pk}.pdf", follow=True)
        assert page.redirect_chain == [(f"/admin/plaques/inspect/{plaque.pk}/", 302)]
        assert "\ue000" in page.content.decode()
