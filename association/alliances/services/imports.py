"""Ledger imports: uploaded and checked, confirmed, then run in the background."""

import datetime as dt
from pathlib import PurePath
from typing import Any

from django.core.files import File
from django.db import OperationalError, transaction

from association.alliances import tasks
from association.alliances.enums import ImportStatus, Verb
from association.alliances.models import RosterImport
from association.alliances.roster import importer
from association.alliances.roster.errors import RosterFileError
from association.alliances.roster.preview import Preview
from association.core import clock
from association.core.errors import InvalidTransition
from association.core.regulated import change_status, record_event
from association.core.uploads.quota import count_upload

# The largest ledger takes two minutes; what has not moved for so long has lost its worker.
STALLS_AFTER = dt.timedelta(minutes=15)

NAME_CHARACTERS = RosterImport._meta.get_field("original_name").max_length


def upload_roster(*, file: File, acting_user: Any) -> RosterImport:
    """Read and check a ledger and keep it, with the verdict on every row, until it is confirmed.

    file: an upload; its name tells the kind of file and is kept for display only.
    Returns the import. Raises RosterFileError when the file cannot be taken in, RuleError when the
    person's files of the day are used up; nothing is kept then.
    """
    count_upload(acting_user)
    name = PurePath(file.name).name
    parsed = importer.read_roster(file, name)
    file.seek(0)
    record = RosterImport(
        original_name=name[-NAME_CHARACTERS:],
        uploaded_by=acting_user,
        rows_total=len(parsed.rows),
        preview=Preview.build(parsed),
    )
    record.file.save(name, file, save=False)
    try:
        with transaction.atomic():
            record.save()
            record_event(
                record=record, verb=Verb.UPLOAD_ROSTER, acting_user=acting_user, first=True
            )
    except BaseException:
        record.file.delete(save=False)
        raise
    return record


@transaction.atomic
def confirm_roster(*, roster: RosterImport, acting_user: Any) -> RosterImport:
    """Have a checked import run, or one that stopped run again; it starts after the commit.

    Returns the import. Raises InvalidTransition when it is waiting, running or done.
    """
    if has_stalled(roster):
        _fail(roster, "stalled", acting_user)
    record = change_status(
        record=roster,
        to=ImportStatus.QUEUED,
        verb=Verb.CONFIRM_ROSTER,
        acting_user=acting_user,
        rows_done=0,
        failure="",
    )
    transaction.on_commit(lambda: tasks.run_import.enqueue(record.pk))
    return record


def run_roster(*, roster: RosterImport, acting_user: Any) -> RosterImport:
    """Run a confirmed import; call it outside of a transaction. A second call does nothing.

    Rows that were taken before a failure stay; running again goes over them without harm.
    Returns the import. What stops it is kept as its `failure` and raised.
    """
    try:
        change_status(
            record=roster, to=ImportStatus.RUNNING, verb=Verb.RUN_ROSTER, acting_user=acting_user
        )
    except InvalidTransition:
        return roster
    try:
        return _run(roster, acting_user)
    except Exception as error:
        _fail(roster, _failure_code(error), acting_user)
        raise


def has_stalled(roster: RosterImport) -> bool:
    """Say whether an import has been waiting or running for longer than one can take."""
    if roster.status not in {ImportStatus.QUEUED, ImportStatus.RUNNING}:
        return False
    return roster.events.latest("sequence").created_at < clock.now() - STALLS_AFTER


def _run(roster: RosterImport, acting_user: Any) -> RosterImport:
    with roster.file.open("rb") as file:
        parsed = importer.read_roster(file, roster.file.name)
    this = RosterImport.objects.filter(pk=roster.pk)
    report = importer.import_roster(
        parsed,
        acting_user=acting_user,
        on_chunk=lambda done: this.update(rows_done=done),
    )
    return change_status(
        record=roster,
        to=ImportStatus.DONE,
        verb=Verb.FINISH_ROSTER,
        acting_user=acting_user,
        report=report.to_dict(),
        rows_done=len(parsed.rows),
    )


def _fail(roster: RosterImport, code: str, acting_user: Any) -> None:
    change_status(
        record=roster,
        to=ImportStatus.FAILED,
        verb=Verb.FAIL_ROSTER,
        acting_user=acting_user,
        reason=code,
        failure=code,
    )


def _failure_code(error: Exception) -> str:
    match error:
        case FileNotFoundError():
            return "file gone"
        case RosterFileError():
            return "file unreadable"
        case OperationalError():
            return "database busy"
    return "unexpected"
