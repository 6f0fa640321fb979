"""What comes from a stranger's phone: read for its codes, kept without anything else in it."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from association.core.errors import RuleError
from association.plaques.models.plaque import new_token
from association.plaques.photos import MAX_BYTES, SMALL_BYTES, read_photo
from tests.factories.photos import draw_code, make_photo

ORIENTATION, GPS, MAKER = 0x0112, 0x8825, 0x010F
PLACE = {1: "N", 2: (36.0, 42.0, 7.5), 3: "E", 4: (119.0, 6.0, 3.25)}


@pytest.fixture
def token():
    return new_token()


def address(token, host="https://plaque.example"):
    return f"{host}/v/{token}"


def with_place(orientation=1):
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[MAKER] = "Phone of somebody"
    exif.get_ifd(GPS).update(PLACE)
    return exif


def opened(data):
    image = Image.open(BytesIO(data))
    image.load()
    return image


def size_of(photo):
    return opened(photo.jpeg).size


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_the_code_is_read_and_nothing_but_pixels_is_kept(form, token):
    data = make_photo(address(token), form=form, exif=with_place())
    assert dict(opened(data).getexif().get_ifd(GPS)) != {}
    photo = read_photo(data)
    assert photo.tokens == [token]
    for kept in (photo.jpeg, photo.small):
        image = opened(kept)
        assert dict(image.getexif()) == {}
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "loop"} | {
            "background", "timestamp", "duration",
        }  # fmt: skip
        assert b"Phone of somebody" not in kept
        assert b"Exif" not in kept
    assert opened(photo.jpeg).format == "JPEG"
    assert opened(photo.small).format == "WEBP"


def test_comments_and_profiles_do_not_outlive_the_photo(token):
    wall = make_photo(address(token), comment=b"taken at home", icc_profile=b"somebody's screen")
    assert b"taken at home" in wall
    photo = read_photo(wall)
    assert photo.tokens == [token]
    assert b"taken at home" not in photo.jpeg + photo.small
    assert b"somebody's screen" not in photo.jpeg + photo.small


@pytest.mark.parametrize(
    ("orientation", "size"), [(1, (640, 480)), (3, (640, 480)), (6, (480, 640))]
)
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_the_picture_stands_as_the_phone_was_held(form, orientation, size, token):
    data = make_photo(address(token), form=form, exif=with_place(orientation))
    photo = read_photo(data)
    assert size_of(photo) == size
    assert photo.tokens == [token]


# Pillow says so aloud, and goes on.
@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_a_photo_with_broken_metadata_is_still_a_photo(token):
    photo = read_photo(make_photo(address(token), exif=b"Exif\0\0MM\0*\xff\xff\xff\xff"))
    assert photo.tokens == [token]


def test_sizes_are_bounded(token):
    photo = read_photo(make_photo(address(token), size=(4032, 3024)))
    assert size_of(photo) == (1600, 1200)
    assert (photo.small_width, photo.small_height) == (480, 360)
    assert opened(photo.small).size == (480, 360)
    tall = read_photo(make_photo(address(token), size=(900, 2700)))
    assert (tall.small_width, tall.small_height) == (160, 480)


def test_the_small_picture_stays_under_ten_kilobytes_whatever_it_shows():
    noise = Image.effect_noise((1200, 900), 120).convert("RGB")
    file = BytesIO()
    noise.save(file, "JPEG", quality=95)
    photo = read_photo(file.getvalue())
    assert len(photo.small) <= SMALL_BYTES
    assert opened(photo.small).size == (photo.small_width, photo.small_height)


def test_a_small_picture_is_not_blown_up(token):
    photo = read_photo(make_photo(address(token), size=(300, 260)))
    assert size_of(photo) == (300, 260)
    assert (photo.small_width, photo.small_height) == (300, 260)


@pytest.mark.parametrize("degrees", [12, 90, 135, 180])
def test_a_tilted_code_is_read(degrees, token):
    wall = opened(make_photo(address(token), size=(1600, 1200)))
    file = BytesIO()
    wall.rotate(degrees, expand=True, fillcolor="#b9a58c").save(file, "JPEG", quality=70)
    assert read_photo(file.getvalue()).tokens == [token]


def test_a_small_code_in_a_large_photo_is_read(token):
    wall = Image.new("RGB", (4032, 3024), "#b9a58c")
    wall.paste(draw_code(address(token), scale=7).convert("RGB"), (2600, 400))
    file = BytesIO()
    wall.save(file, "JPEG", quality=80)
    assert read_photo(file.getvalue()).tokens == [token]


def test_a_photo_without_a_code_has_no_token():
    assert read_photo(make_photo()).tokens == []
    assert read_photo(make_photo("https://pay.example/1")).tokens == []


def test_two_plaques_in_one_picture_are_both_told(token):
    other = new_token()
    photo = read_photo(make_photo(address(token), address(other), size=(900, 480)))
    assert photo.tokens == sorted([token, other])


def test_a_look_alike_address_gives_a_host_and_no_token(token):
    photo = read_photo(make_photo(address(token, "https://plaque.example.cn")))
    assert (photo.tokens, photo.strangers) == ([], ["plaque.example.cn"])
    photo = read_photo(make_photo(address(token, "https://plaque.example@bad.example")))
    assert (photo.tokens, photo.strangers) == ([], ["plaque.example@bad.example"])


@pytest.mark.parametrize("ending", ["/more", "x", "?to=1"])
def test_only_a_whole_address_is_ours(ending, token):
    expected = [token] if ending == "?to=1" else []
    assert read_photo(make_photo(address(token) + ending)).tokens == expected


def png_of(width, height):
    """The head of a PNG that claims a size, and hardly any data."""

    def chunk(kind, data):
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )


def many_frames():
    frames = [Image.new("L", (40, 40), shade) for shade in range(200)]
    file = BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])
    return file.getvalue()


NO_PICTURES = {
    "nothing": b"",
    "a text": "这不是照片".encode(),
    "a page": b"<!doctype html><script>alert(1)</script>",
    "an SVG": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "a GIF of many frames": many_frames(),
    "a TIFF": b"II*\0" + b"\xff" * 200,
    "half a JPEG": make_photo()[:600],
    "half a PNG": make_photo(form="PNG")[:200],
    "half a WebP": make_photo(form="WEBP")[:60],
    "half a HEIC": make_photo(form="HEIF")[:400],
    "a PNG without its pixels": png_of(900, 900),
    "a PDF": b"%PDF-1.7\n1 0 obj<<>>endobj",
}


@pytest.mark.parametrize("name", NO_PICTURES)
def test_what_is_no_photo_is_refused_in_words(name):
    with pytest.raises(RuleError, match="JPEG"):
        read_photo(NO_PICTURES[name])


@pytest.mark.parametrize(("width", "height"), [(8000, 5001), (12000, 9000), (65000, 65000)])
def test_too_many_pixels_are_refused_before_they_are_decoded(width, height):
    with pytest.raises(RuleError, match=r"像素|pixels"):
        read_photo(png_of(width, height))


def test_a_bomb_of_few_bytes_is_refused():
    file = BytesIO()
    Image.new("L", (11000, 11000)).save(file, "PNG", optimize=False)
    assert len(file.getvalue()) < 200_000
    with pytest.raises(RuleError, match=r"像素|pixels"):
        read_photo(file.getvalue())


@pytest.mark.parametrize(("width", "height"), [(9000, 1), (2, 9000), (900, 100)])
def test_a_picture_like_a_thread_is_refused(width, height):
    with pytest.raises(RuleError, match=r"窄|narrow"):
        read_photo(png_of(width, height))


def test_a_file_that_is_too_large_is_refused_unread():
    with pytest.raises(RuleError, match="15"):
        read_photo(b"\xff\xd8" + bytes(MAX_BYTES))


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "LA", "CMYK", "I;16", "1"])
def test_every_kind_of_pixel_is_taken(mode, token):
    code = draw_code(address(token))
    picture = code.convert("RGBA") if mode == "RGBA" else code.convert("L").convert(mode)
    file = BytesIO()
    picture.save(file, "JPEG" if mode == "CMYK" else "PNG")
    photo = read_photo(file.getvalue())
    assert opened(photo.jpeg).mode == "RGB"
    if mode != "I;16":
        assert photo.tokens == [token]


def test_what_is_see_through_becomes_white(token):
    file = BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(file, "PNG")
    assert opened(read_photo(file.getvalue()).jpeg).getpixel((25, 25)) == (255, 255, 255)
