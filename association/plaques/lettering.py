"""Chinese type for pictures: Noto Sans SC in any weight, and no character drawn as a box."""

from django.utils.translation import gettext as _
from PIL import ImageDraw, ImageFont

from association.core.errors import RuleError
from association.core.lettering import font_path, missing_characters


class MissingCharacters(RuleError):
    """The typeface lacks characters of a text; an engine would silently draw boxes."""

    def __init__(self, characters: str, *, school: str = "") -> None:
        listed = " ".join(characters)
        super().__init__(
            _(
                "The plaque of “%(school)s” cannot be set: its typeface lacks %(characters)s. "
                "Please check the spelling."
            )
            % {"school": school, "characters": listed}
            if school
            else _("The plaque's typeface lacks: %(characters)s. Please check the spelling.")
            % {"characters": listed}
        )
        self.characters = characters
        self.school = school


def typeface(size: int, weight: int) -> ImageFont.FreeTypeFont:
    """Return the typeface. size: pixels to the em. weight: 100 to 900."""
    font = ImageFont.truetype(font_path(), size)
    font.set_variation_by_axes([weight])
    return font


def width_of(text: str, font: ImageFont.FreeTypeFont, *, spacing: float = 0) -> float:
    """Return how wide a line is in pixels. spacing: pixels between two characters."""
    return sum(font.getlength(character) for character in text) + spacing * (len(text) - 1)


def draw_line(
    canvas: ImageDraw.ImageDraw,
    text: str,
    *,
    at: tuple[float, float],
    font: ImageFont.FreeTypeFont,
    fill: str,
    spacing: float = 0,
    centred: bool = False,
) -> None:
    """Draw one line. at: its left end on the baseline, or the middle of the line if centred.

    Raises MissingCharacters instead of drawing a box.
    """
    if missing := missing_characters(text):
        raise MissingCharacters(missing)
    x, y = at
    if centred:
        x -= width_of(text, font, spacing=spacing) / 2
    for character in text:
        canvas.text((x, y), character, font=font, fill=fill, anchor="ls")
        x += font.getlength(character) + spacing
