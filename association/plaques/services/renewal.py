"""A school has signed again: the plaque that hangs gets a new last day and keeps its number."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from association.core.errors import RuleError
from association.core.regulated import record_event
from association.plaques.enums import RENEWABLE_STATUSES, PlaqueStatus, Verb
from association.plaques.models import MeasureProposal, Plaque
from association.plaques.services.issuing import first_term_end
from association.plaques.services.suspensions import settle_suspension
from association.pledges.enums import PledgeStatus
from association.pledges.models import Pledge


@transaction.atomic
def renew_plaque(*, plaque: Plaque, pledge: Pledge, acting_user: Any) -> Plaque:
    """Let a plaque rest on the school's new pledge: new validity; number, copy and code stay.

    pledge: accepted, of the same school, and not the one the plaque rests on. A plaque whose time
    has run out may be renewed; its state is not touched otherwise.
    Returns the plaque. Raises RuleError, which says what to do, when the pledge or the plaque's
    state does not allow it, or a measure on the plaque is open.
    """
    pledge = Pledge.locked(pledge.pk)
    row = Plaque.locked(plaque.pk)
    settle_suspension(row)
    _check_pledge(row, pledge)
    _check_plaque(row)
    values = {"pledge": pledge, "valid_until": first_term_end(pledge)}
    for copy in (row, plaque):
        for name, value in values.items():
            setattr(copy, name, value)
    row.save(update_fields=list(values))
    record_event(record=row, verb=Verb.RENEW, old_status=row.status, acting_user=acting_user)
    return plaque


def _check_pledge(plaque: Plaque, pledge: Pledge) -> None:
    if pledge.status != PledgeStatus.ACCEPTED:
        raise RuleError(_("A plaque is renewed on an accepted pledge only."))
    if pledge.school_id != plaque.school_id:
        raise RuleError(_("This pledge is another school's."))
    if pledge.pk == plaque.pledge_id:
        raise RuleError(
            _("The plaque rests on this pledge already. The school signs a new one first.")
        )


def _check_plaque(plaque: Plaque) -> None:
    if MeasureProposal.objects.open().filter(plaque=plaque).exists():
        raise RuleError(_("A measure on this plaque is open. Decide on that first."))
    if plaque.status == PlaqueStatus.SUSPENDED:
        raise RuleError(_("This plaque is suspended. Decide on the suspension first."))
    if plaque.status not in RENEWABLE_STATUSES:
        raise RuleError(
            _("This plaque is no longer lent, so it cannot be renewed. Issue a new number.")
        )
