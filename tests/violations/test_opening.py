"""On which findings a case can rest, and what becomes of it when the finding is closed."""

import datetime as dt

import pytest

from association.core import clock
from association.core.errors import RuleError
from association.peer_review.enums import FindingStatus
from association.peer_review.services import decide_agreement, recheck, show_mended
from association.violations.enums import CaseSource, Measure
from association.violations.models import Case
from association.violations.services import add_evidence, dismiss_case, open_case, tell_school
from tests.factories import make_accepted_pledge, make_secretary
from tests.factories.cases import make_accusation, make_pledged_school
from tests.factories.files import PDF
from tests.factories.findings import days_later, make_finding
from tests.peer_review.reports.making import ONE, OTHER, keeping, make_visit
from tests.peer_review.reports.making import answer as sheets_of
from tests.violations.acting import open_on

pytestmark = pytest.mark.django_db
WORDS = "如实说明"
SETTLED = 30  # days after which the facts of a finding stand


@pytest.fixture
def school():
    return make_pledged_school()


def test_a_case_rests_on_a_finding_that_stands():
    finding = make_finding()
    make_accepted_pledge(finding.school)
    clerk = make_secretary()
    with pytest.raises(RuleError, match="can still correct"):
        open_on(finding, clerk)
    with clock.at(clock.now() + dt.timedelta(days=SETTLED)):
        case = open_on(finding, clerk)
        with pytest.raises(RuleError, match="a case on this finding already"):
            open_on(finding, make_secretary())
        dismiss_case(case=case, words=WORDS, acting_user=make_secretary("approver"))
        assert open_on(finding, clerk).code != case.code


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (FindingStatus.CONTESTED, "do not stand"),
        (FindingStatus.WITHDRAWN, "do not stand"),
        (FindingStatus.CLOSED, "is closed"),
    ],
)
def test_no_case_rests_on_a_finding_that_fell_away_or_is_closed(status, told):
    finding = make_finding(status)
    make_accepted_pledge(finding.school)
    with days_later(SETTLED), pytest.raises(RuleError, match=told):
        open_on(finding, make_secretary())
    assert not Case.objects.exists()


def test_a_finding_that_is_closed_meanwhile_is_not_told():
    finding = make_finding()
    make_accepted_pledge(finding.school)
    with days_later(SETTLED):
        case = open_on(finding, make_secretary())
        add_evidence(
            case=case, title="记录", origin="巡查", data=PDF, name="a.pdf", acting_user=None
        )
        show_mended(finding=finding, words=WORDS, acting_user=None)
    with days_later(SETTLED * 2):
        recheck(finding=finding, mended=True, words=WORDS, acting_user=make_secretary())
        with pytest.raises(RuleError, match="Do not pursue"):
            tell_school(case=case, in_view=Measure.MEND, acting_user=None)


def test_another_schools_or_an_own_finding_opens_no_case():
    finding = make_finding()
    school = make_pledged_school()
    with days_later(SETTLED), pytest.raises(RuleError, match="of this school"):
        open_case(
            school=school,
            source=CaseSource.FINDING,
            finding=finding,
            accusation=make_accusation(school),
            acting_user=None,
        )


def test_whoever_typed_a_sheet_in_noted_nothing_and_may_take_the_finding_up(school):
    clerk = make_secretary()
    sheets_of(make_visit(school), OTHER, OTHER, by=clerk)
    with days_later(SETTLED):
        case = open_on(school.findings.get(), clerk)
    assert case.opened_by == clerk


def test_whoever_decided_between_two_sheets_takes_nothing_of_it_up(school):
    clerk, visit = make_secretary(), make_visit(school)
    report = sheets_of(visit, ONE, OTHER)
    with days_later(SETTLED):
        kept = keeping(visit, 1)
        decide_agreement(report=report, kept=kept, note=WORDS, acting_user=clerk)
    with days_later(2 * SETTLED):
        with pytest.raises(RuleError, match="a part in the finding"):
            open_on(school.findings.get(), clerk)
        open_on(school.findings.get(), make_secretary())
