import pytest
import zxingcpp
from PIL import Image

from association.alliances.models import School
from association.core.models import AssociationProfile
from association.plaques.artwork import (
    MissingCharacters,
    draw_plaque,
    plaque_picture,
    plaque_words,
)
from association.plaques.lettering import font_path, missing_characters
from association.plaques.mark import mark_picture
from tests.factories import make_active_plaque, make_principal, make_school

pytestmark = pytest.mark.django_db

LONG_NAME = "示范区星河少年科技与文化艺术综合素质教育培训学校（有限公司）"


def picture_of(plaque):
    return Image.open(draw_plaque(plaque, issuer=AssociationProfile.load())).convert("RGB")


ALTERED = {
    "as it is": lambda picture: picture,
    "a third of the size": lambda picture: picture.resize((600, 400)),
    "turned by 7 degrees": lambda picture: picture.rotate(7, expand=True, fillcolor="white"),
    "on its head": lambda picture: picture.rotate(180),
}


@pytest.mark.parametrize("alter", ALTERED.values(), ids=ALTERED.keys())
def test_another_library_reads_the_scan_address_from_the_picture(alter):
    plaque = make_active_plaque()
    [code] = zxingcpp.read_barcodes(alter(picture_of(plaque)))
    assert code.text == plaque.scan_url
    assert code.ec_level == "H"


def test_the_code_has_its_quiet_zone_of_four_modules():
    plaque = make_active_plaque()
    picture = picture_of(plaque)
    [code] = zxingcpp.read_barcodes(picture)
    corners = code.position
    left, top = corners.top_left.x, corners.top_left.y
    right, bottom = corners.bottom_right.x, corners.bottom_right.y
    zone = 4 * (right - left) // 41
    paper = picture.getpixel((left - 8, top - 8))
    frame = [
        (left - zone, top - zone, right + zone, top - 1),
        (left - zone, bottom + 2, right + zone, bottom + zone),
        (left - zone, top, left - 1, bottom),
        (right + 2, top, right + zone, bottom),
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
        "number": plaque.number,
        "hotline": "核验热线 0536-0123456",
        "domain": "plaque.example",
        "scan": "扫码核验",
        "terms": "本牌匾不收费，不是荣誉，不作推荐",
    }


@pytest.mark.parametrize(
    "place", ["issuer", "school", "chinese_number", "number", "hotline", "domain", "scan", "terms"]
)
def test_every_line_is_drawn(place):
    plaque = make_active_plaque()
    words = plaque_words(plaque, issuer=AssociationProfile(name_zh="协会", hotline="12345"))
    whole = plaque_picture(words, code=plaque.scan_url)
    without = plaque_picture(words | {place: ""}, code=plaque.scan_url)
    assert whole.tobytes() != without.tobytes()


def test_a_long_name_stays_inside_the_frame():
    plaque = make_active_plaque(make_school(LONG_NAME))
    picture = picture_of(plaque)
    paper = picture.getpixel((130, 500))
    for margin in ((64, 430, 160, 640), (1640, 430, 1736, 640)):
        assert {colour for _count, colour in picture.crop(margin).getcolors()} == {paper}


def test_a_character_the_typeface_lacks_is_named_and_never_drawn_as_a_box():
    plaque = make_active_plaque()
    School.objects.filter(pk=plaque.school_id).update(name="示范区\U0003134a学校")
    plaque.school.refresh_from_db()
    with pytest.raises(MissingCharacters) as refusal:
        draw_plaque(plaque, issuer=AssociationProfile.load())
    assert refusal.value.characters == "\U0003134a"
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
