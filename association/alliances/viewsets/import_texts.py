"""How an import is told on its pages: the tabs, the changes of a row, why it stopped."""

from typing import NamedTuple

from django.db.models import Field
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from association.alliances.enums import AllianceCode
from association.alliances.models import Alliance, Campus, School
from association.alliances.roster.comparison import Changes
from association.alliances.roster.preview import ALL, WARNED
from association.alliances.roster.verdicts import Verdict

TABS = {
    ALL: pgettext_lazy("ledger rows", "All"),
    **{verdict.value: verdict.label for verdict in Verdict},
    WARNED: pgettext_lazy("ledger rows", "Please check"),
}

FAILURES = {
    "file gone": gettext_lazy(
        "The uploaded file is no longer on the server. Please upload the ledger again."
    ),
    "file unreadable": gettext_lazy(
        "The file can no longer be read. Please upload the ledger again."
    ),
    "database busy": gettext_lazy(
        "The database was busy for too long. Rows taken so far stay. Please start the import again."
    ),
    "stalled": gettext_lazy(
        "The import stood still. Rows taken so far stay. Please start it again."
    ),
    "unexpected": gettext_lazy(
        "Something unexpected happened. Rows taken so far stay. Please start the import again; if "
        "it stops again, tell the people who look after this site."
    ),
}


class Change(NamedTuple):
    """A field that would change: its name, its old and its new value, as a person reads them."""

    label: str
    old: str
    new: str


def told_changes(changes: Changes) -> list[Change]:
    """Return the stored changes of a row in words."""
    return [_told(name, old, new) for name, (old, new) in changes.items()]


def _told(name: str, old: str, new: str) -> Change:
    if name == "alliance":
        label = Alliance._meta.verbose_name
        old, new = (AllianceCode(code).label if code else "" for code in (old, new))
        return Change(capfirst(label), str(old) or _empty(), str(new))
    model, field_name = (Campus, name[7:]) if name.startswith("campus.") else (School, name)
    field = model._meta.get_field(field_name)
    return Change(capfirst(field.verbose_name), _value(field, old), _value(field, new))


def _empty() -> str:
    return pgettext("value", "empty")


def _value(field: Field, text: str) -> str:
    if not text:
        return _empty()
    if field.get_internal_type() == "BooleanField":
        return _("Yes") if text == "True" else _("No")
    if field.get_internal_type() == "DateField" and (day := parse_date(text)):
        return date_format(day)
    return str(dict(field.flatchoices).get(text, text))
