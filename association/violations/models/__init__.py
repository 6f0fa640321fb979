"""Cases with their people and words, notices, appeals, objections, repairs, filings."""

from association.violations.models.appeal import Appeal, AppealEvent, AppealVote
from association.violations.models.case import Case, CaseEvent, CasePerson, Vote
from association.violations.models.evidence import Custody, Evidence, Statement
from association.violations.models.filing import Filing, FilingEvent, JointVisit, JointVisitEvent
from association.violations.models.notice import NoticeIndexPage, NoticePage
from association.violations.models.objection import Objection, ObjectionEvent
from association.violations.models.repair import Repair, RepairEvent
from association.violations.models.review import NoticeReview
from association.violations.models.settings import CaseSettings

__all__ = [
    "Appeal",
    "AppealEvent",
    "AppealVote",
    "Case",
    "CaseEvent",
    "CasePerson",
    "CaseSettings",
    "Custody",
    "Evidence",
    "Filing",
    "FilingEvent",
    "JointVisit",
    "JointVisitEvent",
    "NoticeIndexPage",
    "NoticePage",
    "NoticeReview",
    "Objection",
    "ObjectionEvent",
    "Repair",
    "RepairEvent",
    "Statement",
    "Vote",
]
