import io
import threading

import pytest
import zxingcpp
from PIL import Image

from association.alliances.models import School
from association.core.lettering import font_path, missing_characters
from association.core.models import AssociationProfile
from association.plaques.artwork import MissingCharacters, draw_plaque, plaque_words
from association.plaques.artwork.sheets import SCREEN_PPI, plaque_values
from association.plaques.artwork.typesetting import set_png
from association.plaques.artwork.words import in_halves
from association.plaques.enums import Colourway
from association.plaques.mark import mark_picture
from tests.factories import make_active_plaque, make_principal, make_school, make_secretary

pytestmark = pytest.mark.django_db

LONG_NAME = "示范区星河少年科技与文化艺术综合素质教育培训学校（有限公司）"


def picture_of(plaque, **look):
    png = draw_plaque(plaque, issuer=AssociationProfile.load(), **look)
    return Image.open(png).convert("RGB")


def set_words(plaque, **words):
    """The picture as typst sets it, with some lines put in the place of the plaque's own."""
    issuer = AssociationProfile(name_zh="协会", hotline="12345")
    values = plaque_values([plaque], issuer=issuer, colourway=Colourway.PAPER, use="screen")
    values["plaques"][0] |= words
    return Image.open(io.BytesIO(set_png(values, ppi=SCREEN_PPI))).convert("RGB")


@pytest.mark.parametrize("colourway", Colourway.values)
def test_the_picture_is_small_and_another_library_reads_its_code(colourway):
    plaque = make_active_plaque()
    png = draw_plaque(plaque, issuer=AssociationProfile.load(), colourway=colourway)
    assert png.getbuffer().nbytes < 100_000
    picture = Image.open(png)
    assert picture.size == (1800, 1200)
    [code] = zxingcpp.read_barcodes(picture.convert("RGB"))
    assert code.text == plaque.scan_url
    assert code.ec_level == "H"


@pytest.mark.parametrize("colourway", Colourway.values)
def test_the_code_has_its_quiet_zone_of_four_modules(colourway):
    plaque = make_active_plaque()
    picture = picture_of(plaque, colourway=colourway)
    [code] = zxingcpp.read_barcodes(picture)
    corners = code.position
    left, top = corners.top_left.x, corners.top_left.y
    right, bottom = corners.bottom_right.x, corners.bottom_right.y
    zone = 4 * (right - left) // 41 - 3
    paper = picture.getpixel((left - 8, top - 8))
    assert min(paper) > 230
    frame = [
        (left - zone, top - zone, right + zone, top - 3),
        (left - zone, bottom + 3, right + zone, bottom + zone),
        (left - zone, top, left - 3, bottom),
        (right + 3, top, right + zone, bottom),
    ]
    for box in frame:
        assert picture.crop(box).getcolors() == [((box[2] - box[0]) * (box[3] - box[1]), paper)]


def test_every_line_of_the_plaque_is_known():
    plaque = make_active_plaque()
    issuer = AssociationProfile(name_zh="示范区民办教育协会", hotline="0536-0123456")
    assert plaque_words(plaque, issuer=issuer) == {
        "issuer": "示范区民办教育协会",
        "title": "诚信牌匾",
        "school": plaque.school.name,
        "chinese_number": plaque.chinese_number,
        "copy": "第1块",
        "number": plaque.number,
        "domain": "核验网址 plaque.example",
        "hotline": "核验热线 0536-0123456",
        "scan": "扫码核验",
        "terms": "本牌匾不收费，不是荣誉，不作推荐",
        "demo": "",
    }


def test_a_demo_says_so_on_its_plaques(settings):
    settings.DEMO = True
    words = plaque_words(make_active_plaque(), issuer=AssociationProfile.load())
    assert words["demo"] == "演示"


@pytest.mark.parametrize(
    "place",
    [
        "issuer", "title", "school", "chinese_number", "copy", "number", "hotline", "domain",
        "scan", "terms",
    ],
)  # fmt: skip
def test_every_line_is_drawn(place):
    plaque = make_active_plaque()
    assert set_words(plaque).tobytes() != set_words(plaque, **{place: "一"}).tobytes()


def test_the_demo_mark_is_drawn():
    plaque = make_active_plaque()
    assert set_words(plaque).tobytes() != set_words(plaque, demo="演示").tobytes()


@pytest.mark.parametrize("name", [LONG_NAME, LONG_NAME * 3, "示范区" + "W" * 90])
def test_a_long_name_stays_inside_the_frame(name):
    plaque = make_active_plaque()
    picture = set_words(plaque, school=name, halves=in_halves(name))
    paper = picture.getpixel((130, 500))
    for margin in ((64, 430, 160, 640), (1640, 430, 1736, 640)):
        assert {colour for _count, colour in picture.crop(margin).getcolors()} == {paper}


@pytest.mark.parametrize(
    ("name", "halves"),
    [
        (LONG_NAME, ("示范区星河少年科技与文化艺术综合素质教育培训学校", "（有限公司）")),
        ("示范区第一二三四五六七八九十所", ("示范区第一二三四", "五六七八九十所")),
        ("（东校区）示范区第一二三四五六", ("（东校区）示范区", "第一二三四五六")),
    ],
)
def test_a_long_name_breaks_before_its_bracket_or_in_the_middle(name, halves):
    assert in_halves(name) == halves


def test_a_character_the_typeface_lacks_is_named_and_never_drawn_as_a_box():
    plaque = make_active_plaque()
    School.objects.filter(pk=plaque.school_id).update(name="示范区\U0003134a学校")
    plaque.school.refresh_from_db()
    with pytest.raises(MissingCharacters) as refusal:
        draw_plaque(plaque, issuer=AssociationProfile.load())
    assert refusal.value.characters == "\U0003134a"
    assert refusal.value.school == "示范区\U0003134a学校"
    assert "\U0003134a" in str(refusal.value)


def test_the_typeface_is_complete_for_what_schools_are_called():
    assert font_path().is_file()
    assert missing_characters("示范区〇一（有限公司）·ABCabc0123456789-.") == ""
    assert missing_characters("好\ue000好\ue000") == "\ue000"


def test_the_mark_is_the_seal_of_the_pages():
    mark = mark_picture(256)
    assert mark.getpixel((24, 128)) == (0xB0, 0x2A, 0x1F, 255)
    assert mark.getpixel((128, 113)) == (0xFD, 0xF7, 0xEF, 255)
    assert mark.getpixel((0, 0))[3] == 0


def test_four_threads_draw_at_once_and_each_gets_its_own_plaque():
    plaque = make_active_plaque()
    values = [
        plaque_values([plaque], issuer=AssociationProfile(), colourway="paper", use="screen")
        | {"title": str(turn)}
        for turn in range(4)
    ]
    for turn, value in enumerate(values):
        value["plaques"][0]["number"] = f"SC-2026-000{turn}-X"
    alone = [set_png(value, ppi=20) for value in values]
    together = [b""] * 4

    def draw(turn):
        together[turn] = set_png(values[turn], ppi=20)

    threads = [threading.Thread(target=draw, args=(turn,)) for turn in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert together == alone
    assert len(set(alone)) == 4


def test_a_school_downloads_the_picture_of_its_own_plaque(client):
    plaque = make_active_plaque()
    client.force_login(plaque.pledge.signature.signer)
    response = client.get(f"/desk/{plaque.school.uscc}/plaques/{plaque.number}.png")
    assert response.headers["Content-Type"] == "image/png"
    assert "no-store" in response.headers["Cache-Control"]
    png = b"".join(response.streaming_content)
    assert png.startswith(b"\x89PNG")


def test_a_stranger_finds_no_picture(client):
    plaque = make_active_plaque()
    other = make_school()
    address = f"/desk/{plaque.school.uscc}/plaques/{plaque.number}.png"
    assert client.get(address).url.startswith("/accounts/sign-in/")
    client.force_login(make_principal(other))
    assert client.get(address).status_code == 404
    # Nor under the stranger's own school.
    assert client.get(f"/desk/{other.uscc}/plaques/{plaque.number}.png").status_code == 404


def test_a_school_is_told_which_character_cannot_be_drawn(client):
    plaque = make_active_plaque()
    School.objects.filter(pk=plaque.school_id).update(name="示范区\ue000学校")
    client.force_login(plaque.pledge.signature.signer)
    response = client.get(f"/desk/{plaque.school.uscc}/plaques/{plaque.number}.png", follow=True)
    assert "\ue000" in response.content.decode()


def test_the_secretariat_sees_both_colourways_and_no_third(client):
    plaque = make_active_plaque()
    client.force_login(make_secretary())
    address = f"/admin/plaques/picture/{plaque.pk}.png"
    seen = {
        b"".join(client.get(address, {"colours": colours}).streaming_content)
        for colours in Colourway.values
    }
    assert len(seen) == 2
    assert b"".join(client.get(address).streaming_content) in seen
    assert client.get(address, {"colours": "gold"}).status_code == 404
