"""A plaque that was taken back leaves the wall: asked for, shown by a photo, closed."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from association.core import clock
from association.core.errors import InvalidTransition, RuleError
from association.core.regulated import change_status, record_event
from association.plaques.enums import PhotoKind, PlaqueStatus, TakeDownStatus, Verb
from association.plaques.models import Plaque, TakeDown
from association.plaques.photos import CleanPhoto
from association.plaques.selectors import take_down_day
from association.plaques.services.activation import keep_photo
from association.plaques.services.receiving import receive_photo
from association.plaques.told import HANGS_AGAIN

DAYS_FOR_ANOTHER_PHOTO = 3


@transaction.atomic
def open_take_down(*, plaque: Plaque, acting_user: Any) -> TakeDown:
    """Ask for a plaque to be taken down within settings.PLAQUE_TAKE_DOWN_DAYS.

    Returns the open take-down. Raises RuleError unless the plaque was taken back, or when it is
    asked for already.
    """
    row = Plaque.locked(plaque.pk)
    if row.status != PlaqueStatus.REVOKED:
        raise RuleError(_("Only a plaque that was taken back has to be taken down."))
    if TakeDown.objects.filter(plaque=row).exists():
        raise RuleError(_("The school has been asked to take this plaque down already."))
    take_down = TakeDown.objects.create(plaque=row, due_on=take_down_day())
    record_event(record=take_down, verb=Verb.OPEN_TAKE_DOWN, acting_user=acting_user, first=True)
    return take_down


def show_bare_wall(*, take_down: TakeDown, photo: bytes, acting_user: Any) -> TakeDown:
    """Hand in a photo of the place where the plaque hung.

    photo: the file as the phone made it; it is cleaned of metadata and stays inside.
    Returns the take-down, waiting for the secretariat. Raises RuleError for what is no photo, a
    photo in which this plaque's code can still be read, and when no photo is asked for now.
    """
    _check_wanted(TakeDown.objects.get(pk=take_down.pk))
    # Outside the transaction: reading takes a while, and nobody should wait for it.
    clean = receive_photo(plaque=take_down.plaque, photo=photo, acting_user=acting_user)
    with transaction.atomic():
        plaque = Plaque.locked(take_down.plaque_id)
        _check_wanted(TakeDown.locked(take_down.pk))
        _check_bare(plaque, clean)
        keep_photo(plaque=plaque, kind=PhotoKind.BARE_WALL, photo=clean, acting_user=acting_user)
        return change_status(
            record=take_down,
            to=TakeDownStatus.SHOWN,
            verb=Verb.SHOW_BARE_WALL,
            acting_user=acting_user,
        )


def _check_wanted(take_down: TakeDown) -> None:
    if take_down.status == TakeDownStatus.SHOWN:
        raise RuleError(
            _("A photo was sent already. The secretariat looks at it; you need not do anything.")
        )
    if take_down.status != TakeDownStatus.OPEN:
        raise RuleError(_("This is settled already. You need not do anything."))


def _check_bare(plaque: Plaque, photo: CleanPhoto) -> None:
    own = {plaque.token, *plaque.replaced_copies.values_list("token", flat=True)}
    if own & set(photo.tokens):
        raise RuleError(
            _(
                "The plaque's code can still be read in this photo. Please take the plaque down "
                "first, then take a photo of the empty place."
            )
        )


@transaction.atomic
def doubt_bare_wall(*, take_down: TakeDown, note: str, acting_user: Any) -> TakeDown:
    """Ask for another photo, and leave at least three days for it.

    note: what was not to be seen; the school reads it.
    Raises RuleError without a note, InvalidTransition when no photo waits.
    """
    if not note.strip():
        raise RuleError(_("Please write what the photo does not show; the school will read it."))
    row = TakeDown.locked(take_down.pk)
    if row.status != TakeDownStatus.SHOWN:
        raise InvalidTransition(record=row, status_label=row.get_status_display())
    return change_status(
        record=take_down,
        to=TakeDownStatus.OPEN,
        verb=Verb.DOUBT_BARE_WALL,
        acting_user=acting_user,
        reason=note.strip(),
        due_on=max(row.due_on, clock.today() + dt.timedelta(days=DAYS_FOR_ANOTHER_PHOTO)),
    )


@transaction.atomic
def close_take_down(*, take_down: TakeDown, acting_user: Any, note: str = "") -> TakeDown:
    """Close: the plaque is down.

    note: kept inside; needed where no photo shows it.
    Raises RuleError without it then, for whoever sent the photo that waits, and for whoever acts
    for the school; InvalidTransition when it is closed already.
    """
    row = TakeDown.locked(take_down.pk)
    if row.status == TakeDownStatus.SHOWN and _sent_by(row, acting_user):
        raise RuleError(_("You sent this photo, so another person looks at it."))
    if row.plaque.school.representatives.filter(user=acting_user, until__isnull=True).exists():
        raise RuleError(_("You act for this school, so another person closes this."))
    if row.status == TakeDownStatus.OPEN and not note.strip():
        raise RuleError(_("There is no photo. Please note how you know that the plaque is down."))
    return change_status(
        record=take_down,
        to=TakeDownStatus.CLOSED,
        verb=Verb.CLOSE_TAKE_DOWN,
        acting_user=acting_user,
        reason=note.strip(),
        closed_at=clock.now(),
    )


def _sent_by(take_down: TakeDown, user: Any) -> bool:
    photos = take_down.plaque.photos.filter(kind=PhotoKind.BARE_WALL)
    latest = photos.order_by("-pk").first()
    return latest is not None and latest.sent_by_id == user.pk


@transaction.atomic
def reopen_take_down(*, take_down: TakeDown, note: str, acting_user: Any) -> TakeDown:
    """Ask once more for a plaque that hangs again, with settings.PLAQUE_TAKE_DOWN_DAYS for it.

    note: where it was seen; the school reads it. Earlier photos stay.
    Raises RuleError without a note, InvalidTransition unless the take-down is closed.
    """
    if not note.strip():
        raise RuleError(_("Please write where the plaque was seen; the school will read it."))
    row = TakeDown.locked(take_down.pk)
    if row.status != TakeDownStatus.CLOSED:
        raise InvalidTransition(record=row, status_label=row.get_status_display())
    row = ask_once_more(take_down, note.strip(), acting_user)
    HANGS_AGAIN([row.events.latest("sequence")])
    return row


def ask_once_more(take_down: TakeDown, reason: str, acting_user: Any) -> TakeDown:
    """Open a closed take-down again; called by verbs, which tell of it themselves."""
    return change_status(
        record=take_down,
        to=TakeDownStatus.OPEN,
        verb=Verb.REOPEN_TAKE_DOWN,
        acting_user=acting_user,
        reason=reason,
        due_on=take_down_day(),
        closed_at=None,
    )
