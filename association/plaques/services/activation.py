"""A plaque is confirmed where it hangs, by a photo that shows its code."""

from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from association.core import clock
from association.core.errors import RuleError
from association.core.regulated import record_event
from association.plaques.enums import PhotoKind, PlaqueStatus, Verb
from association.plaques.grounds import why_not_lend
from association.plaques.models import Photo, Plaque, ReplacedCopy
from association.plaques.models.plaque import new_token
from association.plaques.photos import CleanPhoto
from association.plaques.services.issuing import move
from association.plaques.services.receiving import receive_photo


def activate_plaque(*, plaque: Plaque, photo: bytes, acting_user: Any) -> Plaque:
    """Confirm that the plaque hangs at the gate, by a photo taken there.

    photo: the file as the phone made it; the code in it must be the present copy's.
    Returns the plaque, active; its photo is public from now on.
    Raises RuleError, which says what to do, for a photo that does not show this code alone, a
    plaque that is not waiting to be hung, one whose time has run out, one's own school's, and while
    a decision suspends the school's plaques.
    """
    _check_another_person(plaque, acting_user)
    _check_waiting(Plaque.objects.get(pk=plaque.pk))
    # Outside the transaction: reading takes a while, and nobody should wait for it.
    clean = receive_photo(plaque=plaque, photo=photo, acting_user=acting_user)
    with transaction.atomic():
        row = Plaque.locked(plaque.pk)
        _check_waiting(row)
        _check_code(row, clean)
        keep_photo(plaque=row, kind=PhotoKind.GATE, photo=clean, acting_user=acting_user)
        move(plaque, PlaqueStatus.ACTIVE, Verb.ACTIVATE, acting_user)
    return plaque


def retake_photo(*, plaque: Plaque, photo: bytes, acting_user: Any) -> Photo:
    """Let a newer photo from the gate take the place of the one that is public.

    For a picture that shows a child, or the wrong thing: the older one is public no more from the
    moment this returns. photo: as for `activate_plaque`. The plaque's state is not touched. One
    that is suspended, or whose time has run out, may still hang: it may be shown anew as well.
    Returns the photo. Raises RuleError, which says what to do, for a photo that does not show this
    code alone, for a plaque that is not confirmed at the gate, and for one's own school's.
    """
    _check_another_person(plaque, acting_user)
    _check_confirmed(Plaque.objects.get(pk=plaque.pk))
    clean = receive_photo(plaque=plaque, photo=photo, acting_user=acting_user)
    with transaction.atomic():
        row = Plaque.locked(plaque.pk)
        _check_confirmed(row)
        _check_code(row, clean)
        kept = keep_photo(plaque=row, kind=PhotoKind.GATE, photo=clean, acting_user=acting_user)
        record_event(record=row, verb=Verb.RETAKE, old_status=row.status, acting_user=acting_user)
    return kept


def keep_photo(*, plaque: Plaque, kind: str, photo: CleanPhoto, acting_user: Any) -> Photo:
    """Store a cleaned photo of the plaque's present copy under random names.

    kind: a PhotoKind. The files lie in private storage. Call it in the verb's transaction.
    """
    return Photo.objects.create(
        plaque=plaque,
        kind=PhotoKind(kind),
        serial=plaque.serial,
        address=plaque.campus.address,
        picture=ContentFile(photo.jpeg, name=f"{new_token()}.jpg"),
        small=ContentFile(photo.small, name=f"{new_token()}.webp"),
        small_width=photo.small_width,
        small_height=photo.small_height,
        sent_by=acting_user,
    )


def _check_another_person(plaque: Plaque, acting_user: Any) -> None:
    """No school confirms its own plaque, not even by the hand of one who leads the alliance."""
    if plaque.school.representatives.filter(user=acting_user, until__isnull=True).exists():
        raise RuleError(_("You act for this school, so another person sends the photo."))


def _check_waiting(plaque: Plaque) -> None:
    status = plaque.effective_status
    if status == PlaqueStatus.ACTIVE:
        raise RuleError(_("This plaque is confirmed already. There is nothing more to do."))
    if status != PlaqueStatus.ISSUED:
        raise RuleError(_("Only a plaque that is not activated yet can be confirmed."))
    if plaque.valid_until < clock.today():
        raise RuleError(
            _("This plaque's time has run out before it was hung. The school signs again first.")
        )
    if why := why_not_lend([plaque.school]).get(plaque.school_id):
        raise RuleError(why)


def _check_confirmed(plaque: Plaque) -> None:
    status = plaque.resumes_as if plaque.is_suspended else plaque.effective_status
    if status == PlaqueStatus.ISSUED:
        raise RuleError(
            _("The copy that counts now is not confirmed yet. Please send its first photo instead.")
        )
    if not plaque.is_confirmed:
        raise RuleError(_("This plaque may not hang any longer, so it gets no newer photo."))


def _check_code(plaque: Plaque, photo: CleanPhoto) -> None:
    """Refuse a photo unless its one code is the present copy's; say what was read instead."""
    if photo.strangers:
        raise RuleError(
            _(
                "The code in the picture leads to “%(host)s”, which is not the association. "
                "Please do not hang this plaque, and call the secretariat."
            )
            % {"host": photo.strangers[0][:60]}
        )
    if not photo.tokens:
        raise RuleError(
            _(
                "No plaque code was found in the picture. Please come closer, so that the code "
                "is at least a quarter of the picture's width, hold the phone still, and avoid "
                "glare and shadow on it."
            )
        )
    copy = ReplacedCopy.objects.filter(token__in=photo.tokens).select_related("plaque").first()
    if copy is not None:
        raise RuleError(
            _(
                "This is an old copy of plaque %(number)s that was replaced. Please do not hang "
                "it, and tell the secretariat where you found it."
            )
            % {"number": copy.plaque.number}
        )
    _check_own(plaque, photo.tokens)


def _check_own(plaque: Plaque, tokens: list[str]) -> None:
    if tokens == [plaque.token]:
        return
    if plaque.token in tokens:
        raise RuleError(_("The picture shows more than one plaque. Please take one of this alone."))
    other = Plaque.objects.filter(token__in=tokens).first()
    if other is None:
        raise RuleError(
            _(
                "The code in the picture was never issued by the association. Please do not hang "
                "this plaque, and call the secretariat."
            )
        )
    raise RuleError(
        _(
            "The code in the picture is that of plaque %(other)s, not of %(number)s. Please see "
            "whether the right plaque hangs here."
        )
        % {"other": other.number, "number": plaque.number}
    )
