"""What a stranger may know of a plaque, in the words and shapes that every surface shows."""

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from laces.components import Component

from association.alliances.models import Campus, School
from association.plaques.enums import PublicState

MAY_NOT_HANG = {
    PublicState.REVOKED,
    PublicState.RETURNED,
    PublicState.SUPERSEDED,
    PublicState.COPY_REPLACED,
}


@dataclass(frozen=True, kw_only=True)
class ShownState:
    """The state in words. since: the local day it began; reason: empty where none is public.

    until: the day by which a suspension ends at the latest, where there is one.
    """

    key: str
    label: str
    sentence: str
    since: dt.date
    reason: str
    until: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class ShownAlliance:
    """The alliance the school is a member of now."""

    code: str
    name: str


@dataclass(frozen=True, kw_only=True)
class ShownLicence:
    """How far the school-running licence (办学许可证) reaches, as the association knows it."""

    number: str
    valid_until: dt.date | None
    long_term: bool
    expired: bool


@dataclass(frozen=True, kw_only=True)
class ShownPromise:
    """A promise of the version this school signed. broken: a measure in force names it."""

    code: str
    title: str
    text: str
    broken: bool = False


@dataclass(frozen=True, kw_only=True)
class ShownCovenant:
    """The version of the covenant a plaque stands for, and the newer one in force, if any."""

    number: int
    newer: int | None
    newer_since: dt.date | None


@dataclass(frozen=True, kw_only=True)
class ShownEvent:
    """A line of the plaque's history in public words."""

    at: dt.datetime
    label: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ShownPhoto:
    """The small photo of the present copy at its gate. width, height: in pixels.

    moved: the registered address of the gate has changed since.
    """

    url: str
    width: int
    height: int
    taken_on: dt.date
    moved: bool


@dataclass(frozen=True, kw_only=True)
class ShownCopy:
    """The printed copy that was scanned, where a new one has taken its place.

    is_missing: it was lost or stolen, and whoever sees it hang is asked to report it.
    """

    serial: int
    replaced_on: dt.date
    is_missing: bool


@dataclass(frozen=True, kw_only=True)
class ShownSuccessor:
    """The latest plaque of the same campus, and what the public is told of it now."""

    number: str
    state: str
    state_label: str
    path: str

    @property
    def verify_url(self) -> str:
        """The https address of its answer by number."""
        return f"{settings.SITE_URL}{self.path}"


@dataclass(frozen=True, kw_only=True)
class ShownFindings:
    """What visits found about one promise, in numbers. No score follows from them.

    rectified: mended and re-checked. self_reported: of both, what the school had told of
    itself before the visit.
    """

    promise: str
    open: int
    rectified: int
    self_reported: int


@dataclass(frozen=True, kw_only=True)
class ShownVisits(Component):
    """What peers' visits tell of the school; the room that knows it draws it (core.panels).

    last_on: the day of the last, None before the first. long_ago: it should be visited again.
    months: for so long what was rectified is counted.
    """

    last_on: dt.date | None
    long_ago: bool
    months: int
    findings: list[ShownFindings]


@dataclass(frozen=True, kw_only=True)
class PublicPlaque:
    """Everything a stranger may know of a plaque. The scan token is no part of it.

    pk: of the plaque, for counting; no surface shows it. successor: where a newer plaque took its
    place. serial: of the copy that counts. photo_hidden: the gate photo was taken off the web.
    panels: what higher rooms tell of the school, for the page.
    """

    pk: int
    number: str
    chinese_number: str
    state: ShownState
    school: School
    campus: Campus
    alliance: ShownAlliance | None
    licence: ShownLicence
    covenant: ShownCovenant
    promises: list[ShownPromise]
    broken_promise: ShownPromise | None
    history: list[ShownEvent]
    gate_photo: ShownPhoto | None
    photo_hidden: bool
    copy: ShownCopy | None
    successor: ShownSuccessor | None
    serial: int
    issued_on: dt.date
    valid_until: dt.date
    path: str
    panels: list[Component]
    as_of: dt.datetime

    @property
    def visits(self) -> ShownVisits | None:
        """What peers' visits tell of the school; None for one that has left."""
        return next((panel for panel in self.panels if isinstance(panel, ShownVisits)), None)

    @property
    def is_lent(self) -> bool:
        """The plaque may still hang, or may again: its last day means something."""
        if self.state.key == PublicState.COPY_REPLACED:
            return not self.copy.is_missing
        return self.state.key not in MAY_NOT_HANG

    @property
    def coordinates(self) -> tuple[float, float] | None:
        """Latitude and longitude of the registered gate in WGS-84 degrees, where known."""
        if self.campus.latitude is None:
            return None
        return self.campus.latitude, self.campus.longitude

    @property
    def asks_where(self) -> bool:
        """The phone may work out how far it is from the gate, if its owner asks."""
        return self.is_lent and self.coordinates is not None

    @property
    def answered(self) -> dt.datetime:
        """When reading began, in whole seconds."""
        return self.as_of.replace(microsecond=0)

    @property
    def domain(self) -> str:
        """The address every genuine code leads to; it is printed on the plaque as well."""
        return urlsplit(settings.SITE_URL).netloc

    @property
    def verify_url(self) -> str:
        """The https address of this answer by number."""
        return f"{settings.SITE_URL}{self.path}"
