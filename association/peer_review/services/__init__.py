"""The verbs of the room: every status and every place in a visit is changed here."""

from association.peer_review.services.amendments import call_off_seat, recuse, withdraw
from association.peer_review.services.answering import (
    answer_finding,
    ask_extension,
    close_own,
    contest_facts,
    plan_own,
    show_mended,
)
from association.peer_review.services.checklists import (
    copy_checklist,
    draft_default_checklist,
    edit_checklist,
    publish_checklist,
)
from association.peer_review.services.deciding import (
    correct_facts,
    decide_extension,
    drop_finding,
    recheck,
    uphold_facts,
)
from association.peer_review.services.draws import announce_draw, draw, preview_announcement
from association.peer_review.services.onsite import (
    Position,
    WrongProof,
    hand_in_on_site,
    keep_photo,
    open_visit,
    sign_as_host,
)
from association.peer_review.services.reports import (
    confirm_agreement,
    decide_agreement,
    propose_agreement,
    reject_agreement,
)
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
    "Position",
    "WrongProof",
    "announce_draw",
    "answer_finding",
    "ask_extension",
    "call_off_seat",
    "cancel_round",
    "close_own",
    "close_round",
    "confirm_agreement",
    "contest_facts",
    "copy_checklist",
    "correct_facts",
    "decide_agreement",
    "decide_extension",
    "declare_tie",
    "draft_default_checklist",
    "draw",
    "drop_finding",
    "edit_checklist",
    "edit_round",
    "end_tie",
    "hand_in",
    "hand_in_on_site",
    "keep_photo",
    "name_visitor",
    "open_round",
    "open_visit",
    "plan_own",
    "plan_round",
    "plan_visits",
    "preview_announcement",
    "propose_agreement",
    "publish_checklist",
    "recheck",
    "recuse",
    "reject_agreement",
    "seat_visitor",
    "show_mended",
    "sign_as_host",
    "unseat_visitor",
    "uphold_facts",
    "withdraw",
]
