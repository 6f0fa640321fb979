"""What the public is told of a plaque: one reading, which page, API and preview share."""

import datetime as dt
from dataclasses import dataclass, replace

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from association.alliances.enums import MembershipStatus
from association.alliances.models import Alliance, Campus, Membership, School
from association.core import clock
from association.plaques.enums import MeasureKind, PublicState, Verb
from association.plaques.models import Plaque

HISTORY = {
    Verb.ISSUE: gettext_noop("The plaque was issued"),
    Verb.ACTIVATE: gettext_noop("The plaque was confirmed at the gate"),
    Verb.SUSPEND: gettext_noop("The plaque was suspended"),
    Verb.REINSTATE: gettext_noop("The suspension was lifted"),
    Verb.REVOKE: gettext_noop("The plaque was taken back"),
    Verb.SUPERSEDE: gettext_noop("A newer plaque replaced it"),
    Verb.RETURN: gettext_noop("The school left and gave the plaque back"),
}
EXPIRED = gettext_noop("The plaque's time ran out")

MEASURES = {
    MeasureKind.SUSPEND: (PublicState.SUSPENDED, Verb.SUSPEND),
    MeasureKind.REVOKE: (PublicState.REVOKED, Verb.REVOKE),
    MeasureKind.REINSTATE: (PublicState.VALID, Verb.REINSTATE),
}
NO_LONGER_LENT = {PublicState.REVOKED, PublicState.RETURNED, PublicState.SUPERSEDED}
# Two people chose these words for the public. Other notes stay inside.
REASONED = {verb for _state, verb in MEASURES.values()}


@dataclass(frozen=True, kw_only=True)
class ShownState:
    """The state in words. since: the local day it began; reason: empty where none is public."""

    key: str
    label: str
    sentence: str
    since: dt.date
    reason: str


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
    """A promise of the version this school signed."""

    code: str
    title: str
    text: str


@dataclass(frozen=True, kw_only=True)
class ShownEvent:
    """A line of the plaque's history in public words."""

    at: dt.datetime
    label: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class PublicPlaque:
    """Everything a stranger may know of a plaque. The scan token is no part of it."""

    number: str
    chinese_number: str
    state: ShownState
    school: School
    campus: Campus
    alliance: ShownAlliance | None
    licence: ShownLicence
    promises: list[ShownPromise]
    history: list[ShownEvent]
    issued_on: dt.date
    valid_until: dt.date
    path: str
    as_of: dt.datetime

    @property
    def is_lent(self) -> bool:
        """The plaque may still hang, or may again: its last day means something."""
        return self.state.key not in NO_LONGER_LENT

    @property
    def verify_url(self) -> str:
        """The https address of this answer by number."""
        return f"{settings.SITE_URL}{self.path}"


def with_alliance(plaques: QuerySet[Plaque]) -> QuerySet[Plaque]:
    """Fetch along the schools with the alliance they are in now, for `alliance_of`."""
    present = Membership.objects.filter(status=MembershipStatus.ACTIVE).select_related("alliance")
    return plaques.select_related("school").prefetch_related(
        Prefetch("school__memberships", queryset=present, to_attr="present_memberships")
    )


def alliance_of(plaque: Plaque) -> Alliance | None:
    """Return the alliance the plaque's school is in now, None for one that has left."""
    return next((membership.alliance for membership in plaque.school.present_memberships), None)


def with_public_facts(plaques: QuerySet[Plaque]) -> QuerySet[Plaque]:
    """Fetch along what `public_view` needs: one query, and one for each of three short lists."""
    return (
        with_alliance(plaques)
        .select_related("campus", "pledge__covenant_version")
        .prefetch_related("events", "pledge__covenant_version__promises")
    )


def public_view(plaque: Plaque, *, as_of: dt.datetime | None = None) -> PublicPlaque:
    """Return what the public is told of a plaque, in the active language.

    plaque: fetched through `with_public_facts`. as_of: when reading began; now when None.
    """
    alliance = alliance_of(plaque)
    return PublicPlaque(
        number=plaque.number,
        chinese_number=plaque.chinese_number,
        state=_shown_state(plaque.state, since=plaque.state_since, reason=plaque.public_reason),
        school=plaque.school,
        campus=plaque.campus,
        alliance=ShownAlliance(code=alliance.code, name=alliance.name) if alliance else None,
        licence=_licence(plaque.school),
        promises=[
            ShownPromise(code=promise.code, title=promise.title, text=promise.text)
            for promise in plaque.pledge.covenant_version.promises.all()
        ],
        history=_history(plaque, plaque.state),
        issued_on=plaque.issued_on,
        valid_until=plaque.valid_until,
        path=plaque.get_absolute_url(),
        as_of=as_of or clock.now(),
    )


def foretell(plaque: Plaque, *, kind: str, reason: str) -> PublicPlaque:
    """Return what the public would be told if a measure were carried out now.

    plaque: as for `public_view`. kind: a MeasureKind. reason: the proposed words.
    """
    state, verb = MEASURES[MeasureKind(kind)]
    moment = clock.now()
    event = ShownEvent(at=moment, label=_(HISTORY[verb]), reason=reason)
    lifted = state == PublicState.VALID
    since: dt.date = moment
    if lifted and plaque.valid_until < clock.today():
        state, since = PublicState.EXPIRED, plaque.valid_until + dt.timedelta(days=1)
    return replace(
        public_view(plaque, as_of=moment),
        state=_shown_state(state, since=since, reason="" if lifted else reason),
        history=_history(plaque, state, event),
    )


def _shown_state(state: PublicState, *, since: dt.date, reason: str) -> ShownState:
    day = timezone.localdate(since) if isinstance(since, dt.datetime) else since
    return ShownState(
        key=state.value,
        label=str(state.label),
        sentence=str(state.sentence),
        since=day,
        reason=reason,
    )


def _licence(school: School) -> ShownLicence:
    return ShownLicence(
        number=school.licence_no,
        valid_until=school.licence_valid_until,
        long_term=school.licence_long_term,
        expired=school.licence_expired,
    )


def _history(plaque: Plaque, state: PublicState, *more: ShownEvent) -> list[ShownEvent]:
    """Return the public history, latest first. Running out is no act, so no row tells of it."""
    told = [
        ShownEvent(
            at=event.created_at,
            label=_(HISTORY[event.verb]),
            reason=event.reason if event.verb in REASONED else "",
        )
        for event in plaque.events.all()
        if event.verb in HISTORY
    ]
    told.extend(more)
    if state == PublicState.EXPIRED:
        ran_out = dt.datetime.combine(plaque.valid_until + dt.timedelta(days=1), dt.time.min)
        told.append(ShownEvent(at=timezone.make_aware(ran_out), label=_(EXPIRED)))
    return sorted(told, key=lambda event: event.at, reverse=True)
