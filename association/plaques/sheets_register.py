"""The register for a department, as an Excel file: one line for each plaque of each member."""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from association.core.spreadsheets import xlsx_file
from association.plaques.models import Plaque
from association.plaques.selectors import RegisterRow
from association.plaques.selectors.members import NO_PLAQUE_LABEL

WIDTHS = (34, 22, 18, 16, 22, 14, 18, 14, 14, 18, 18, 14, 14, 50)


def register_sheet(rows: Iterable[RegisterRow]) -> bytes:
    """Return the register as XLSX, in the active language. It names no persons.

    A member without a plaque has one line, with its state told in words.
    """
    lines = (values for row in rows for values in _lines(row))
    with xlsx_file(pgettext("of members", "Register"), _titles(), WIDTHS, lines) as file:
        return file.read()


def _titles() -> list[str]:
    return [
        _("School"),
        _("Unified social credit code"),
        _("Alliance"),
        _("Kind"),
        _("Licence number"),
        _("Licence valid until"),
        pgettext("of a pledge", "Pledge"),
        _("Decided on"),
        _("Campus"),
        pgettext("of a plaque", "Number"),
        pgettext("of a plaque", "State"),
        _("since"),
        _("valid until"),
        _("Reason"),
    ]


def _lines(row: RegisterRow) -> Iterator[list[object]]:
    school, pledge = row.school, row.pledge
    decided = timezone.localdate(pledge.decided_at) if pledge and pledge.decided_at else ""
    shared = [
        school.name,
        school.uscc,
        str(row.alliance),
        school.get_kind_display(),
        school.licence_no,
        _("without end date") if school.licence_long_term else school.licence_valid_until or "",
        pledge.get_status_display() if pledge else _("No pledge yet"),
        decided,
    ]
    for plaque in row.plaques:
        yield [*shared, *_of_plaque(plaque)]
    if not row.plaques:
        yield [*shared, "", "", str(NO_PLAQUE_LABEL), "", "", ""]


def _of_plaque(plaque: Plaque) -> list[object]:
    since = plaque.state_since
    return [
        plaque.campus.name,
        plaque.number,
        str(plaque.state.label),
        timezone.localdate(since) if isinstance(since, dt.datetime) else since,
        plaque.valid_until,
        plaque.told_reason,
    ]
