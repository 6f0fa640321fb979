"""The weekly list of plaques to hang, as an Excel file."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from association.alliances.models import Alliance
from association.core.contacts import masked
from association.core.spreadsheets import xlsx_file
from association.plaques.selectors import ToHang

WIDTHS = (16, 34, 18, 16, 44, 16, 14, 10)


def hanging_sheet(groups: Iterable[tuple[Alliance | None, list[ToHang]]]) -> bytes:
    """Return the plaques to hang as XLSX, in the active language.

    groups: as `by_alliance` returns them. The last column counts days, 0 when not overdue.
    """
    lines = (_values(alliance, row) for alliance, rows in groups for row in rows)
    with xlsx_file(_("Plaques to hang"), _titles(), WIDTHS, lines) as file:
        return file.read()


def _titles() -> list[str]:
    return [
        _("Alliance"),
        _("School"),
        pgettext("of a plaque", "Number"),
        _("Campus"),
        _("Address"),
        _("Office phone"),
        _("To be hung by"),
        _("Days late"),
    ]


def _values(alliance: Alliance | None, row: ToHang) -> list[object]:
    plaque = row.plaque
    return [
        str(alliance or ""),
        plaque.school.name,
        plaque.number,
        plaque.campus.name,
        plaque.campus.address,
        masked(plaque.school.phone),
        plaque.hang_by,
        row.days_over,
    ]
