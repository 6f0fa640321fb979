"""A case goes to an authority: prepared, packed and sent once, chased, acknowledged."""

import datetime as dt
from contextlib import suppress
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from association.alliances.models import Department
from association.alliances.permissions import departments_of
from association.core import clock
from association.core.errors import InvalidTransition, RuleError
from association.core.numbering import next_number
from association.core.private_files import private_files
from association.core.regulated import change_status, record_event
from association.core.workdays import add_working_days, working_days_between
from association.violations.enums import FilingStatus, Verb
from association.violations.models import Case, CaseSettings, Evidence, Filing
from association.violations.models.case import LONGEST_LINE
from association.violations.package import Contents, Package, build_package, contents_of
from association.violations.package.contents import comes_from_outside
from association.violations.selectors.filing import filing_possible, kind_of, readers_for
from association.violations.selectors.people import refuse_part
from association.violations.services.evidence import read_evidence

FOLDER = "violations/filings"
LONGEST_RECEIPT = Filing._meta.get_field("receipt_no").max_length


@transaction.atomic
def prepare_filing(*, case: Case, department: Department, acting_user: Any) -> Filing:
    """Note that a department receives a case. Nothing goes out yet.

    Returns the filing. Raises RuleError while the case is not ready for it, where this department
    has it already, or where something stands against the person.
    """
    row = Case.locked(case.pk)
    refuse_part(acting_user, school=row.school, finding=row.finding)
    _refuse_early(row)
    kind = kind_of(row)
    if row.filings.standing().filter(department=department, kind=kind).exists():
        raise RuleError(_("This department has a filing of this case already."))
    year = clock.today().year
    filing = Filing.objects.create(
        code=f"B-{year}-{next_number(series='filing', year=year):04d}",
        case=row,
        department=department,
        kind=kind,
    )
    record_event(record=filing, verb=Verb.PREPARE_FILING, acting_user=acting_user, first=True)
    return filing


@transaction.atomic
def drop_filing(*, filing: Filing, reason: str, acting_user: Any) -> Filing:
    """Drop a filing that was prepared, say for the wrong department. The case is to be filed again.

    reason: stays inside the association. Returns the filing. Raises RuleError without a reason or
    where something stands against the person; InvalidTransition once it was sent.
    """
    row = Filing.locked(filing.pk)
    refuse_part(acting_user, school=row.case.school, finding=row.case.finding)
    if not reason.strip():
        raise RuleError(_("Please write why the filing is dropped."))
    return change_status(
        record=row,
        to=FilingStatus.DROPPED,
        verb=Verb.DROP_FILING,
        acting_user=acting_user,
        reason=reason.strip(),
    )


@transaction.atomic
def ask_source(*, filing: Filing, reason: str, acting_user: Any) -> Filing:
    """Ask that the package tells what the case was opened from. Somebody else has to agree.

    reason: why the law requires it. Returns the filing. Raises RuleError without a reason, for a
    case nobody outside stands behind, and where it was asked before; InvalidTransition once sent.
    """
    row = _prepared(filing)
    refuse_part(acting_user, school=row.case.school, finding=row.case.finding)
    if not comes_from_outside(row.case):
        raise RuleError(_("Nobody outside stands behind this case, so there is no one to name."))
    if row.source_asked_by_id is not None:
        raise RuleError(_("It was asked already. Somebody who decides cases agrees, or nobody."))
    if not 0 < len(reason.strip()) <= LONGEST_LINE:
        raise RuleError(_("Please write which rule of law requires it, in a line."))
    row.source_asked_by, row.source_reason = acting_user, reason.strip()
    row.save(update_fields=["source_asked_by", "source_reason"])
    record_event(
        record=row,
        verb=Verb.ASK_SOURCE,
        acting_user=acting_user,
        old_status=row.status,
        reason=row.source_reason,
    )
    return row


@transaction.atomic
def agree_source(*, filing: Filing, acting_user: Any) -> Filing:
    """Agree that the package tells what the case was opened from. For somebody who decides cases.

    Returns the filing. Raises RuleError where nobody asked for it, to whoever did, to whoever does
    not decide cases, and where it was agreed; InvalidTransition once sent.
    """
    row = _prepared(filing)
    refuse_part(acting_user, school=row.case.school, finding=row.case.finding)
    if row.source_asked_by_id is None:
        raise RuleError(_("Nobody asked to name the source."))
    if row.source_agreed_by_id is not None:
        raise RuleError(_("It is agreed already."))
    if acting_user == row.source_asked_by:
        raise RuleError(_("You asked for it, so somebody else agrees."))
    if not acting_user.has_perm("violations.decide_case"):
        raise RuleError(_("Only somebody who decides cases can agree to it."))
    row.source_agreed_by = acting_user
    row.save(update_fields=["source_agreed_by"])
    record_event(record=row, verb=Verb.AGREE_SOURCE, acting_user=acting_user, old_status=row.status)
    return row


def send_filing(*, filing: Filing, acting_user: Any, seen: str = "") -> Filing:
    """Pack everything once, keep it, and hand it to the department.

    seen: the fingerprint of the contents the person has read; what changed since is not sent.
    It is packed before any row is locked, and each reading of evidence is noted, even where the
    filing is refused then. Returns the filing. Raises RuleError where a piece of evidence is not
    what was taken in, where nobody reads for the department, the case went another way, or the
    contents changed; InvalidTransition once it was sent.
    """
    _refuse_sent(filing)
    refuse_part(acting_user, school=filing.case.school, finding=filing.case.finding)
    contents = contents_of(filing)
    if seen and seen != contents.fingerprint:
        raise RuleError(_("What would be sent has changed meanwhile. Please read it once more."))
    files = _files_of(contents, acting_user)
    return _hand_out(filing, contents, build_package(contents, files), acting_user)


@transaction.atomic
def chase_filing(*, filing: Filing, acting_user: Any) -> Filing:
    """Remind the department of a filing, once a day at most.

    Returns the filing. Raises RuleError on the second reminder of a day; InvalidTransition unless
    it waits to be acknowledged.
    """
    row = Filing.locked(filing.pk)
    if row.status != FilingStatus.SENT:
        raise InvalidTransition(record=row, status_label=row.get_status_display())
    if row.chased_at is not None and timezone.localdate(row.chased_at) == clock.today():
        raise RuleError(_("The department was reminded today already."))
    row.chased_at = clock.now()
    row.save(update_fields=["chased_at"])
    record_event(record=row, verb=Verb.CHASE_FILING, acting_user=acting_user, old_status=row.status)
    return row


def chase_filings() -> int:
    """Remind of every filing that is overdue, each once in as many working days as it was given.

    Returns how many were chased.
    """
    days, today = CaseSettings.load().filing_days, clock.today()
    chased = 0
    for row in Filing.objects.overdue().order_by("pk"):
        last = row.chased_at and timezone.localdate(row.chased_at)
        if last is not None and working_days_between(last, today) < days:
            continue
        with suppress(RuleError):  # acknowledged, or chased by hand, in this very moment
            chase_filing(filing=row, acting_user=None)
            chased += 1
    return chased


@transaction.atomic
def acknowledge_filing(
    *, filing: Filing, receipt_no: str, received_on: dt.date, acting_user: Any
) -> Filing:
    """Acknowledge a filing for its department. For that department's liaisons alone.

    receipt_no, received_on: the department's own number and day.
    Returns the filing. Raises RuleError to a stranger, without a number, for a day to come or one
    before it was sent; InvalidTransition unless it waits to be acknowledged.
    """
    row = Filing.locked(filing.pk)
    if not departments_of(acting_user).filter(pk=row.department_id).exists():
        raise RuleError(_("You do not read for this department."))
    if row.status != FilingStatus.SENT:
        raise InvalidTransition(record=row, status_label=row.get_status_display())
    if not 0 < len(receipt_no.strip()) <= LONGEST_RECEIPT:
        raise RuleError(_("Please enter the number under which your department keeps it."))
    if received_on > clock.today():
        raise RuleError(_("This day is still to come."))
    if received_on < timezone.localdate(row.sent_at):
        raise RuleError(
            _("It was sent on %(day)s, so it was not received before.")
            % {"day": timezone.localdate(row.sent_at).isoformat()}
        )
    return change_status(
        record=row,
        to=FilingStatus.ACKNOWLEDGED,
        verb=Verb.ACKNOWLEDGE_FILING,
        acting_user=acting_user,
        receipt_no=receipt_no.strip(),
        received_on=received_on,
        acknowledged_by=acting_user,
    )


def _prepared(filing: Filing) -> Filing:
    row = Filing.locked(filing.pk)
    _refuse_sent(row)
    return row


def _refuse_sent(row: Filing) -> None:
    if row.status != FilingStatus.PREPARED:
        raise InvalidTransition(record=row, status_label=row.get_status_display())


def _refuse_early(case: Case) -> None:
    if not filing_possible(case):
        raise RuleError(
            _(
                "Nothing of this case goes to a department now: a public decision once it is in "
                "force, one that is handed over once it is final or at once where it is serious."
            )
        )


def _files_of(contents: Contents, acting_user: Any) -> dict[int, bytes]:
    """Return the evidence by its key; each reading is noted."""
    files = {}
    rows = Evidence.objects.in_bulk([piece.pk for piece in contents.pieces])
    for piece in contents.pieces:
        data = read_evidence(evidence=rows[piece.pk], acting_user=acting_user)
        if data is None:
            raise RuleError(
                _(
                    "Evidence no. %(number)s is gone or is not what was taken in, so nothing is "
                    "sent. Please tell whoever looks after the site."
                )
                % {"number": piece.number}
            )
        files[piece.pk] = data
    return files


@transaction.atomic
def _hand_out(filing: Filing, contents: Contents, package: Package, acting_user: Any) -> Filing:
    case = Case.locked(contents.filing.case_id)
    row = _prepared(filing)
    _refuse_early(case)
    if not readers_for(row.department).exists():
        raise RuleError(_("Nobody reads for this department. Name a liaison first."))
    if contents_of(row).fingerprint != contents.fingerprint:
        raise RuleError(_("What would be sent has changed meanwhile. Please read it once more."))
    name = f"{FOLDER}/{get_random_string(22)}.zip"
    row = change_status(
        record=row,
        to=FilingStatus.SENT,
        verb=Verb.SEND_FILING,
        acting_user=acting_user,
        package=private_files().save(name, ContentFile(package.data)),
        digest=package.digest,
        signature=package.signature,
        sent_at=clock.now(),
        due_on=add_working_days(clock.today(), CaseSettings.load().filing_days),
    )
    filing.refresh_from_db()
    return row
