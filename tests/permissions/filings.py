"""What goes to departments, for the matrix: one before each act, all with the liaison's own."""

from types import SimpleNamespace

from association.accounts.models import User
from association.core import clock
from association.violations.enums import CaseStatus, Measure
from association.violations.services import (
    answer_joint_visit,
    ask_joint_visit,
    ask_source,
    prepare_filing,
    send_filing,
)
from tests.factories.cases import make_case
from tests.violations.filing.desk import ASK, make_reported


def make_filings(records: SimpleNamespace, people: dict[str, User]) -> None:
    """Add filings and joint visits to the records, which hold the department by now."""
    department = records.department
    records.case_to_file = make_case(CaseStatus.IN_FORCE, measure=Measure.REVOKE)
    reported = make_reported()
    records.filing_to_send = _prepare(records, records.case_to_file)
    records.filing_from_outside = _prepare(records, reported)
    records.filing_to_agree = _prepare(records, make_reported())
    ask_source(filing=records.filing_to_agree, reason="法", acting_user=people["foreign"])
    records.sent_filing = _prepare(records, make_case(CaseStatus.DECIDED, severity="S3"))
    send_filing(filing=records.sent_filing, acting_user=None)
    records.case_to_visit = make_case(CaseStatus.TOLD)
    records.joint_visit, records.agreed_visit = (
        ask_joint_visit(
            case=make_case(CaseStatus.TOLD),
            department=department,
            wished_on=clock.today(),
            acting_user=None,
            **ASK,
        )
        for _each in range(2)
    )
    answer_joint_visit(
        joint_visit=records.agreed_visit,
        agreed_on=clock.today(),
        answer="",
        acting_user=people["liaison"],
    )


def _prepare(records, case):
    return prepare_filing(case=case, department=records.department, acting_user=None)
