"""A gate photo goes from the web when nobody can send a better one at once."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from association.core.errors import RuleError
from association.core.regulated import record_event
from association.plaques.enums import Verb
from association.plaques.models import HiddenPhoto, Photo, Plaque
from association.plaques.selectors import public_photo


@transaction.atomic
def hide_photo(*, photo: Photo, reason: str, acting_user: Any) -> HiddenPhoto:
    """Take the gate photo that parents see off the web, whatever the plaque's state.

    For a picture that shows a child, or a plaque that nobody may photograph anew: it is gone from
    the moment this returns, no older one takes its place, and the plaque's state is not touched.
    A newer photo is public again. reason: kept in the history; the public does not read it.
    Returns the row that hides it. Raises RuleError without a reason, and for a photo that is not
    public, be it that a newer one came meanwhile.
    """
    if not reason.strip():
        raise RuleError(_("Please write why the photo may not be shown."))
    plaque = Plaque.locked(photo.plaque_id)
    if public_photo(photo.name) is None:
        raise RuleError(
            _("This photo is not public now. Please look at the plaque's page once more.")
        )
    hidden = HiddenPhoto.objects.create(photo=photo, hidden_by=acting_user)
    record_event(
        record=plaque,
        verb=Verb.HIDE_PHOTO,
        old_status=plaque.status,
        acting_user=acting_user,
        reason=reason.strip(),
    )
    return hidden
