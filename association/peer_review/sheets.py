"""The visits of a period as an Excel file, with the columns an authority asks for."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from association.core.spreadsheets import xlsx_file
from association.peer_review.enums import Severity
from association.peer_review.selectors.cases import Case

WIDTHS = (6, 34, 22, 18, 14, 14, 10, 12, 10, 10, 10, 10, 10, 10, 16)


def visits_sheet(cases: Iterable[Case]) -> bytes:
    """Return visits as XLSX, in the active language: one line each. It names no persons."""
    lines = (_values(number, case) for number, case in enumerate(cases, start=1))
    with xlsx_file(_("Visits for self-governance"), _titles(), WIDTHS, lines) as file:
        return file.read()


def _titles() -> list[str]:
    return [
        pgettext("column", "No."),
        _("School name"),
        _("Unified social credit code"),
        _("Alliance"),
        _("Way of visiting"),
        _("Day of the visit"),
        _("Visitors who went"),
        _("Findings made"),
        pgettext("findings", "of these minor"),
        pgettext("findings", "of these ordinary"),
        pgettext("findings", "of these serious"),
        pgettext("findings", "Closed"),
        pgettext("findings", "Being mended"),
        pgettext("findings", "Overdue"),
        _("Last closed on"),
    ]


def _values(number: int, case: Case) -> list[object]:
    return [
        number,
        case.school.name,
        case.school.uscc,
        str(case.alliance or ""),
        str(case.round.get_kind_display()),
        case.visited_on,
        case.visitors or "",
        len(case.findings),
        *(case.count(severity) for severity in Severity.values),
        case.closed,
        case.under_way,
        case.overdue,
        case.last_closed_on or "",
    ]
