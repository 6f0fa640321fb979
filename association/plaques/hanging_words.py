"""What the weekly message about plaques says, in the reader's language."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from association.alliances.models import Alliance
from association.core import clock
from association.plaques.models import TakeDown
from association.plaques.selectors import ToHang


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """What one reader is told. alliances: whose part it is; none for all of it."""

    groups: list[tuple[Alliance | None, list[ToHang]]] = field(default_factory=list)
    take_downs: list[TakeDown] = field(default_factory=list)
    alliances: list[Alliance] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.groups or self.take_downs)

    @property
    def rows(self) -> list[ToHang]:
        return [row for _alliance, own in self.groups for row in own]

    @property
    def link(self) -> str:
        """Where to go first: to what hangs, else to what should be down."""
        return self._hanging_page() if self.groups else self._take_down_page()

    def in_a_line(self) -> str:
        """What waits, for the subject."""
        count = len(self.rows)
        told = (
            ngettext(
                "%(total)s plaque waits to be hung", "%(total)s plaques wait to be hung", count
            )
            if count
            else ngettext(
                "%(total)s plaque should be down by now",
                "%(total)s plaques should be down by now",
                len(self.take_downs),
            )
        ) % {"total": count or len(self.take_downs)}
        names = [alliance.name for alliance in self.alliances]
        return " · ".join([told, *names])

    def to_hang(self) -> str:
        """The plaques to hang, by alliance; empty where there is none."""
        return "\n".join(self._hanging_lines()) if self.groups else ""

    def to_take_down(self) -> str:
        """The plaques that should be down; empty where there is none."""
        return "\n".join(self._take_down_lines()) if self.take_downs else ""

    def _hanging_lines(self) -> Iterator[str]:
        late = sum(row.is_overdue for row in self.rows)
        yield _total_to_hang(len(self.rows)) + (" " + _late(late) if late else "")
        for alliance, rows in self.groups:
            yield ""
            yield alliance.name if alliance else _("Without an alliance")
            yield from map(_row_to_hang, rows)
        yield ""
        if self.alliances:
            yield _("Please visit the gate and send a photo of the plaque from your desk.")
        if self.take_downs:
            yield settings.SITE_URL + self._hanging_page()

    def _take_down_lines(self) -> Iterator[str]:
        yield _total_to_take_down(len(self.take_downs))
        yield ""
        yield from map(_row_to_take_down, self.take_downs)
        yield ""
        if self.alliances:
            yield _(
                "A friendly word from you helps most. If you are there, you can send the photo "
                "yourself, from your desk."
            )
        if self.groups:
            yield settings.SITE_URL + self._take_down_page()

    def _hanging_page(self) -> str:
        match self.alliances:
            case []:
                return reverse("plaque_admin:hanging")
            case [alliance]:
                return reverse("plaques:hanging", args=[alliance.code])
        return reverse("alliances:alliance_desk")

    def _take_down_page(self) -> str:
        match self.alliances:
            case []:
                return reverse("take_down_admin:index") + "?state=overdue"
            case [alliance]:
                return reverse("alliances:led_alliance", args=[alliance.code])
        return reverse("alliances:alliance_desk")


def _total_to_hang(count: int) -> str:
    return ngettext(
        "%(date)s: %(total)s plaque waits to be hung.",
        "%(date)s: %(total)s plaques wait to be hung.",
        count,
    ) % {"date": _today(), "total": count}


def _late(count: int) -> str:
    return ngettext("%(overdue)s is late.", "%(overdue)s are late.", count) % {"overdue": count}


def _total_to_take_down(count: int) -> str:
    return ngettext(
        "%(date)s: %(total)s plaque was taken back and should be down by now. No photo of the "
        "empty place has come yet.",
        "%(date)s: %(total)s plaques were taken back and should be down by now. No photo of the "
        "empty place has come yet.",
        count,
    ) % {"date": _today(), "total": count}


def _today() -> str:
    return date_format(clock.today(), "DATE_FORMAT")


def _row_to_hang(row: ToHang) -> str:
    plaque = row.plaque
    parts = [f"- {plaque.hang_by:%Y-%m-%d}", plaque.school.name, plaque.campus.name, plaque.number]
    if row.is_overdue:
        days = row.days_over
        parts.append(ngettext("%(days)s day late", "%(days)s days late", days) % {"days": days})
    return _joined(parts)


def _row_to_take_down(row: TakeDown) -> str:
    plaque = row.plaque
    parts = [f"- {row.due_on:%Y-%m-%d}", plaque.school.name, plaque.campus.name, plaque.number]
    if row.still_seen:
        parts.append(
            ngettext(
                "%(count)s passer-by reports that it still hangs",
                "%(count)s passers-by report that it still hangs",
                row.still_seen,
            )
            % {"count": row.still_seen}
        )
    return _joined(parts)


def _joined(parts: Iterable[str]) -> str:
    return " · ".join(parts)
