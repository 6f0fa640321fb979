"""From what a paper says to a file."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from association.core.errors import RuleError
from association.core.lettering import drawable, missing_characters
from association.core.models import AssociationProfile
from association.core.typesetting import Typesetter
from association.pledges.models import IssuedPaper
from association.pledges.papers.contents import contents_of

MARK = Path(__file__).parents[2] / "static" / "img" / "mark.svg"

_paper = Typesetter(Path(__file__).with_name("paper.typ"))


class UnprintablePaper(RuleError):
    """A name on it has characters that the typeface lacks, and no other name may stand there."""


def paper_pdf(paper: IssuedPaper) -> bytes:
    """Return a paper as a tagged PDF/A with its fonts, the code as an outline.

    paper: not saved yet; see `contents_of`. The same paper comes out as the same bytes.
    Raises UnprintablePaper where the typeface lacks a character of the school's or signer's name.
    """
    names = paper.pledge.school.name + paper.pledge.signature.signer_name
    if missing := missing_characters(names):
        raise UnprintablePaper(
            _(
                "The PDF cannot be made: the typeface lacks %(characters)s. Your receipt on the "
                "site counts all the same; please call the secretariat."
            )
            % {"characters": " ".join(missing)}
        )
    values: dict[str, Any] = contents_of(paper, issuer=AssociationProfile.load())
    return _paper.set_pdf(drawable(values) | {"mark": MARK.read_text(encoding="utf-8")})
