"""A filing: when a case needs one, sent once and never changed, chased, acknowledged by its own."""

import datetime as dt

import pytest
from django.core import mail
from django.core.management import call_command
from django.db.models.signals import post_save

from association.accounts.roles import Role
from association.alliances.enums import DepartmentKind
from association.alliances.services import dismiss_liaison
from association.core import clock
from association.core.errors import InvalidTransition, RuleError
from association.core.models import AuditEntry
from association.violations.enums import AppealStatus, CaseStatus, FilingStatus, Measure
from association.violations.models import Custody, Filing
from association.violations.package import contents_of
from association.violations.selectors.filing import (
    filings_to_send,
    unfiled_cases,
)
from association.violations.services import (
    agree_source,
    ask_source,
    chase_filing,
    chase_filings,
    prepare_filing,
    send_filing,
)
from tests.factories import make_principal, make_secretary
from tests.factories.cases import make_case
from tests.factories.people import make_department, make_liaison
from tests.factories.ways_back import make_appeal
from tests.violations.acting import everything, on
from tests.violations.filing.desk import (
    RECEIPT_NO,
    REPORTER,
    acknowledge,
    liaison_of,
    make_approver,
    make_filed,
    make_handed_over,
    make_reported,
    make_sent,
)

pytestmark = pytest.mark.django_db

# -- sent once -------------------------------------------------------------------------------------


def test_what_changed_since_it_was_read_is_not_sent():
    filing = make_filed(case=make_reported())
    seen = contents_of(filing).fingerprint
    ask_source(filing=filing, reason="法", acting_user=make_secretary())
    agree_source(filing=filing, acting_user=make_approver())
    with pytest.raises(RuleError, match="changed meanwhile"):
        send_filing(filing=filing, acting_user=make_secretary(), seen=seen)
    assert Filing.objects.get().status == FilingStatus.PREPARED
    send_filing(filing=filing, acting_user=make_secretary(), seen=contents_of(filing).fingerprint)


def test_what_changes_while_it_is_packed_is_not_sent():
    filing = make_filed(case=make_reported())
    ask_source(filing=filing, reason="法", acting_user=make_secretary())

    def agree(**_kwargs):
        agree_source(filing=filing, acting_user=make_approver())

    # Reading the evidence is noted while it is packed.
    post_save.connect(agree, sender=Custody)
    try:
        with pytest.raises(RuleError, match="changed meanwhile"):
            send_filing(filing=filing, acting_user=make_secretary())
    finally:
        post_save.disconnect(agree, sender=Custody)
    assert Filing.objects.get().status == FilingStatus.PREPARED


def test_nothing_is_sent_where_nobody_reads():
    department = make_department()
    case = make_case(CaseStatus.IN_FORCE, measure=Measure.REVOKE)
    filing = prepare_filing(case=case, department=department, acting_user=None)
    with pytest.raises(RuleError, match="Name a liaison"):
        send_filing(filing=filing, acting_user=make_secretary())


def test_nobody_files_the_case_of_the_own_school():
    case = make_case(CaseStatus.IN_FORCE, measure=Measure.REVOKE)
    own = make_principal(case.school, "staff")
    with pytest.raises(RuleError, match="You act for this school"):
        prepare_filing(case=case, department=make_department(), acting_user=own)
    filing = make_filed(case=case, department=make_department(DepartmentKind.MARKET))
    with pytest.raises(RuleError, match="You act for this school"):
        send_filing(filing=filing, acting_user=own)


def test_liaisons_hear_of_it_by_a_letter_that_says_nothing_of_the_matter(
    django_capture_on_commit_callbacks,
):
    filing = make_filed()
    with django_capture_on_commit_callbacks(execute=True):
        send_filing(filing=filing, acting_user=make_secretary())
    (letter,) = mail.outbox
    assert letter.to == ["liaison@example.org"]
    assert filing.code in letter.subject
    assert f"/department-desk/{filing.department.code}/filings/{filing.code}/" in letter.body
    assert filing.case.school.name not in letter.body


def test_a_letter_that_cannot_be_sent_holds_nobody_up(settings, django_capture_on_commit_callbacks):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    filing = make_filed()
    with django_capture_on_commit_callbacks(execute=True):
        send_filing(filing=filing, acting_user=make_secretary())
    filing.refresh_from_db()
    assert filing.status == FilingStatus.SENT


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (AppealStatus.LODGED, "学校已经申诉，正在审理。"),
        (AppealStatus.REJECTED, "学校申诉，经复核维持原决定。"),
    ],
)
def test_the_letter_says_what_became_of_an_appeal(status, words):
    case = make_handed_over()
    filing = make_filed(case=case)
    make_appeal(status, case=case)
    assert words in contents_of(filing).letter.text


def test_a_decision_that_was_withdrawn_is_not_sent():
    case = make_handed_over()
    filing, clerk = make_filed(case=case), make_secretary()
    assert list(filings_to_send(clerk)) == [filing]
    make_appeal(AppealStatus.UPHELD, case=case)
    with pytest.raises(RuleError, match="Nothing of this case"):
        send_filing(filing=filing, acting_user=clerk)
    assert list(unfiled_cases(clerk)) == list(filings_to_send(clerk)) == []


# -- days ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "due"),
    [
        (dt.date(2026, 3, 2), dt.date(2026, 3, 9)),
        # 调休: Sunday the 28th is worked, 1 to 8 October are not.
        (dt.date(2025, 9, 26), dt.date(2025, 10, 10)),
        # Over the year's end: 1 to 3 January 2026 are off, Sunday the 4th is worked.
        (dt.date(2025, 12, 29), dt.date(2026, 1, 6)),
    ],
)
def test_the_day_for_an_answer_is_counted_in_working_days(sent, due):
    with on(sent):
        filing = make_sent()
    assert filing.due_on == due
    with on(due):
        assert list(Filing.objects.overdue()) == []
    with on(due + dt.timedelta(days=1)):
        assert list(Filing.objects.overdue()) == [filing]


def test_an_overdue_filing_is_chased_once_in_its_days(django_capture_on_commit_callbacks):
    with on(dt.date(2026, 3, 2)):
        filing = make_sent()
    with on(dt.date(2026, 3, 9)):
        assert chase_filings() == 0
    with on(dt.date(2026, 3, 10)), django_capture_on_commit_callbacks(execute=True):
        assert chase_filings() == 1
        assert chase_filings() == 0
    assert "waits to be acknowledged" in mail.outbox[-1].body
    for day in (11, 16):
        with on(dt.date(2026, 3, day)):
            assert chase_filings() == 0
    with on(dt.date(2026, 3, 17)):
        assert chase_filings() == 1
        acknowledge(filing)
        assert chase_filings() == 0


def test_the_command_says_how_many_it_chased(capsys):
    with on(dt.date(2026, 3, 2)):
        make_sent()
    with on(dt.date(2026, 3, 10)):
        call_command("chase_filings")
    assert capsys.readouterr().out == "1 filing chased.\n"


def test_a_department_is_reminded_by_hand_once_a_day():
    filing = make_sent()
    clerk = make_secretary()
    chase_filing(filing=filing, acting_user=clerk)
    with pytest.raises(RuleError, match="today already"):
        chase_filing(filing=filing, acting_user=clerk)
    acknowledge(filing)
    with on(clock.today() + dt.timedelta(days=1)), pytest.raises(InvalidTransition):
        chase_filing(filing=filing, acting_user=clerk)


# -- acknowledged ----------------------------------------------------------------------------------


def test_the_departments_liaison_acknowledges_it_with_number_and_day():
    filing = make_sent()
    acknowledge(filing)
    filing.refresh_from_db()
    assert filing.status == FilingStatus.ACKNOWLEDGED
    assert (filing.receipt_no, filing.received_on) == (RECEIPT_NO, clock.today())
    assert filing.acknowledged_by == liaison_of(filing)
    assert AuditEntry.objects.filter(action="violations.acknowledge_filing").count() == 1
    with pytest.raises(InvalidTransition):
        acknowledge(filing)


@pytest.mark.parametrize("who", ["another liaison", Role.CLERK, "former liaison"])
def test_nobody_else_acknowledges_it(who):
    filing = make_sent()
    if who == "another liaison":
        person = make_liaison(make_department(DepartmentKind.MARKET))
    elif who == "former liaison":
        person = make_liaison(filing.department)
        row = filing.department.liaisons.get(user=person)
        dismiss_liaison(liaison=row, acting_user=None)
    else:
        person = make_secretary(who)
    before = everything()
    with pytest.raises(RuleError, match="do not read"):
        acknowledge(filing, acting_user=person)
    assert everything() == before


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"receipt_no": "  "}, "number"),
        ({"receipt_no": "1" * 61}, "number"),
        ({"received_on": lambda: clock.today() + dt.timedelta(days=1)}, "still to come"),
        ({"received_on": lambda: clock.today() - dt.timedelta(days=1)}, "not received before"),
    ],
)
def test_number_and_day_have_to_be_possible(given, why):
    filing = make_sent()
    given = {name: value() if callable(value) else value for name, value in given.items()}
    with pytest.raises(RuleError, match=why):
        acknowledge(filing, **given)


def test_what_was_not_sent_cannot_be_acknowledged():
    filing = make_filed()
    with pytest.raises(InvalidTransition):
        acknowledge(filing)


# -- the source ------------------------------------------------------------------------------------


def test_the_source_takes_two_people():
    filing = make_filed(case=make_reported())
    both = make_approver()
    with pytest.raises(RuleError, match="Nobody asked"):
        agree_source(filing=filing, acting_user=both)
    ask_source(filing=filing, reason="法", acting_user=both)
    with pytest.raises(RuleError, match="somebody else"):
        agree_source(filing=filing, acting_user=both)
    with pytest.raises(RuleError, match="decides cases"):
        agree_source(filing=filing, acting_user=make_secretary())
    with pytest.raises(RuleError, match="asked already"):
        ask_source(filing=filing, reason="法", acting_user=make_secretary())
    agree_source(filing=filing, acting_user=make_approver())
    with pytest.raises(RuleError, match="agreed already"):
        agree_source(filing=filing, acting_user=make_approver())


def test_the_source_is_asked_for_with_a_reason_and_where_there_is_one():
    with pytest.raises(RuleError, match="which rule"):
        ask_source(
            filing=make_filed(case=make_reported()), reason=" ", acting_user=make_secretary()
        )
    department = make_department(DepartmentKind.MARKET)
    with pytest.raises(RuleError, match="Nobody outside"):
        ask_source(
            filing=make_filed(department=department), reason="法", acting_user=make_secretary()
        )


def test_once_it_is_sent_the_source_stays_where_it_is():
    filing = make_sent(case=make_reported())
    with pytest.raises(InvalidTransition):
        ask_source(filing=filing, reason="法", acting_user=make_secretary())
    assert REPORTER not in contents_of(filing).letter.text
