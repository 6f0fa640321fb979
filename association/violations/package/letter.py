"""The covering letter on paper."""

import datetime as dt
from dataclasses import asdict
from pathlib import Path

from django.conf import settings

from association.core.lettering import drawable
from association.core.typesetting import Typesetter
from association.violations.package import words
from association.violations.package.letter_words import Letter

_letter = Typesetter(Path(__file__).with_name("letter.typ"))


def letter_pdf(letter: Letter, *, day: dt.date) -> bytes:
    """Return a letter as a tagged PDF/A, its fonts embedded; the same letter as the same bytes.

    What the typeface lacks is printed as 〓.
    """
    values = asdict(letter) | {
        "attachments_label": words.ATTACHMENTS,
        "date": [day.year, day.month, day.day],
        "mark": words.DEMO if settings.DEMO else "",
    }
    return _letter.set_pdf(drawable(values))
