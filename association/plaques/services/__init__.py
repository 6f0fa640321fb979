"""The verbs on plaques and measures. Nothing else changes their state."""

from association.plaques.services.activation import activate_plaque, keep_photo, retake_photo
from association.plaques.services.batches import BatchRefused, issue_batch
from association.plaques.services.carrying import carry_out_decision, end_what_plaques_stood_for
from association.plaques.services.hanging import tell_hanging_list
from association.plaques.services.hiding import hide_photo
from association.plaques.services.issuing import (
    first_term_end,
    issue_plaque,
    return_plaques,
)
from association.plaques.services.measures import (
    approve_measure,
    last_day_of_danger,
    possible_measures,
    propose_measure,
    reject_measure,
    withdraw_proposal,
)
from association.plaques.services.printing import (
    ask_for_print_file,
    has_stalled,
    is_outdated,
    make_print_file,
    outdated_among,
    printable_plaques,
)
from association.plaques.services.renewal import renew_plaque
from association.plaques.services.replacement import replace_copy
from association.plaques.services.reports import close_report, close_reports_alike, report_plaque
from association.plaques.services.rewording import reword_reason
from association.plaques.services.sightings import note_sighting
from association.plaques.services.suspensions import end_suspensions, settle_suspension
from association.plaques.services.takedowns import (
    close_take_down,
    doubt_bare_wall,
    open_take_down,
    reopen_take_down,
    show_bare_wall,
)
from association.plaques.services.undoing import (
    forget_suspension,
    set_aside_proposals,
    tell_last_alone,
    tell_no_more,
)

__all__ = [
    "BatchRefused",
    "activate_plaque",
    "approve_measure",
    "ask_for_print_file",
    "carry_out_decision",
    "close_report",
    "close_reports_alike",
    "close_take_down",
    "doubt_bare_wall",
    "end_suspensions",
    "end_what_plaques_stood_for",
    "first_term_end",
    "forget_suspension",
    "has_stalled",
    "hide_photo",
    "is_outdated",
    "issue_batch",
    "issue_plaque",
    "keep_photo",
    "last_day_of_danger",
    "make_print_file",
    "note_sighting",
    "open_take_down",
    "outdated_among",
    "possible_measures",
    "printable_plaques",
    "propose_measure",
    "reject_measure",
    "renew_plaque",
    "reopen_take_down",
    "replace_copy",
    "report_plaque",
    "retake_photo",
    "return_plaques",
    "reword_reason",
    "set_aside_proposals",
    "settle_suspension",
    "show_bare_wall",
    "tell_hanging_list",
    "tell_last_alone",
    "tell_no_more",
    "withdraw_proposal",
]
