"""Photos of school gates with the plaque on the wall: drawn here, no two alike, nobody in them."""

import random
from functools import cache
from io import BytesIO

import zxingcpp
from PIL import Image, ImageDraw, ImageFont

from association.plaques.lettering import typeface
from association.plaques.models import Plaque

SIZE = (960, 720)
WALLS = ["#b9a58c", "#a9786a", "#cfc7b8", "#9aa5a6", "#c6b496", "#8f8c86"]
SKIES = ["#c9dbe8", "#dfe3e3", "#b5cfe3", "#e8dfce"]
GATES = ["#3c4a52", "#5a4636", "#2f4a3d", "#6c6f73"]
INK, PAPER, SEAL = "#1b2126", "#f4efe2", "#a8281d"


def gate_photo(plaque: Plaque) -> bytes:
    """Return a JPEG of the plaque at its gate; the same plaque copy gives the same picture."""
    chance = random.Random(plaque.token)  # noqa: S311 -- scenery
    scene = _scene(chance)
    board = _board(plaque).rotate(chance.uniform(-2, 2), Image.Resampling.BILINEAR, expand=True)
    x, y = chance.randint(60, 120), chance.randint(150, 210)
    shadow = Image.new("L", board.size)
    shadow.paste(110, mask=board.getchannel("A"))
    scene.paste("#000000", (x + 6, y + 8), shadow)
    scene.paste(board, (x, y), board)
    return _jpeg(scene, chance)


def wall_photo(plaque: Plaque) -> bytes:
    """Return a JPEG of the same gate without the plaque: a paler patch and four screw holes."""
    chance = random.Random(plaque.token)  # noqa: S311 -- scenery
    scene = _scene(chance)
    patch = Image.new("RGB", (420, 300), "#ffffff")
    scene.paste(patch, (90, 180), Image.new("L", patch.size, 48))
    draw = ImageDraw.Draw(scene)
    for x, y in ((106, 196), (494, 196), (106, 464), (494, 464)):
        draw.ellipse((x - 5, y - 5, x + 5, y + 5), fill="#3a3530")
    return _jpeg(scene, chance)


def _scene(chance: random.Random) -> Image.Image:
    scene = Image.new("RGB", SIZE, chance.choice(SKIES))
    draw = ImageDraw.Draw(scene)
    ground = chance.randint(610, 650)
    _street(draw, chance, ground)
    _gate(draw, chance, ground)
    _wall(draw, chance, ground)
    return scene


def _street(draw: ImageDraw.ImageDraw, chance: random.Random, ground: int) -> None:
    """A school building behind the gate, some trees, and the pavement."""
    top = chance.randint(150, 230)
    draw.rectangle((600, top, 960, ground), fill=chance.choice(["#d8cfbd", "#cbb7a4", "#d5d8d6"]))
    for floor in range(top + 30, ground - 60, 84):
        for x in range(620, 960, 70):
            draw.rectangle((x, floor, x + 44, floor + 46), fill="#6f8796")
    for _tree in range(3):
        x, y, r = chance.randint(560, 940), chance.randint(300, 420), chance.randint(40, 75)
        draw.rectangle((x - 6, y, x + 6, ground), fill="#5b4a3a")
        draw.ellipse((x - r, y - r, x + r, y + r), fill=chance.choice(["#5d7b4d", "#6d8a52"]))
    draw.rectangle((0, ground, 960, 720), fill="#8d8a84")
    draw.line((0, ground + 2, 960, ground + 2), fill="#6e6b66", width=4)


def _gate(draw: ImageDraw.ImageDraw, chance: random.Random, ground: int) -> None:
    """A sliding gate of bars between the wall and a far pillar."""
    colour = chance.choice(GATES)
    top = chance.randint(390, 440)
    for rail in (top, (top + ground) // 2, ground - 26):
        draw.rectangle((560, rail, 960, rail + 9), fill=colour)
    for x in range(560, 960, chance.choice([22, 26, 32])):
        draw.rectangle((x, top - 14, x + 6, ground - 6), fill=colour)
    draw.rectangle((884, 330, 960, ground), fill="#9b8f80")


def _wall(draw: ImageDraw.ImageDraw, chance: random.Random, ground: int) -> None:
    """The pillar in front, of brick or plaster, with a coping."""
    colour = chance.choice(WALLS)
    draw.rectangle((0, 60, 570, ground), fill=colour)
    if chance.random() < 0.6:
        joint = _shade(colour, 0.88)
        for row, y in enumerate(range(60, ground, 30)):
            draw.line((0, y, 570, y), fill=joint, width=3)
            for x in range(-40 + 40 * (row % 2), 570, 80):
                draw.line((x, y, x, min(y + 30, ground)), fill=joint, width=3)
    draw.rectangle((0, 40, 590, 66), fill=_shade(colour, 0.75))
    draw.rectangle((560, 66, 572, ground), fill=_shade(colour, 0.8))


def _board(plaque: Plaque) -> Image.Image:
    """The plaque as it hangs, with its number and a code that reads."""
    board = Image.new("RGBA", (420, 300), PAPER)
    draw = ImageDraw.Draw(board)
    draw.rectangle((0, 0, 419, 299), outline="#8a6d3b", width=6)
    draw.rectangle((13, 13, 406, 286), outline=SEAL, width=2)
    draw.text((210, 66), "诚信牌匾", font=_type(44), fill=INK, anchor="ms")
    code = zxingcpp.create_barcode(plaque.scan_url, zxingcpp.BarcodeFormat.QRCode, ec_level="H")
    picture = Image.fromarray(code.to_image(scale=4, add_quiet_zones=True))
    board.paste(picture.resize((196, 196), Image.Resampling.NEAREST).convert("RGBA"), (26, 84))
    draw.text((312, 150), plaque.number, font=_type(19), fill=INK, anchor="ms")
    draw.rectangle((268, 180, 356, 268), fill=SEAL)
    for row, signs in enumerate(("示范", "协会")):
        draw.text((312, 218 + row * 40), signs, font=_type(34), fill=PAPER, anchor="ms")
    return board


def _jpeg(scene: Image.Image, chance: random.Random) -> bytes:
    grain = _grain()
    if chance.random() < 0.5:
        grain = grain.transpose(Image.Transpose.ROTATE_180)
    scene = Image.blend(scene, grain, 0.08)
    file = BytesIO()
    scene.save(file, "JPEG", quality=88)
    return file.getvalue()


@cache
def _grain() -> Image.Image:
    """Uneven light and the noise of a small sensor."""
    light = Image.linear_gradient("L").resize(SIZE).point(lambda value: 140 + value // 3)
    noise = Image.blend(light, Image.effect_noise(SIZE, 60), 0.5)
    return Image.merge("RGB", (noise, noise, noise))


@cache
def _type(size: int) -> ImageFont.FreeTypeFont:
    return typeface(size, 700)


def _shade(colour: str, part: float) -> str:
    channels = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(value * part):02x}" for value in channels)
