"""The verbs of cases, in the order in which they come."""

from association.violations.services.appealing import lodge_appeal, name_panel, vote_appeal
from association.violations.services.danger import propose_danger
from association.violations.services.deciding import (
    Publication,
    put_to_decision,
    take_back_case,
    vote_case,
)
from association.violations.services.effect import (
    accept_decision,
    annul_case,
    carry_out_case,
    end_by_repair,
    end_cases,
)
from association.violations.services.ending import close_case, dismiss_case
from association.violations.services.evidence import add_evidence, read_evidence
from association.violations.services.filing import (
    acknowledge_filing,
    agree_source,
    ask_source,
    chase_filing,
    chase_filings,
    drop_filing,
    prepare_filing,
    send_filing,
)
from association.violations.services.hearing import (
    answer_case,
    ask_hearing,
    hold_hearing,
    tell_school,
)
from association.violations.services.joint_visits import (
    answer_joint_visit,
    ask_joint_visit,
    keep_joint_visit,
    miss_visit,
    withdraw_visit,
)
from association.violations.services.notices import draft_notice, reply_to_notice
from association.violations.services.objecting import (
    confirm_withdrawal,
    decide_objection,
    extend_objection,
    lodge_objection,
    propose_withdrawal,
    refuse_withdrawal,
)
from association.violations.services.opening import Accusation, amend_case, open_case
from association.violations.services.repairing import ask_repair, grant_repair, refuse_repair

__all__ = [
    "Accusation",
    "Publication",
    "accept_decision",
    "acknowledge_filing",
    "add_evidence",
    "agree_source",
    "amend_case",
    "annul_case",
    "answer_case",
    "answer_joint_visit",
    "ask_hearing",
    "ask_joint_visit",
    "ask_repair",
    "ask_source",
    "carry_out_case",
    "chase_filing",
    "chase_filings",
    "close_case",
    "confirm_withdrawal",
    "decide_objection",
    "dismiss_case",
    "draft_notice",
    "drop_filing",
    "end_by_repair",
    "end_cases",
    "extend_objection",
    "grant_repair",
    "hold_hearing",
    "keep_joint_visit",
    "lodge_appeal",
    "lodge_objection",
    "miss_visit",
    "name_panel",
    "open_case",
    "prepare_filing",
    "propose_danger",
    "propose_withdrawal",
    "put_to_decision",
    "read_evidence",
    "refuse_repair",
    "refuse_withdrawal",
    "reply_to_notice",
    "send_filing",
    "take_back_case",
    "tell_school",
    "vote_appeal",
    "vote_case",
    "withdraw_visit",
]
