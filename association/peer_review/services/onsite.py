"""What happens at the school: the visit is opened, answers come in, then photos and a signature.

A phone may send each of these again after a cut connection; with the same key it stays one record.
"""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from association.core import clock
from association.core.errors import InvalidTransition, RuleError
from association.core.regulated import record_event
from association.peer_review import gate_code
from association.peer_review.enums import OpenedBy, RoundStatus, Source, Verb, VisitStatus
from association.peer_review.models import (
    HostSignature,
    Opening,
    Seat,
    Submission,
    Visit,
    VisitPhoto,
)
from association.peer_review.photos import kept_photo, named_photos
from association.peer_review.proofs import proves, what_is_wrong, what_was_shown
from association.peer_review.services.visits import hand_in
from association.pledges.signature_image import clean_signature

# The clock of a phone may be ahead by as much as its code is accepted.
AHEAD = dt.timedelta(seconds=gate_code.STEP * gate_code.TOLERATED_STEPS)


class Position(NamedTuple):
    """Where a phone says that it is: WGS-84 degrees, and metres it may be off. Never proof."""

    latitude: float
    longitude: float
    accuracy: float


class WrongProof(RuleError):
    """Neither the school's code nor a plaque of the school."""


@transaction.atomic
def open_visit(
    *,
    seat: Seat,
    opened_by: OpenedBy,
    proof: str,
    opened_at: dt.datetime,
    position: Position | None = None,
    key: uuid.UUID,
    acting_user: Any,
) -> Opening:
    """Record that a visitor is at the school.

    proof: the code on the school's screen, the token of its plaque, or the reason why the school
    can show neither, which the event keeps. opened_at: as the phone says; it may send later.
    key: the same key sent again returns the row that is there.
    Returns the opening. Raises WrongProof; RuleError for a moment ahead or outside the round, and
    for anybody but the visitor; InvalidTransition once the visit is called off or the round is not
    running.
    """
    visit = _locked_running(seat)
    if (again := Opening.objects.filter(key=key).first()) is not None:
        return _own(again, seat)
    _refuse_others(seat, acting_user)
    _refuse_moment(visit, opened_at)
    if not proves(opened_by, proof, visit, opened_at):
        raise WrongProof(what_is_wrong(opened_by))
    opening = Opening.objects.create(
        seat=seat,
        key=key,
        opened_by=opened_by,
        opened_at=min(opened_at, clock.now()),
        acting_user=acting_user,
        **(position._asdict() if position else {}),
    )
    record_event(
        record=visit,
        verb=Verb.OPEN_ON_SITE,
        acting_user=acting_user,
        old_status=visit.status,
        reason=what_was_shown(opened_by, proof),
    )
    return opening


@transaction.atomic
def hand_in_on_site(
    *,
    seat: Seat,
    visited_on: dt.date,
    answers: Mapping[str, Any],
    failed: list[str],
    key: uuid.UUID,
    acting_user: Any,
) -> Submission:
    """Keep the answers that a visitor wrote on this site. Returns and raises as `hand_in` does.

    RuleError as well for a key under which somebody else's answers are kept, and for anybody but
    the visitor.
    """
    if (again := Submission.objects.filter(key=key).first()) is not None:
        return _own(again, seat)
    _refuse_others(seat, acting_user)
    return hand_in(
        visit=seat.visit,
        seat=seat,
        source=Source.ONLINE,
        visited_on=visited_on,
        answers=answers,
        failed=failed,
        acting_user=acting_user,
        key=key,
    )


def keep_photo(*, seat: Seat, key: uuid.UUID, data: bytes, acting_user: Any) -> VisitPhoto:
    """Keep a photo that answers of this place name, cleaned and scaled.

    data: JPEG, PNG or WebP. key: the same key sent again returns the row that is there.
    Returns the photo. Raises RuleError for a photo that no answers name, for a file that is no
    picture, and for anybody but the visitor.
    """
    if (again := VisitPhoto.objects.filter(key=key).first()) is not None:
        return _own(again, seat)
    _refuse_others(seat, acting_user)
    place = _place_of(seat, key)
    if place is None:
        raise RuleError(
            _("No answers that were handed in name this photo. Send the answers first.")
        )
    # Before anything is locked: a picture takes its time.
    jpeg = kept_photo(data)
    return _stored(seat, key, place, jpeg, acting_user)


@transaction.atomic
def sign_as_host(
    *,
    seat: Seat,
    host: str,
    drawing: str,
    refusal: str,
    signed_at: dt.datetime | None = None,
    acting_user: Any,
) -> HostSignature:
    """Keep the signature of the school's host, or why it is not signed; once for each visitor.

    host: name or office. drawing: a data address of a PNG; empty where refusal says why.
    signed_at: as the phone says, which may send later; now where that can not be.
    Returns the signature; the one that is there if it says the same. Raises RuleError for another
    one, without a host, for both or neither of drawing and refusal, for an unreadable drawing, and
    for anybody but the visitor.
    """
    visit = Visit.locked(seat.visit_id)
    host, refusal = host.strip(), refusal.strip()
    if (again := HostSignature.objects.filter(seat=seat).first()) is not None:
        if (again.host, again.refusal) == (host, refusal):
            return again
        raise RuleError(_("The host has signed this visit already, or it was said why not."))
    _refuse_others(seat, acting_user)
    if visit.status == VisitStatus.CANCELLED:
        raise InvalidTransition(record=visit, status_label=visit.get_status_display())
    if not host:
        raise RuleError(_("Say who received the visit."))
    if bool(drawing) == bool(refusal):
        raise RuleError(_("Let the host sign, or say why it is not signed."))
    hour = _hour(visit, signed_at)
    signature = HostSignature(seat=seat, host=host, refusal=refusal, signed_at=hour)
    if drawing:
        file = ContentFile(clean_signature(drawing))
        signature.drawing.save(f"{uuid.uuid4().hex}.png", file, save=False)
    signature.save()
    return signature


def _locked_running(seat: Seat) -> Visit:
    row = Visit.locked(seat.visit_id)
    if row.status == VisitStatus.CANCELLED or row.round.status != RoundStatus.RUNNING:
        raise InvalidTransition(record=row, status_label=row.get_status_display())
    return row


def _own(row: Any, seat: Seat) -> Any:
    if row.seat_id != seat.pk:
        raise RuleError(_("This was sent for another visit."))
    return row


def _refuse_others(seat: Seat, user: Any) -> None:
    standing = Seat.objects.filter(pk=seat.pk, visitor=user.pk, until__isnull=True)
    if not standing.exists():
        raise RuleError(_("Only the visitor who is named for this place does this."))


def _refuse_moment(visit: Visit, moment: dt.datetime) -> None:
    if moment > clock.now() + AHEAD:
        raise RuleError(
            _("The clock of this phone is ahead. Set it right and open the visit again.")
        )
    first, last = visit.round.opens_on, visit.round.due_on
    if not _midnight(first) <= moment < _midnight(last + dt.timedelta(days=1)):
        raise RuleError(_("The day of the visit lies outside the round, or still ahead."))


def _hour(visit: Visit, moment: dt.datetime | None) -> dt.datetime:
    now = clock.now()
    sound = moment is not None and _midnight(visit.round.opens_on) <= moment < now
    return moment if sound else now


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def _place_of(seat: Seat, key: uuid.UUID) -> str | None:
    """Return where the latest answers that name a photo put it."""
    for answers in seat.submissions.order_by("-pk").values_list("answers", flat=True):
        if place := named_photos(answers).get(str(key)):
            return place
    return None


@transaction.atomic
def _stored(seat: Seat, key: uuid.UUID, place: str, jpeg: bytes, acting_user: Any) -> VisitPhoto:
    Visit.locked(seat.visit_id)
    if (again := VisitPhoto.objects.filter(key=key).first()) is not None:
        return _own(again, seat)  # the same photo, while this one was being read
    photo = VisitPhoto(seat=seat, visit_id=seat.visit_id, key=key, place=place, sent_by=acting_user)
    photo.picture.save(f"{uuid.uuid4().hex}.jpg", ContentFile(jpeg), save=False)
    photo.save()
    return photo
