"""Which acts on a case are told to whom, from the telling of the school to the last day."""

from association.core.regulated import Event
from association.messaging.tellings import Telling, together
from association.violations.enums import AppealStatus, CaseStatus, ObjectionStatus, Verb
from association.violations.told.authorities import later_at_departments
from association.violations.told.readers import case_of, deciders, investigators, school
from association.violations.told.words import (
    at_school,
    in_office,
    of_case,
    of_closing,
    of_decision,
    of_effect,
    of_hearing,
    of_progress,
)


def _was_told(event: Event) -> bool:
    """The school knows of the case."""
    return case_of(event).told_at is not None


def _is_news(event: Event) -> bool:
    """That the decision is withdrawn was not told with the school's appeal or own objection."""
    case = case_of(event)
    if case.appeals.filter(status=AppealStatus.UPHELD).exists():
        return False
    own = case.objections.filter(by_school=True, status=ObjectionStatus.WITHDRAWN)
    return not own.exists()


PROGRESS = Telling(
    kind="case_progress", readers=investigators, words=of_progress, link=in_office
).drafts
VOTE_OVER = Telling(
    kind="case_vote_over", readers=deciders, words=of_progress, link=in_office
).drafts
UNDECIDED = Telling(kind="case_undecided", readers=school, words=of_case, link=at_school).drafts

TELLINGS = {
    Verb.TELL: Telling(kind="case_told", readers=school, words=of_case, link=at_school),
    Verb.ADD_EVIDENCE: Telling(
        kind="case_evidence",
        readers=school,
        words=of_case,
        link=at_school,
        when=lambda event: event.old_status == CaseStatus.TOLD,
    ),
    Verb.ANSWER: together(PROGRESS),
    Verb.ASK_HEARING: together(PROGRESS),
    Verb.HOLD_HEARING: Telling(kind="case_heard", readers=school, words=of_hearing, link=at_school),
    Verb.PUT: together(
        Telling(kind="case_to_decide", readers=deciders, words=of_case, link=in_office).drafts,
        Telling(kind="case_deciding", readers=school, words=of_case, link=at_school).drafts,
    ),
    Verb.TAKE_BACK: together(VOTE_OVER, UNDECIDED),
    Verb.SEND_BACK: together(VOTE_OVER, UNDECIDED, PROGRESS),
    Verb.DECIDE: together(
        Telling(kind="case_decided", readers=school, words=of_decision, link=at_school).drafts,
        VOTE_OVER,
        PROGRESS,
    ),
    Verb.CLOSE: Telling(kind="case_closed", readers=school, words=of_closing, link=at_school),
    Verb.DISMISS: together(
        Telling(
            kind="case_dismissed", readers=school, words=of_case, link=at_school, when=_was_told
        ).drafts,
        PROGRESS,
    ),
    Verb.ACCEPT: together(PROGRESS),
    Verb.CARRY_OUT: Telling(kind="case_in_force", readers=school, words=of_effect, link=at_school),
    Verb.RUN_OUT: Telling(kind="case_ended", readers=school, words=of_case, link=at_school),
    Verb.ANNUL: together(
        Telling(
            kind="case_withdrawn", readers=school, words=of_case, link=at_school, when=_is_news
        ).drafts,
        PROGRESS,
        later_at_departments,
    ),
}
