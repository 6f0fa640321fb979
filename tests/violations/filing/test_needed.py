"""Which cases a department has to be told of, and when."""

import datetime as dt

import pytest

from association.alliances.enums import DepartmentKind
from association.core import clock
from association.core.errors import RuleError
from association.violations.enums import AppealStatus, CaseStatus, FilingKind, Measure
from association.violations.models import Case
from association.violations.selectors.filing import (
    cases_to_file,
    filing_needed,
    filing_possible,
    filings_to_chase,
    filings_to_send,
    unfiled_cases,
)
from association.violations.services import prepare_filing, send_filing
from tests.factories import make_secretary
from tests.factories.cases import accept, carry_out, make_case
from tests.factories.people import make_department
from tests.factories.ways_back import make_appeal, vote_all
from tests.violations.acting import on
from tests.violations.filing.desk import liaison_of, make_filed, make_handed_over, make_sent

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("measure", [Measure.SUSPEND, Measure.REVOKE, Measure.EXPEL])
def test_a_measure_on_the_plaque_is_filed_once_it_is_in_force(measure):
    assert not filing_possible(make_case(CaseStatus.DECIDED, measure=measure))
    case = make_case(CaseStatus.IN_FORCE, measure=measure)
    assert filing_needed(case)
    assert make_filed(case=case).kind == FilingKind.RECORD


def test_what_is_serious_and_handed_over_goes_at_once():
    case = make_handed_over()
    assert filing_needed(case)
    assert make_filed(case=case).kind == FilingKind.HAND_OVER


def test_what_is_serious_and_stays_inside_is_filed_when_it_is_decided():
    assert filing_needed(make_case(CaseStatus.DECIDED, severity="S3"))


def test_what_is_handed_over_and_not_serious_waits_until_it_is_final():
    case = make_handed_over(severity="S2", measure=Measure.MEND)
    assert not filing_possible(case)
    accept(case, None)
    assert filing_needed(case)


def test_an_appeal_holds_back_what_waits_until_it_is_final():
    with on(dt.date(2026, 3, 2)):
        case = make_handed_over(severity="S2", measure=Measure.MEND)
    with on(dt.date(2026, 3, 22)):
        appeal = make_appeal(AppealStatus.HEARD, case=case)
    with on(dt.date(2026, 3, 24)):
        assert case.final_on <= clock.today()
        assert not filing_possible(case)
        assert list(unfiled_cases(make_secretary())) == []
        with pytest.raises(RuleError, match="Nothing of this case"):
            prepare_filing(case=case, department=make_department(), acting_user=None)
        vote_all(appeal, uphold=False)
        assert filing_needed(case)


def test_an_appeal_does_not_hold_back_what_goes_at_once():
    case = make_handed_over()
    make_appeal(AppealStatus.HEARD, case=case)
    with on(case.final_on + dt.timedelta(days=1)):
        assert filing_needed(case)


def test_what_was_handed_over_at_once_is_filed_for_the_record_once_it_is_in_force():
    filing, clerk = make_sent(case=make_handed_over()), make_secretary()
    case = filing.case
    accept(case, None)
    assert list(unfiled_cases(clerk)) == []
    carry_out(case, clerk)
    assert list(unfiled_cases(clerk)) == [case]
    record = make_filed(case=case, department=filing.department, liaison=liaison_of(filing))
    assert record.kind == FilingKind.RECORD
    assert list(unfiled_cases(clerk)) == []
    send_filing(filing=record, acting_user=clerk)
    assert list(unfiled_cases(clerk)) == []
    with pytest.raises(RuleError, match="already"):
        prepare_filing(case=case, department=filing.department, acting_user=None)


def test_what_is_handed_over_in_force_says_so_and_is_due_once():
    filing, clerk = make_filed(case=make_handed_over()), make_secretary()
    accept(filing.case, None)
    carry_out(filing.case, clerk)
    assert list(unfiled_cases(clerk)) == []
    send_filing(filing=filing, acting_user=clerk)
    assert list(unfiled_cases(clerk)) == []


def test_a_notice_to_the_trade_can_be_filed_and_need_not_be():
    case = make_case(CaseStatus.IN_FORCE, measure=Measure.CIRCULAR)
    assert filing_possible(case)
    assert not filing_needed(case)


@pytest.mark.parametrize("status", [CaseStatus.OPEN, CaseStatus.TOLD, CaseStatus.DECIDING])
def test_nothing_is_filed_before_it_is_decided(status):
    case = make_case(status, severity="S3")
    with pytest.raises(RuleError, match="Nothing of this case"):
        make_filed(case=case)


def test_what_was_filed_waits_for_nobody_any_more():
    case = make_case(CaseStatus.IN_FORCE, measure=Measure.REVOKE)
    clerk = make_secretary()
    assert list(cases_to_file(Case.objects.all())) == [case]
    assert list(unfiled_cases(clerk)) == [case]
    filing = make_filed(case=case)
    assert list(unfiled_cases(clerk)) == []
    assert list(filings_to_send(clerk)) == [filing]
    send_filing(filing=filing, acting_user=clerk)
    assert list(filings_to_send(clerk)) == []
    assert list(filings_to_chase(clerk)) == []
    with on(filing.due_on + dt.timedelta(days=1)):
        assert list(filings_to_chase(clerk)) == [filing]


def test_a_department_has_one_filing_of_a_case_and_another_department_its_own():
    case = make_case(CaseStatus.IN_FORCE, measure=Measure.REVOKE)
    filing = make_filed(case=case)
    with pytest.raises(RuleError, match="already"):
        prepare_filing(case=case, department=filing.department, acting_user=None)
    other = make_department(DepartmentKind.MARKET, "示范区市场监督管理局")
    assert prepare_filing(case=case, department=other, acting_user=None).code != filing.code
