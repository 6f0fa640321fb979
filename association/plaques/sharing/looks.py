"""How each public state looks on the card and the badge: always a word, an icon and a colour."""

from typing import NamedTuple

from association.plaques.enums import PublicState

PAPER = "#fffefb"
INK = "#1b2126"
SOFT = "#4d555b"
LINE = "#d8d5ca"

UNKNOWN = "unknown"  # a number the association has not issued


class Look(NamedTuple):
    """ground: colour behind icon and word. ink: their colour. icon: a file of components/icons."""

    ground: str
    ink: str
    icon: str


# The colours of tokens.css by day: a picture cannot know whether it is shown in the dark.
OK = ("#1c6a45", "#ffffff")
WARN = ("#f2b632", "#231a05")
BAD = ("#a20f1c", "#ffffff")
IDLE = ("#40566b", "#ffffff")

LOOKS = {
    PublicState.VALID.value: Look(*OK, "check-circle"),
    PublicState.SUSPENDED.value: Look(*WARN, "suspended"),
    PublicState.EXPIRED.value: Look(*WARN, "expired"),
    PublicState.REVOKED.value: Look(*BAD, "revoked"),
    PublicState.SUPERSEDED.value: Look(*IDLE, "replaced"),
    PublicState.COPY_REPLACED.value: Look(*IDLE, "replaced"),
    PublicState.RETURNED.value: Look(*IDLE, "returned"),
    PublicState.NOT_ACTIVATED.value: Look(*IDLE, "not-activated"),
    UNKNOWN: Look(*BAD, "warning"),
}
