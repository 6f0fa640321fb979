"""A filing's row: what was sent, acknowledged or dropped stays as it is, in the database too."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from association.core import clock
from association.core.errors import InvalidTransition, RuleError
from association.violations.enums import FilingStatus
from association.violations.models import Filing
from association.violations.selectors.filing import filings_at, filings_to_send, unfiled_cases
from association.violations.services import drop_filing, prepare_filing, send_filing
from tests.factories import make_principal, make_secretary
from tests.violations.filing.desk import acknowledge, make_filed, make_sent

pytestmark = pytest.mark.django_db

WHAT_WAS_SENT = {
    "package": "x",
    "digest": "x",
    "signature": "x",
    "sent_at": None,
    "due_on": dt.date(2030, 1, 1),
    "case_id": 0,
    "code": "B-1999-0001",
    "kind": "hand_over",
    "prepared_at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC),
    "source_reason": "法",
}
RECEIPT = {"receipt_no": "x", "received_on": dt.date(2030, 1, 1)}


def refuse_changes(filing, **values):
    """Each change is refused by the database, but for one that is none."""
    filing.refresh_from_db()
    for field, value in values.items():
        if getattr(filing, field) == value:
            continue
        with pytest.raises(DatabaseError), transaction.atomic():
            Filing.objects.filter(pk=filing.pk).update(**{field: value})


def test_what_was_sent_never_changes():
    filing, person = make_sent(), make_secretary()
    with pytest.raises(InvalidTransition):
        send_filing(filing=filing, acting_user=person)
    refuse_changes(filing, **WHAT_WAS_SENT, source_asked_by_id=person.pk)
    refuse_changes(filing, status="prepared")
    refuse_changes(filing, status="dropped")
    # Without being acknowledged it has no number and no day.
    refuse_changes(filing, **RECEIPT, acknowledged_by_id=person.pk)
    acknowledge(filing)
    refuse_changes(filing, **WHAT_WAS_SENT, **RECEIPT, chased_at=clock.now(), status="sent")


# -- dropped ---------------------------------------------------------------------------------------


def test_what_was_prepared_for_the_wrong_department_is_dropped_and_prepared_anew():
    filing, clerk = make_filed(), make_secretary()
    with pytest.raises(RuleError, match="why the filing"):
        drop_filing(filing=filing, reason=" ", acting_user=clerk)
    drop_filing(filing=filing, reason="选错了部门", acting_user=clerk)
    filing.refresh_from_db()
    assert filing.status == FilingStatus.DROPPED
    assert filing.events.latest("sequence").reason == "选错了部门"
    assert list(unfiled_cases(clerk)) == [filing.case]
    assert list(filings_to_send(clerk)) == []
    again = prepare_filing(case=filing.case, department=filing.department, acting_user=clerk)
    assert again.code != filing.code
    send_filing(filing=again, acting_user=clerk)
    assert list(filings_at(filing.department)) == [again]
    with pytest.raises(InvalidTransition):
        send_filing(filing=filing, acting_user=clerk)


def test_only_what_was_not_sent_is_dropped_and_by_nobody_of_the_school():
    filing = make_filed()
    with pytest.raises(RuleError, match="You act for this school"):
        drop_filing(
            filing=filing, reason="x", acting_user=make_principal(filing.case.school, "staff")
        )
    send_filing(filing=filing, acting_user=make_secretary())
    with pytest.raises(InvalidTransition):
        drop_filing(filing=filing, reason="x", acting_user=make_secretary())


def test_a_filing_that_was_dropped_stays_as_it_is():
    filing = make_filed()
    drop_filing(filing=filing, reason="选错了部门", acting_user=None)
    values = WHAT_WAS_SENT | RECEIPT | {"sent_at": clock.now(), "status": "prepared"}
    refuse_changes(filing, **values, chased_at=clock.now())
    with pytest.raises(DatabaseError), transaction.atomic():
        Filing.objects.filter(pk=filing.pk)._raw_delete("default")


def test_a_case_has_one_filing_of_a_kind_with_a_department_in_the_database_too():
    filing = make_filed()
    twin = {"case": filing.case, "department": filing.department, "kind": filing.kind}
    with pytest.raises(DatabaseError), transaction.atomic():
        Filing.objects.create(code="B-2026-9999", **twin)
