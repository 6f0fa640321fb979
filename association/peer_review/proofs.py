"""What shows that a visitor is at the school, and what is said of it."""

import datetime as dt

from django.utils.translation import gettext as _

from association.peer_review import gate_code
from association.peer_review.enums import OpenedBy
from association.peer_review.models import Visit
from association.plaques.enums import PlaqueStatus
from association.plaques.models import Plaque


def proves(opened_by: str, proof: str, visit: Visit, moment: dt.datetime) -> bool:
    """Say whether a proof opens a visit at a moment. A declaration needs a reason, no more."""
    if opened_by == OpenedBy.CODE:
        return gate_code.fits(proof, visit=visit.pk, moment=moment)
    if opened_by == OpenedBy.DECLARED:
        return bool(proof.strip())
    hanging = Plaque.objects.read_as(PlaqueStatus.ACTIVE).filter(school=visit.school_id)
    return hanging.filter(token=proof).exists()


def what_is_wrong(opened_by: str) -> str:
    """Return the sentence for a proof that opens nothing."""
    if opened_by == OpenedBy.PLAQUE:
        return _("This is not a plaque that hangs at this school now.")
    if opened_by == OpenedBy.DECLARED:
        return _("Say why the school can show neither code nor plaque.")
    return _("This is not the code of that minute. Still there? Type the one shown now.")


def what_was_shown(opened_by: str, proof: str) -> str:
    """Return what the event keeps: how it was opened, with the reason of a declaration."""
    label = str(OpenedBy(opened_by).label)
    return f"{label}: {proof.strip()}" if opened_by == OpenedBy.DECLARED else label
