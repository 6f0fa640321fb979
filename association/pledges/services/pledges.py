"""What a school does with its pledge: read, tick, sign, undo."""

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from association.alliances.enums import Capacity
from association.alliances.models import School
from association.core import clock
from association.core.errors import InvalidTransition, RuleError
from association.core.numbering import next_number
from association.core.regulated import change_status, record_event
from association.pledges.enums import PledgeStatus, SignatureMethod, Verb
from association.pledges.models import (
    CovenantVersion,
    Pledge,
    PledgeSignature,
    Promise,
    PromiseTick,
)
from association.pledges.models.covenant import text_hash
from association.pledges.signing_guards import why_not_sign


@dataclass(frozen=True, kw_only=True)
class Signing:
    """How a person signs. image: the re-encoded PNG of a drawn signature, else empty."""

    signer_name: str
    capacity: str
    language: str
    sign_in_method: str
    image: bytes = b""

    @property
    def method(self) -> SignatureMethod:
        return SignatureMethod.DRAWN if self.image else SignatureMethod.TYPED


@transaction.atomic
def start_pledge(*, school: School, acting_user: Any) -> Pledge:
    """Open the covenant in force for reading, or return the pledge that is open already.

    A draft on a replaced covenant is set aside first.

    Raises RuleError when there is no covenant in force, the school is no member, cannot sign now by
    what a higher room knows, or its pledge on this version is in force and not near its end yet.
    """
    School.locked(school.pk)
    version = CovenantVersion.objects.current().first()
    pledge = school.pledges.open().first()
    if pledge is not None:
        if pledge.status == PledgeStatus.SUBMITTED or pledge.covenant_version == version:
            return pledge
        _set_aside(pledge, acting_user)
    if version is None:
        raise RuleError(_("There is no covenant to sign at the moment."))
    if not School.objects.members().filter(pk=school.pk).exists():
        raise RuleError(_("Only members of the association sign its covenant."))
    _refuse_barred(school)
    in_force = school.pledges.accepted().filter(covenant_version=version).first()
    if in_force is not None and not in_force.can_be_renewed:
        raise RuleError(
            _("Your school's pledge is in force already. It can be renewed from %(day)s on.")
            % {"day": date_format(in_force.renewable_from)}
        )
    pledge = Pledge.objects.create(school=school, covenant_version=version)
    record_event(record=pledge, verb=Verb.START, acting_user=acting_user, first=True)
    return pledge


def _refuse_barred(school: School) -> None:
    if why := why_not_sign(school):
        raise RuleError(why)


def _set_aside(draft: Pledge, acting_user: Any) -> None:
    """End an unsigned draft: its covenant was replaced, or its school is leaving."""
    change_status(
        record=draft, to=PledgeStatus.WITHDRAWN, verb=Verb.ABANDON, acting_user=acting_user
    )


def _draft(pledge: Pledge) -> Pledge:
    row = Pledge.locked(pledge.pk)
    if row.status != PledgeStatus.DRAFT:
        raise InvalidTransition(record=row, status_label=row.get_status_display())
    return row


@transaction.atomic
def tick_promise(*, pledge: Pledge, promise: Promise) -> None:
    """Take on one promise. Raises InvalidTransition once signed, RuleError if it is another's."""
    row = _draft(pledge)
    if promise.version_id != row.covenant_version_id:
        raise RuleError(_("This promise is not part of the covenant you are signing."))
    PromiseTick.objects.get_or_create(pledge=row, promise=promise)


@transaction.atomic
def untick_promise(*, pledge: Pledge, promise: Promise) -> None:
    """Take the tick back. Raises InvalidTransition once signed."""
    _draft(pledge).ticks.filter(promise=promise).delete()


@transaction.atomic
def sign_pledge(*, pledge: Pledge, signing: Signing, acting_user: Any) -> Pledge:
    """Sign: keep the exact text and its hash, give the receipt number, start the time to undo.

    Returns the signed pledge. Raises RuleError while a promise is not ticked, the name is empty,
    a newer covenant is in force, or the school cannot sign now by what a higher room knows.
    """
    row = _draft(pledge)
    _refuse_barred(row.school)
    version = row.covenant_version
    if row.ticks.count() != version.promises.count():
        raise RuleError(_("Please read and tick all eight promises before you sign."))
    if not signing.signer_name.strip():
        raise RuleError(_("Please write your name."))
    if not CovenantVersion.objects.current().filter(pk=version.pk).exists():
        raise RuleError(_("A newer covenant is in force. Please begin again with that one."))
    _keep_evidence(row, signing, acting_user)
    year = clock.today().year
    number = next_number(series="pledge", year=year)
    return change_status(
        record=pledge,
        to=PledgeStatus.SUBMITTED,
        verb=Verb.SIGN,
        acting_user=acting_user,
        receipt_no=f"{settings.PLEDGE_RECEIPT_PREFIX}-{year}-{number:04d}",
        undo_until=clock.now() + dt.timedelta(minutes=settings.PLEDGE_UNDO_MINUTES),
    )


def _keep_evidence(pledge: Pledge, signing: Signing, acting_user: Any) -> None:
    text = pledge.covenant_version.full_text(signing.language)
    PledgeSignature.objects.create(
        pledge=pledge,
        text=text,
        text_sha256=text_hash(text),
        language=signing.language,
        signer=acting_user,
        signer_name=signing.signer_name.strip(),
        capacity=Capacity(signing.capacity),
        method=signing.method,
        image=signing.image,
        image_sha256=hashlib.sha256(signing.image).hexdigest() if signing.image else "",
        sign_in_method=signing.sign_in_method,
    )


@transaction.atomic
def confirm_pledge(*, pledge: Pledge, acting_user: Any) -> Pledge:
    """Hand a signed pledge in at once, giving up the rest of the time to undo.

    Raises InvalidTransition when it cannot be undone any more anyway.
    """
    row = Pledge.locked(pledge.pk)
    if not row.can_be_undone:
        raise InvalidTransition(record=row, status_label=row.get_status_display())
    row.undo_until = clock.now()
    row.save(update_fields=["undo_until"])
    record_event(record=row, verb=Verb.CONFIRM, acting_user=acting_user, old_status=row.status)
    return row


@transaction.atomic
def undo_pledge(*, pledge: Pledge, acting_user: Any) -> Pledge:
    """Undo a signature within its ten minutes and open a new draft with the same ticks.

    Returns the new draft. Raises RuleError when the time is over.
    """
    row = Pledge.locked(pledge.pk)
    if row.status == PledgeStatus.SUBMITTED and not row.can_be_undone:
        raise RuleError(_("The time to undo is over. Please call the secretariat."))
    change_status(record=row, to=PledgeStatus.UNDONE, verb=Verb.UNDO, acting_user=acting_user)
    draft = start_pledge(school=row.school, acting_user=acting_user)
    if draft.covenant_version_id == row.covenant_version_id:
        for tick in row.ticks.select_related("promise"):
            tick_promise(pledge=draft, promise=tick.promise)
    return draft
