"""The badge for a school's own website: the present state as a drawing without any script."""

import unicodedata
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from association.plaques.selectors import PublicPlaque
from association.plaques.sharing.looks import LOOKS, UNKNOWN, Look

WIDTH, HEIGHT = 360, 132  # pixels as embedded; it is drawn to any size
ROOM = 232  # for words, beside the icon
LETTER = 0.6  # width of a letter or figure beside a Chinese character's 1
NAME_SIZES = (15, 14, 13)
NAME_SIZES_IN_TWO = (13, 12, 11, 10, 9, 8, 7)


@dataclass(frozen=True)
class Text:
    """One line. y: its baseline. length: the width it is squeezed into, None where it fits."""

    words: str
    y: float
    size: float
    length: int | None = None


@dataclass(frozen=True, kw_only=True)
class Badge:
    """What the badge's template draws. title: everything it says, for who cannot see it."""

    key: str
    look: Look
    word: Text
    name: list[Text]
    foot: list[Text]
    title: str
    width: int = WIDTH
    height: int = HEIGHT


def badge_of(plaque: PublicPlaque, *, issuer: str) -> Badge:
    """Return the badge of a plaque in the active language. issuer: the association's name."""
    state = plaque.state
    time = timezone.localtime(plaque.as_of).strftime("%Y-%m-%d %H:%M:%S")
    return Badge(
        key=state.key,
        look=LOOKS[state.key],
        word=fitted(state.label, y=38, size=25),
        name=_name(plaque.school.name),
        foot=[
            fitted(plaque.number, y=95, size=14),
            fitted(issuer, y=111, size=11),
            fitted(_("Answered at %(time)s") % {"time": time}, y=125, size=11),
        ],
        title=_("Integrity plaque %(number)s of %(school)s: %(state)s. %(sentence)s")
        % {
            "number": plaque.number,
            "school": plaque.school.name,
            "state": state.label,
            "sentence": state.sentence,
        },
    )


def unknown_badge(*, issuer: str) -> Badge:
    """Return the badge for a number that is not the association's. It repeats nothing typed."""
    word = _("Not issued by us")
    sentence = _("The association has issued no plaque with this number.")
    return Badge(
        key=UNKNOWN,
        look=LOOKS[UNKNOWN],
        word=fitted(word, y=36, size=22),
        name=_name(sentence),
        foot=[fitted(issuer, y=118, size=12)],
        title=f"{word}. {sentence}",
    )


def fitted(words: str, *, y: float, size: float) -> Text:
    """Return a line in its size, squeezed where it would leave the badge."""
    too_long = _width(words) * size > ROOM
    return Text(words, y, size, ROOM if too_long else None)


def _name(name: str) -> list[Text]:
    """Return the school's name in one line, or in two."""
    for size in NAME_SIZES:
        if _width(name) * size <= ROOM:
            return [Text(name, 66, size)]
    first, second = _halves(name)
    widest = max(_width(first), _width(second))
    size = next((s for s in NAME_SIZES_IN_TWO if widest * s <= ROOM), NAME_SIZES_IN_TWO[-1])
    return [fitted(first, y=59, size=size), fitted(second, y=59 + size * 1.3, size=size)]


def _halves(text: str) -> tuple[str, str]:
    """Break a line near its middle, at a space where there is one."""
    middle = (len(text) + 1) // 2
    spaces = [place for place, sign in enumerate(text) if sign == " "]
    at = min(spaces, key=lambda place: abs(place - middle), default=middle)
    return text[:at].strip(), text[at:].strip()


def _width(words: str) -> float:
    """Return how many Chinese characters wide a line is; whose typeface it is, nobody knows."""
    return sum(1 if unicodedata.east_asian_width(sign) in "WFA" else LETTER for sign in words)
