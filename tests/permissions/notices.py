"""Notices for the matrix: one that stands, one that waits for approval, one not drafted yet."""

from types import SimpleNamespace

from association.accounts.models import User
from association.violations.enums import CaseStatus, Measure
from association.violations.services import draft_notice
from tests.factories.cases import make_case, make_pledged_school
from tests.factories.notices import approve, submit

PUBLIC = {"measure": Measure.CIRCULAR}


def make_notices(records: SimpleNamespace, people: dict[str, User]) -> None:
    """Add notices to the records, which hold schools with pledges in force by now.

    The one that stands is of the principal's school; the clerk wrote them.
    """
    clerk = people["clerk"]
    records.public_case = make_case(CaseStatus.IN_FORCE, school=records.school, **PUBLIC)
    records.notice = draft_notice(case=records.public_case, acting_user=clerk)
    approve(records.notice, by=clerk)
    other = make_case(CaseStatus.DECIDED, school=make_pledged_school(), **PUBLIC)
    records.notice_in_review = draft_notice(case=other, acting_user=clerk)
    records.review_state = submit(records.notice_in_review, by=clerk).current_task_state
    school = records.strange_plaque.school
    records.strange_public_case = make_case(CaseStatus.DECIDED, school=school, **PUBLIC)
