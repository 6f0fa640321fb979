"""The verbs on covenant versions and pledges. Nothing else changes their state."""

from association.pledges.services.covenants import (
    copy_version,
    draft_default_version,
    edit_draft,
    publish_version,
)
from association.pledges.services.pledges import (
    confirm_pledge,
    sign_pledge,
    start_pledge,
    tick_promise,
    undo_pledge,
    untick_promise,
)
from association.pledges.services.review import (
    accept_pledge,
    end_pledge,
    open_signing_anew,
    restore_pledge,
    return_pledge,
    withdraw_pledges,
)

__all__ = [
    "accept_pledge",
    "confirm_pledge",
    "copy_version",
    "draft_default_version",
    "edit_draft",
    "end_pledge",
    "open_signing_anew",
    "publish_version",
    "restore_pledge",
    "return_pledge",
    "sign_pledge",
    "start_pledge",
    "tick_promise",
    "undo_pledge",
    "untick_promise",
    "withdraw_pledges",
]
