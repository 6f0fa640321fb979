"""Change requests, asked for by the verb."""

import datetime as dt

from association.alliances.services import ask_change
from tests.factories.files import PDF
from tests.factories.schools import make_school

NEW_NAME = "示范区新名字培训学校"
NEXT_LICENCE = dt.date(2031, 6, 30)


def make_change(school=None, *, by=None, files=None, places=None, **values):
    """An open request; for another name if nothing else is asked."""
    school = school or make_school()
    if not (values or places):
        values = {"name": NEW_NAME}
    return ask_change(
        school=school,
        values=values,
        places=places or {},
        reason="换发了新证",
        files=files or [("licence.pdf", PDF)],
        acting_user=by,
    )
