"""What the public is told of a plaque: one reading, which page, API and preview share."""

import copy as copies
import datetime as dt
from dataclasses import replace

from django.db.models import F, Prefetch, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from laces.components import Component

from association.alliances.enums import MembershipStatus
from association.alliances.models import Alliance, Membership, School
from association.core import clock
from association.core.panels import public_page, public_record
from association.plaques.enums import (
    MeasureKind,
    PhotoKind,
    PlaqueStatus,
    PublicState,
    ReplacementReason,
    Verb,
)
from association.plaques.models import (
    MeasureProposal,
    Photo,
    Plaque,
    PlaqueEvent,
    ReplacedCopy,
)
from association.plaques.outcome import values_after
from association.plaques.selectors.shown import (
    PublicPlaque,
    ShownAlliance,
    ShownCopy,
    ShownCovenant,
    ShownEvent,
    ShownLicence,
    ShownPhoto,
    ShownPromise,
    ShownState,
    ShownSuccessor,
)
from association.pledges.models import CovenantVersion, Promise

HISTORY = {
    Verb.ISSUE: gettext_noop("The plaque was issued"),
    Verb.ACTIVATE: gettext_noop("The plaque was confirmed at the gate"),
    Verb.SUSPEND: gettext_noop("The plaque was suspended"),
    Verb.REINSTATE: gettext_noop("The suspension was lifted"),
    Verb.END_SUSPENSION: gettext_noop("The suspension ended by itself"),
    Verb.REVOKE: gettext_noop("The plaque was taken back"),
    Verb.REWORD: gettext_noop("The reason was put in other words"),
    Verb.RESTORE: gettext_noop("The plaque was given back: the decision was withdrawn"),
    Verb.SUPERSEDE: gettext_noop("A newer plaque replaced it"),
    Verb.RETURN: gettext_noop("The school left and gave the plaque back"),
    Verb.RENEW: gettext_noop("The plaque was renewed on a new pledge"),
    Verb.REPLACE: gettext_noop("A new copy took the place of the printed one"),
}
EXPIRED = gettext_noop("The plaque's time ran out")
PRECAUTION = gettext_noop(
    "This plaque may not be used for the time being: a precaution for people's safety, while "
    "nothing is decided yet."
)
LEFT_SUSPENDED = gettext_noop(
    "The school left the association while its plaque was suspended. The matter was not settled."
)

MEASURES = {
    MeasureKind.SUSPEND: Verb.SUSPEND,
    MeasureKind.REVOKE: Verb.REVOKE,
    MeasureKind.REINSTATE: Verb.REINSTATE,
    MeasureKind.RESTORE: Verb.RESTORE,
}
# A plaque that went back or has a successor hangs nowhere: its photo goes from the web with it.
# Suspended, taken back or expired ones may still hang, and parents compare them too.
WITHOUT_PHOTO = (PlaqueStatus.SUPERSEDED, PlaqueStatus.RETURNED)
# Words that were chosen for the public, as long as it is told. Other notes stay inside.
OF_MEASURES = {*MEASURES.values(), Verb.END_SUSPENSION, Verb.REWORD}


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
    current = CovenantVersion.objects.current()
    return (
        with_alliance(plaques)
        .annotate(
            version_now=Subquery(current.values("number")[:1]),
            version_now_since=Subquery(current.values("effective_from")[:1]),
        )
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
        covenant=_covenant(plaque),
        promises=_promises(plaque, broken),
        broken_promise=broken and _shown_promise(broken, broken=True),
        history=_history(plaque),
        gate_photo=_gate_photo(plaque),
        photo_hidden=any(photo.is_hidden for photo in plaque.gate_photos[:1]),
        copy=copy and _shown_copy(copy),
        successor=_successor(plaque),
        serial=plaque.serial,
        issued_on=plaque.issued_on,
        valid_until=plaque.valid_until,
        path=plaque.get_absolute_url(),
        panels=_panels(plaque.school, is_member=alliance is not None),
        as_of=as_of or clock.now(),
    )


def _covenant(plaque: Plaque) -> ShownCovenant:
    signed = plaque.pledge.covenant_version.number
    is_newer = plaque.version_now is not None and plaque.version_now > signed
    return ShownCovenant(
        number=signed,
        newer=plaque.version_now if is_newer else None,
        newer_since=plaque.version_now_since if is_newer else None,
    )


def _panels(school: School, *, is_member: bool) -> list[Component]:
    """Return what stands about a school, member or not, and what peers saw of a member."""
    visits = public_page.panels(subject=school, user=None) if is_member else []
    return [*public_record.panels(subject=school, user=None), *visits]


def foretell(
    plaque: Plaque,
    *,
    kind: str,
    reason: str,
    promise: Promise | None = None,
    until: dt.date | None = None,
    told_until: dt.date | None = None,
) -> PublicPlaque:
    """Return what the public would be told if a measure were carried out now.

    plaque: as for `public_view`. kind: a MeasureKind. reason: the proposed words. promise: the
    one broken, None where something is lifted. until: the last day of a suspension. told_until: up
    to when the reason is told.
    """
    measure = MeasureProposal(
        kind=kind, reason=reason, promise=promise, until=until, told_until=told_until
    )
    after = copies.copy(plaque)
    for name, value in values_after(plaque, measure).items():
        setattr(after, name, value)
    told = public_view(after)
    if not after.measures_told:
        return told
    event = ShownEvent(at=told.as_of, label=_(HISTORY[MEASURES[MeasureKind(kind)]]), reason=reason)
    return replace(told, history=[event, *told.history])


def state_of(plaque: Plaque) -> ShownState:
    """Return the state the public is told of a number, in the active language.

    plaque: with its events, which are read where the school left during a suspension.
    """
    return _state_of(plaque, None)


def _state_of(plaque: Plaque, copy: ReplacedCopy | None) -> ShownState:
    if copy and _weighs_more(PublicState.COPY_REPLACED, plaque.state):
        replaced = _shown_state(PublicState.COPY_REPLACED, since=copy.replaced_at, reason="")
        return replace(replaced, sentence=str(ReplacementReason(copy.reason).sentence))
    shown = _shown_state(plaque.state, since=plaque.state_since, reason=plaque.told_reason)
    if suspension := _suspension_left_open(plaque):
        return replace(shown, reason=suspension.reason, sentence=_(LEFT_SUSPENDED))
    if plaque.is_precaution:
        shown = replace(shown, sentence=_(PRECAUTION))
    return replace(shown, until=plaque.suspended_until if plaque.is_suspended else None)


def _weighs_more(state: PublicState, other: PublicState) -> bool:
    order = list(PublicState)
    return order.index(state) < order.index(other)


def _suspension_left_open(plaque: Plaque) -> PlaqueEvent | None:
    """Return the suspension that was in force when the school left: leaving does not hide it."""
    if not (plaque.left_suspended and plaque.reason_told):
        return None
    told = reversed(plaque.events.all())
    return next((event for event in told if event.verb == Verb.SUSPEND), None)


def _broken_promise(plaque: Plaque) -> Promise | None:
    """Return the promise a measure names, as long as the reason is told."""
    return plaque.broken_promise if plaque.reason_told else None


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


def public_event(plaque: Plaque, event: PlaqueEvent) -> ShownEvent | None:
    """Return an act on a plaque as the public is told of it today, None where it is not.

    Measures are told by the rule of `Plaque.measures_told`. No query.
    """
    if event.verb not in HISTORY:
        return None
    reason = ""
    if event.verb in OF_MEASURES:
        before = plaque.told_from is not None and event.created_at < plaque.told_from
        if before or not plaque.measures_told:
            return None
        reworded = plaque.reworded_at is not None and event.created_at < plaque.reworded_at
        reason = event.reason if plaque.reason_told and not reworded else ""
    return ShownEvent(at=event.created_at, label=_(HISTORY[event.verb]), reason=reason)


def _history(plaque: Plaque) -> list[ShownEvent]:
    """Return the public history, latest first; of two at one moment, the later act is first.

    Running out is no act, nor is the end of a suspension until somebody writes it down.
    """
    told = [shown for event in plaque.events.all() if (shown := public_event(plaque, event))]
    if plaque.suspension_over and plaque.measures_told:
        label = _(HISTORY[Verb.END_SUSPENSION])
        told.append(ShownEvent(at=_day_after(plaque.suspended_until), label=label))
    if plaque.state == PublicState.EXPIRED:
        told.append(ShownEvent(at=_day_after(plaque.valid_until), label=_(EXPIRED)))
    # The events come in their sequence, and sorting keeps it among equals.
    return sorted(told, key=lambda event: event.at)[::-1]


def _day_after(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min))
