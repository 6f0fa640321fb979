"""What is kept of a file, and which files are not taken at all."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from association.accounts.roles import Role
from association.core.errors import RuleError
from association.core.uploads.papers import MAX_PARTS, check_paper
from association.core.uploads.pictures import MAX_BYTES, clean_picture
from tests.factories import make_secretary
from tests.factories.files import (
    HTML,
    PDF,
    SVG,
    office_file,
    packed_bomb,
    picture_with_place,
    png_claiming,
)

MACRO_KIND = "application/vnd.ms-word.document.macroEnabled.main+xml"


def opened(data):
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


# -- pictures --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("form", "ending"), [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp")])
def test_a_picture_keeps_its_pixels_and_nothing_else(form, ending):
    sent = picture_with_place(form)
    assert dict(opened(sent).getexif().get_ifd(0x8825)) != {}
    clean = clean_picture(sent)
    kept = opened(clean.data)
    assert (kept.format, clean.ending, kept.size) == (form, ending, (120, 80))
    assert dict(kept.getexif()) == {}
    assert b"Phone of somebody" not in clean.data
    assert b"Exif" not in clean.data


def test_a_picture_stands_as_the_camera_was_held():
    assert opened(clean_picture(picture_with_place(orientation=6)).data).size == (80, 120)


def test_what_was_see_through_stays_so():
    file = io.BytesIO()
    Image.new("RGBA", (10, 10), (10, 20, 30, 0)).save(file, "PNG")
    assert opened(clean_picture(file.getvalue()).data).getpixel((5, 5))[3] == 0


def test_of_a_moving_picture_the_first_image_stays():
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue", "green")]
    file = io.BytesIO()
    frames[0].save(file, "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    assert opened(file.getvalue()).n_frames == 3
    assert opened(clean_picture(file.getvalue()).data).n_frames == 1


@pytest.mark.parametrize(("width", "height"), [(5001, 5000), (65000, 65000), (400_000, 70)])
def test_pixels_are_counted_before_they_are_decoded(width, height):
    with pytest.raises(RuleError, match=r"像素|million pixels"):
        clean_picture(png_claiming(width, height))


@pytest.mark.parametrize(
    "data",
    [b"", SVG, HTML, PDF, office_file(), b"GIF89a" + bytes(40), picture_with_place()[:300]],
    ids=["nothing", "SVG", "HTML", "PDF", "Word", "GIF", "half a JPEG"],
)
def test_what_is_no_picture_is_refused_in_words(data):
    with pytest.raises(RuleError, match="JPEG"):
        clean_picture(data)


def test_a_picture_that_is_too_large_is_not_opened():
    with pytest.raises(RuleError, match="10 MB"):
        clean_picture(picture_with_place() + bytes(MAX_BYTES))


# -- papers ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (PDF, "statutes.pdf"),
        (PDF, "STATUTES.PDF"),
        (office_file(".docx"), "form.docx"),
        (office_file(".xlsx"), "list.xlsx"),
    ],
)
def test_a_paper_is_taken(data, name):
    assert check_paper(data, name) is None


REFUSED = {
    "HTML under another name": (HTML, "statutes.pdf", "PDF"),
    "an SVG": (SVG, "mark.svg", "PDF"),
    "a Word file called PDF": (office_file(), "statutes.pdf", "PDF"),
    "a PDF called Word": (PDF, "statutes.docx", "PDF"),
    "a workbook called Word": (office_file(".xlsx"), "list.docx", r"损坏|damaged"),
    "a Word file that names its macros": (office_file(), "letter.docm", "PDF"),
    "macros under the plain name": (
        office_file(parts={"word/vbaProject.bin": b"x"}),
        "letter.docx",
        r"宏|macros",
    ),
    "a macro kind without the part": (office_file(kind=MACRO_KIND), "letter.docx", r"宏|macros"),
    "an old macro sheet": (
        office_file(".xlsx", parts={"xl/macrosheets/sheet1.xml": "<x/>"}),
        "list.xlsx",
        r"宏|macros",
    ),
    "a program inside": (
        office_file(parts={"word/embeddings/oleObject1.bin": b"MZ"}),
        "letter.docx",
        r"宏|macros",
    ),
    "a template from elsewhere": (
        office_file(
            parts={
                "word/_rels/settings.xml.rels": '<Relationship Type="http://schemas.openxmlformats'
                '.org/officeDocument/2006/relationships/attachedTemplate" Target="https://x.example'
                '/t.dotm" TargetMode="External"/>'
            }
        ),
        "letter.docx",
        r"宏|macros",
    ),
    "a bomb": (packed_bomb(), "letter.docx", r"解压|unpacks"),
    "thousands of parts": (
        office_file(parts={f"word/{number}.xml": "" for number in range(MAX_PARTS)}),
        "letter.docx",
        r"解压|unpacks",
    ),
    "a path that climbs": (office_file(parts={"../../x": "x"}), "letter.docx", r"损坏|damaged"),
    "half a file": (office_file()[:200], "letter.docx", r"损坏|damaged"),
    "a PDF with a script": (PDF + b"<</S /JavaScript /JS (app.alert(1))>>", "a.pdf", r"PDF"),
    "a PDF that starts programs": (PDF + b"<</S /Launch>>", "a.pdf", r"PDF"),
    "a large one": (PDF + bytes(MAX_BYTES), "a.pdf", "10 MB"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_paper_is_refused_in_words(case):
    data, name, words = REFUSED[case]
    with pytest.raises(RuleError, match=words):
        check_paper(data, name)


# -- at the door -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_picture_that_breaks_off_is_refused_in_words(client):
    broken_off = b"\xff\xd8\xff\xe1\x40\x00Exif\x00\x00"  # promises 16 KB and ends
    client.force_login(make_secretary(Role.EDITOR))
    sent = {"title": "x", "file": SimpleUploadedFile("x.jpg", broken_off, "image/jpeg")}
    response = client.post("/admin/images/add/", sent)
    assert response.status_code == 200
    assert response.context["form"].errors["file"]
