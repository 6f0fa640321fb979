"""The verbs on covenant versions and pledges. Nothing else changes their state."""

from association.pledges.services.covenants import (
    copy_version,
    draft_default_version,
    edit_draft,
    last_day_to_sign,
    publish_version,
)
from association.pledges.services.many import accept_many, work_off
from association.pledges.services.papers import PaperLost, issue_paper, read_paper
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
    term_from_today,
    withdraw_pledges,
)

__all__ = [
    "PaperLost",
    "accept_many",
    "accept_pledge",
    "confirm_pledge",
    "copy_version",
    "draft_default_version",
    "edit_draft",
    "end_pledge",
    "issue_paper",
    "last_day_to_sign",
    "open_signing_anew",
    "publish_version",
    "read_paper",
    "restore_pledge",
    "return_pledge",
    "sign_pledge",
    "start_pledge",
    "term_from_today",
    "tick_promise",
    "undo_pledge",
    "untick_promise",
    "withdraw_pledges",
    "work_off",
]
