"""A printed copy is lost, stolen or broken: the number stays, the copy and its code are new."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from association.core import clock
from association.core.errors import RuleError
from association.core.regulated import change_status, record_event
from association.plaques.enums import (
    RENEWABLE_STATUSES,
    PlaqueStatus,
    ReplacementReason,
    Verb,
)
from association.plaques.models import Plaque, ReplacedCopy
from association.plaques.models.plaque import new_token
from association.plaques.services.issuing import last_day_to_hang
from association.plaques.services.suspensions import settle_suspension


@transaction.atomic
def replace_copy(*, plaque: Plaque, reason: str, acting_user: Any) -> Plaque:
    """Let the next printed copy count: new serial and code, to be confirmed at the gate anew.

    reason: a ReplacementReason. Whoever scans the old copy from now on is told so.
    Returns the plaque, not activated. Raises RuleError for a plaque that is suspended, ended or
    out of its time. What is proposed or looked into does not stand in the way; a stolen copy must
    not stay green until that is decided.
    """
    reason = ReplacementReason(reason)
    row = Plaque.locked(plaque.pk)
    settle_suspension(row)
    _check_replaceable(row)
    ReplacedCopy.objects.create(
        plaque=row, serial=row.serial, token=row.token, reason=reason, replaced_by=acting_user
    )
    values = {
        "serial": row.serial + 1,
        "token": new_token(),
        "hang_by": last_day_to_hang(),
    }
    if row.status == PlaqueStatus.ISSUED:
        for copy in (row, plaque):
            for name, value in values.items():
                setattr(copy, name, value)
        row.save(update_fields=list(values))
        record_event(record=row, verb=Verb.REPLACE, old_status=row.status, acting_user=acting_user)
        return plaque
    change_status(
        record=plaque,
        to=PlaqueStatus.ISSUED,
        verb=Verb.REPLACE,
        acting_user=acting_user,
        status_since=clock.now(),
        **values,
    )
    return plaque


def _check_replaceable(plaque: Plaque) -> None:
    if plaque.status == PlaqueStatus.SUSPENDED:
        raise RuleError(
            _("This plaque is suspended and may not hang. Decide on the suspension first.")
        )
    if plaque.status not in RENEWABLE_STATUSES:
        raise RuleError(_("This plaque is no longer lent, so there is no copy to replace."))
    if plaque.valid_until < clock.today():
        raise RuleError(_("This plaque's time has run out. Renew it before a copy is replaced."))
