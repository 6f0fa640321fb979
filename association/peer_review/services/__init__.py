"""The verbs of the room: every status and every place in a visit is changed here."""

from association.peer_review.services.amendments import call_off_seat, recuse, withdraw
from association.peer_review.services.checklists import (
    copy_checklist,
    draft_default_checklist,
    edit_checklist,
    publish_checklist,
)
from association.peer_review.services.draws import announce_draw, draw, preview_announcement
from association.peer_review.services.rounds import (
    cancel_round,
    close_round,
    edit_round,
    open_round,
    plan_round,
)
from association.peer_review.services.ties import declare_tie, end_tie
from association.peer_review.services.visits import (
    hand_in,
    name_visitor,
    plan_visits,
    seat_visitor,
    unseat_visitor,
)

__all__ = [
    "announce_draw",
    "call_off_seat",
    "cancel_round",
    "close_round",
    "copy_checklist",
    "declare_tie",
    "draft_default_checklist",
    "draw",
    "edit_checklist",
    "edit_round",
    "end_tie",
    "hand_in",
    "name_visitor",
    "open_round",
    "plan_round",
    "plan_visits",
    "preview_announcement",
    "publish_checklist",
    "recuse",
    "seat_visitor",
    "unseat_visitor",
    "withdraw",
]
