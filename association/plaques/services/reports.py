"""What passers-by tell about a plaque, and the clerk's last word on it."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from association.core import clock
from association.core.errors import RuleError
from association.core.regulated import change_status, record_event
from association.plaques.enums import ReportKind, ReportStatus, Verb
from association.plaques.models import Plaque, PlaqueReport

MOST_ALIKE = 5  # without words, about the same thing: one more tells the clerk nothing new
MOST_OPEN = 300  # in all; what is not ours is counted apart and crowds no real plaque out


@transaction.atomic
def report_plaque(
    *,
    plaque: Plaque | None,
    kind: str,
    words: str = "",
    typed_number: str = "",
    serial: int | None = None,
) -> PlaqueReport | None:
    """Take in a report from somebody at the gate. Nothing about the sender is asked or kept.

    plaque: None where the number was never given out; then typed_number, at most 40 characters,
    says what stands there. kind: a ReportKind. words: what they see, at most 300 characters.
    serial: of the replaced copy that was scanned; any other is dropped.
    Returns the open report, or None when enough wait that say the same without a word.
    Raises RuleError when MOST_OPEN wait; the first of its kind about a plaque is kept even then.
    """
    if plaque:
        plaque = Plaque.locked(plaque.pk)
        copies = plaque.replaced_copies.values_list("serial", flat=True)
        serial = serial if serial in copies else None
    report = PlaqueReport(
        plaque=plaque,
        kind=ReportKind(kind),
        words=words.strip(),
        typed_number="" if plaque else typed_number,
        serial=serial if plaque else None,
    )
    report.full_clean()
    if not _is_worth_keeping(report):
        return None
    report.save()
    record_event(record=report, verb=Verb.REPORT, acting_user=None, first=True)
    return report


def _is_worth_keeping(report: PlaqueReport) -> bool:
    waiting = PlaqueReport.objects.open()
    alike = waiting.about_the_same(report).filter(kind=report.kind, serial=report.serial)
    if not report.words and alike.filter(words="").count() >= MOST_ALIKE:
        return False
    full = waiting.filter(plaque__isnull=report.plaque is None).count() >= MOST_OPEN
    if full and (report.plaque is None or alike.exists()):
        raise RuleError(
            _(
                "More reports wait than the association can read just now, so yours was not kept. "
                "Please call and say what you see."
            )
        )
    return True


def close_report(
    *, report: PlaqueReport, note: str, acting_user: Any, proved_true: bool = False
) -> PlaqueReport:
    """Close a report with a note on what was found; it stays inside the association.

    proved_true: somebody looked and found it so; it counts when the next random draw is prepared.
    Raises RuleError without a note, InvalidTransition when it is closed already.
    """
    if not note.strip():
        raise RuleError(_("Please note what was found, so that the next person can follow."))
    return change_status(
        record=report,
        to=ReportStatus.CLOSED,
        verb=Verb.CLOSE_REPORT,
        acting_user=acting_user,
        reason=note.strip(),
        closed_at=clock.now(),
        proved_true=proved_true,
    )


@transaction.atomic
def close_reports_alike(
    *, report: PlaqueReport, up_to: int, note: str, acting_user: Any, proved_true: bool = False
) -> list[PlaqueReport]:
    """Close every open report about the same plaque or number with one note.

    up_to: the highest primary key the clerk was shown; what came in since stays open.
    proved_true: as for `close_report`; it is one matter, so the first of them alone counts.
    Returns the closed reports. Raises RuleError without a note, or when none is open.
    """
    alike = PlaqueReport.objects.open().about_the_same(report).filter(pk__lte=up_to)
    rows = PlaqueReport.locked_together(list(alike.values_list("pk", flat=True)))
    # Somebody else may have closed some while we waited.
    still_open = [row for row in rows if row.status == ReportStatus.OPEN]
    closed = [
        close_report(
            report=row,
            note=note,
            acting_user=acting_user,
            proved_true=proved_true and place == 0,
        )
        for place, row in enumerate(still_open)
    ]
    if not closed:
        raise RuleError(_("None of these reports is open any more."))
    return closed
