"""From invitations to a print-ready file."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from association.alliances.models import Invitation, School
from association.alliances.selectors import join_address
from association.alliances.slips.words import TITLE, slip_words
from association.core.errors import RuleError
from association.core.lettering import missing_characters
from association.core.models import AssociationProfile
from association.core.qr import qr_outline
from association.core.typesetting import Typesetter

INK = "#1b2126"
MARK = Path(__file__).parents[2] / "static" / "img" / "mark.svg"
MARK_ALT = "协会标志"

_slip = Typesetter(Path(__file__).with_name("slip.typ"))


class UnprintableSlip(RuleError):
    """A sheet cannot be set: an engine would silently draw boxes for characters it lacks."""


def slip_sheets(invitations: Sequence[Invitation], *, issuer: AssociationProfile) -> bytes:
    """Return a PDF with one A4 page for each invitation, in this order.

    invitations: at least one, open, each with its school. issuer: who writes and may be called.
    Tagged PDF/A-2a and PDF/UA-1, fonts embedded, codes as outlines.
    Raises UnprintableSlip naming the school, or the profile's line, that the typeface cannot set.
    """
    slips = [_values(invitation, issuer=issuer) for invitation in invitations]
    return _slip.set_pdf(
        {
            "title": _title(invitations),
            "issuer": issuer.name_zh,
            "mark": MARK.read_text(),
            "mark_alt": MARK_ALT,
            "slips": slips,
        }
    )


def unprintable(school: School) -> str:
    """Return the characters of a school's name that the typeface lacks."""
    return missing_characters(school.name)


def _title(invitations: Sequence[Invitation]) -> str:
    one = len(invitations) == 1
    return f"{TITLE} {invitations[0].school.name}" if one else f"{TITLE} × {len(invitations)}"


def _values(invitation: Invitation, *, issuer: AssociationProfile) -> dict[str, Any]:
    words = slip_words(invitation, issuer=issuer)
    if missing := missing_characters("".join(_texts(words))):
        raise UnprintableSlip(
            _(
                "The sheet for “%(school)s” cannot be set: the typeface lacks %(characters)s. "
                "Please check the spelling, or pass on the link instead."
            )
            % {"school": invitation.school.name, "characters": " ".join(missing)}
        )
    code = qr_outline(join_address(invitation))
    return words | {"qr": code.svg(fill=INK), "modules": code.modules}


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value
    return [text for part in parts for text in _texts(part)]
