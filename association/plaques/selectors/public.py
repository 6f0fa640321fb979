"""What the public is told of a plaque: one reading, which page, API and preview share."""

import datetime as dt
from dataclasses import replace

from django.db.models import F, Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from association.alliances.enums import MembershipStatus
from association.alliances.models import Alliance, Membership, School
from association.core import clock
from association.core.panels import public_page
from association.plaques.enums import (
    MeasureKind,
    PhotoKind,
    PlaqueStatus,
    PublicState,
    ReplacementReason,
    Verb,
)
from association.plaques.models import Photo, Plaque, PlaqueEvent, ReplacedCopy
from association.plaques.selectors.shown import (
    PublicPlaque,
    ShownAlliance,
    ShownCopy,
    ShownEvent,
    ShownLicence,
    ShownPhoto,
    ShownPromise,
    ShownState,
    ShownSuccessor,
)
from association.pledges.models import Promise

HISTORY = {
    Verb.ISSUE: gettext_noop("The plaque was issued"),
    Verb.ACTIVATE: gettext_noop("The plaque was confirmed at the gate"),
    Verb.SUSPEND: gettext_noop("The plaque was suspended"),
    Verb.REINSTATE: gettext_noop("The suspension was lifted"),
    Verb.REVOKE: gettext_noop("The plaque was taken back"),
    Verb.SUPERSEDE: gettext_noop("A newer plaque replaced it"),
    Verb.RETURN: gettext_noop("The school left and gave the plaque back"),
    Verb.RENEW: gettext_noop("The plaque was renewed on a new pledge"),
    Verb.REPLACE: gettext_noop("A new copy took the place of the printed one"),
}
EXPIRED = gettext_noop("The plaque's time ran out")
LEFT_SUSPENDED = gettext_noop(
    "The school left the association while its plaque was suspended. The matter was not settled."
)

MEASURES = {
    MeasureKind.SUSPEND: (PublicState.SUSPENDED, Verb.SUSPEND),
    MeasureKind.REVOKE: (PublicState.REVOKED, Verb.REVOKE),
    MeasureKind.REINSTATE: (PublicState.VALID, Verb.REINSTATE),
}
# A plaque that went back or has a successor hangs nowhere: its photo goes from the web with it.
# Suspended, taken back or expired ones may still hang, and parents compare them too.
WITHOUT_PHOTO = (PlaqueStatus.SUPERSEDED, PlaqueStatus.RETURNED)
# Two people chose these words for the public. Other notes stay inside.
REASONED = {verb for _state, verb in MEASURES.values()}


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
    """Fetch along what `public_view` needs: one query, and one for each of five short lists."""
    at_the_gate = Photo.objects.filter(kind=PhotoKind.GATE, serial=F("plaque__serial"))
    at_the_gate = at_the_gate.select_related("hidden")
    return (
        with_alliance(plaques)
        .select_related("campus", "pledge__covenant_version", "broken_promise")
        .prefetch_related(
            "events",
            "pledge__covenant_version__promises",
            Prefetch("photos", queryset=at_the_gate, to_attr="gate_photos"),
            Prefetch(
                "campus__plaques", queryset=Plaque.objects.order_by("-pk"), to_attr="latest_plaques"
            ),
        )
    )


def public_view(
    plaque: Plaque, *, as_of: dt.datetime | None = None, copy: ReplacedCopy | None = None
) -> PublicPlaque:
    """Return what the public is told of a plaque, in the active language.

    plaque: fetched through `with_public_facts`. as_of: when reading began; now when None.
    copy: the replaced copy whose code was scanned; it tells its own state unless the number's
    weighs more.
    """
    alliance = alliance_of(plaque)
    broken = _broken_promise(plaque)
    return PublicPlaque(
        pk=plaque.pk,
        number=plaque.number,
        chinese_number=plaque.chinese_number,
        state=_state_of(plaque, copy),
        school=plaque.school,
        campus=plaque.campus,
        alliance=ShownAlliance(code=alliance.code, name=alliance.name) if alliance else None,
        licence=_licence(plaque.school),
        promises=_promises(plaque, broken),
        broken_promise=broken and _shown_promise(broken, broken=True),
        history=_history(plaque, plaque.state),
        gate_photo=_gate_photo(plaque),
        photo_hidden=any(photo.is_hidden for photo in plaque.gate_photos[:1]),
        copy=copy and _shown_copy(copy),
        successor=_successor(plaque),
        serial=plaque.serial,
        issued_on=plaque.issued_on,
        valid_until=plaque.valid_until,
        path=plaque.get_absolute_url(),
        panels=public_page.panels(subject=plaque.school, user=None) if alliance else [],
        as_of=as_of or clock.now(),
    )


def foretell(
    plaque: Plaque, *, kind: str, reason: str, promise: Promise | None = None
) -> PublicPlaque:
    """Return what the public would be told if a measure were carried out now.

    plaque: as for `public_view`. kind: a MeasureKind. reason: the proposed words. promise: the
    one broken, None where a suspension is lifted.
    """
    state, verb = MEASURES[MeasureKind(kind)]
    moment = clock.now()
    event = ShownEvent(at=moment, label=_(HISTORY[verb]), reason=reason)
    lifted = state == PublicState.VALID
    since: dt.date = moment
    if lifted and plaque.valid_until < clock.today():
        state, since = PublicState.EXPIRED, plaque.valid_until + dt.timedelta(days=1)
    broken = None if lifted else promise
    return replace(
        public_view(plaque, as_of=moment),
        state=_shown_state(state, since=since, reason="" if lifted else reason),
        promises=_promises(plaque, broken),
        broken_promise=broken and _shown_promise(broken, broken=True),
        history=_history(plaque, state, event),
    )


def _state_of(plaque: Plaque, copy: ReplacedCopy | None) -> ShownState:
    if copy and _weighs_more(PublicState.COPY_REPLACED, plaque.state):
        replaced = _shown_state(PublicState.COPY_REPLACED, since=copy.replaced_at, reason="")
        return replace(replaced, sentence=str(ReplacementReason(copy.reason).sentence))
    if suspension := _suspension_left_open(plaque):
        left = _shown_state(plaque.state, since=plaque.state_since, reason=suspension.reason)
        return replace(left, sentence=_(LEFT_SUSPENDED))
    return _shown_state(plaque.state, since=plaque.state_since, reason=plaque.public_reason)


def _weighs_more(state: PublicState, other: PublicState) -> bool:
    order = list(PublicState)
    return order.index(state) < order.index(other)


def _suspension_left_open(plaque: Plaque) -> PlaqueEvent | None:
    """Return the suspension that was in force when the school left: leaving does not hide it."""
    events = list(plaque.events.all())
    left = events[-1:] and events[-1].verb == Verb.RETURN and events[-1]
    if not left or left.old_status != PlaqueStatus.SUSPENDED:
        return None
    return next((event for event in reversed(events) if event.verb == Verb.SUSPEND), None)


def _broken_promise(plaque: Plaque) -> Promise | None:
    """Return the promise a measure names, as long as the measure is told."""
    told = plaque.state in {PublicState.REVOKED, PublicState.SUSPENDED}
    return plaque.broken_promise if told or _suspension_left_open(plaque) else None


def _promises(plaque: Plaque, broken: Promise | None) -> list[ShownPromise]:
    return [
        _shown_promise(promise, broken=promise == broken)
        for promise in plaque.pledge.covenant_version.promises.all()
    ]


def _shown_promise(promise: Promise, *, broken: bool) -> ShownPromise:
    return ShownPromise(code=promise.code, title=promise.title, text=promise.text, broken=broken)


def _gate_photo(plaque: Plaque) -> ShownPhoto | None:
    photo = next(iter(plaque.gate_photos), None)
    if photo is None or photo.is_hidden or plaque.status in WITHOUT_PHOTO:
        return None
    return ShownPhoto(
        url=photo.small_path,
        width=photo.small_width,
        height=photo.small_height,
        taken_on=timezone.localdate(photo.sent_at),
        moved=photo.shows_former_address(plaque.campus),
    )


def _shown_copy(copy: ReplacedCopy) -> ShownCopy:
    return ShownCopy(
        serial=copy.serial,
        replaced_on=timezone.localdate(copy.replaced_at),
        is_missing=ReplacementReason(copy.reason).is_missing,
    )


def _successor(plaque: Plaque) -> ShownSuccessor | None:
    """Return the campus' latest plaque where it took this one's place, also after time ran out."""
    latest = plaque.campus.latest_plaques[0]
    if plaque.status != PlaqueStatus.SUPERSEDED or latest == plaque:
        return None
    return ShownSuccessor(
        number=latest.number,
        state=latest.state.value,
        state_label=str(latest.state.label),
        path=latest.get_absolute_url(),
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
    """Return the public history, latest first; of two at one moment, the later act is first.

    Running out is no act, so no row tells of it.
    """
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
    # The events come in their sequence, and sorting keeps it among equals.
    return sorted(told, key=lambda event: event.at)[::-1]
