"""A plaque in every state the public can be told."""

import datetime as dt

from association.alliances.services import leave_association
from association.core import clock
from association.plaques.enums import MeasureKind, PublicState, ReplacementReason
from association.plaques.models import Plaque
from association.plaques.services import issue_plaque, replace_copy
from association.pledges.services import accept_pledge
from tests.factories import (
    make_active_plaque,
    make_covenant,
    make_plaque,
    make_revoked_plaque,
    make_secretary,
    make_signed_pledge,
)

LONG_AGO = dt.timedelta(days=5 * 365)


def make_in_state(state: str, school=None) -> Plaque:
    """A plaque of which the public is told this today."""
    return MAKERS[state](school)


def make_scan(state: str, school=None) -> tuple[Plaque, str]:
    """A plaque, and the address of a code that tells this state today."""
    if state == PublicState.COPY_REPLACED:
        return make_replaced_copy(school)
    plaque = make_in_state(state, school)
    return plaque, plaque.scan_path


def make_replaced_copy(school=None, *, reason=ReplacementReason.LOST) -> tuple[Plaque, str]:
    """A plaque whose first copy was replaced, and the address in the old copy's code."""
    plaque = make_active_plaque(school)
    lost = plaque.scan_path
    replace_copy(plaque=plaque, reason=reason, acting_user=make_secretary())
    plaque.refresh_from_db()
    return plaque, lost


def _expired(school):
    with clock.at(clock.now() - LONG_AGO):
        return make_active_plaque(school)


def _superseded(school):
    plaque = make_active_plaque(school)
    make_covenant()
    # The principal of the first pledge signs again.
    signer = plaque.pledge.signature.signer
    renewed = make_signed_pledge(plaque.school, signer=signer, confirmed=True)
    clerk = make_secretary()
    issue_plaque(pledge=accept_pledge(pledge=renewed, acting_user=clerk), acting_user=clerk)
    plaque.refresh_from_db()
    return plaque


def _returned(school):
    plaque = make_active_plaque(school)
    leave_association(school=plaque.school, acting_user=None)
    plaque.refresh_from_db()
    return plaque


MAKERS = {
    PublicState.VALID: make_active_plaque,
    PublicState.NOT_ACTIVATED: make_plaque,
    PublicState.SUSPENDED: lambda school: make_revoked_plaque(school, kind=MeasureKind.SUSPEND),
    PublicState.REVOKED: make_revoked_plaque,
    PublicState.EXPIRED: _expired,
    PublicState.SUPERSEDED: _superseded,
    PublicState.RETURNED: _returned,
}
