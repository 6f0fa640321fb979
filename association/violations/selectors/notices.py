"""Notices as the public reads them: which ones stand now, and what each tells.

Page, list, feed, data, print and picture all read from here, so that an entry ends in all of them
in the same second.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from association.alliances.models import Alliance, Membership, School
from association.core import clock
from association.plaques.models import Plaque
from association.pledges.models import Promise
from association.violations.enums import (
    PUBLIC_MEASURES,
    CaseStatus,
    Measure,
    ObjectionStatus,
    StatementKind,
    Verb,
)
from association.violations.models import Case, NoticePage, Objection, Statement
from association.violations.models.case import FOUR_FACTS

MEANINGS = {
    Measure.CIRCULAR: gettext_lazy(
        "The association tells its members and the public of it. This decision does not change the "
        "school's plaque."
    ),
    Measure.SUSPEND: gettext_lazy(
        "As long as this entry stands, the school may not use its plaque."
    ),
    Measure.REVOKE: gettext_lazy(
        "As long as this entry stands, the school may not hang a plaque or advertise with one."
    ),
    Measure.EXPEL: gettext_lazy(
        "As long as this entry stands, the school is no member of the association, and may not "
        "hang a plaque or advertise with one."
    ),
}


LOOKS = {
    Measure.CIRCULAR: "issued",
    Measure.SUSPEND: "suspended",
    Measure.REVOKE: "revoked",
    Measure.EXPEL: "revoked",
}


class NoticeEnded(Exception):
    """A notice stood at this address and does not any more."""

    def __init__(self, case: Case) -> None:
        super().__init__(case.code)
        self.case = case


@dataclass(frozen=True, kw_only=True)
class NoticeQuestion:
    """Which notices are asked for.

    alliance, promise: their codes. since, until: of the first day in force, both included.
    """

    alliance: str = ""
    promise: str = ""
    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """The school's own words, as it wrote them, and when."""

    words: str
    written_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Correction:
    """That an objection led to a corrected entry, with the reasons."""

    day: dt.date
    reasons: str


@dataclass(frozen=True, kw_only=True)
class PublicNotice:
    """All that the public reads of a notice, at one moment.

    plaque_path: of the page of the school's latest plaque, empty where there is none. facts: label
    and value of what the case concerns. promise: as the school signed it.
    """

    code: str
    path: str
    title: str
    school: School
    plaque_path: str
    alliance: Alliance | None
    measure: Measure
    promise: Promise
    words: str
    facts: list[tuple[str, str]]
    basis: str
    reply: Reply | None
    decided_on: dt.date
    in_force_on: dt.date
    public_until: dt.date
    corrections: list[Correction]
    changed_at: dt.datetime
    as_of: dt.datetime = field(default_factory=clock.now)

    @property
    def meaning(self) -> str:
        """What the measure means for parents, in a sentence."""
        return str(MEANINGS[self.measure])

    @property
    def address(self) -> str:
        """The full address of the page."""
        return f"{settings.SITE_URL}{self.path}"

    @property
    def look(self) -> str:
        """Which icon and colours of `components/status_badge.html` go with the measure."""
        return LOOKS[self.measure]


@dataclass(frozen=True, kw_only=True)
class Ending:
    """What is left to read where a notice stood: neither the school nor the facts."""

    sentence: str
    reason: str = ""


def standing_notices(asked: NoticeQuestion = NoticeQuestion()) -> QuerySet[NoticePage]:
    """Return the notices that stand now and fit, the newest first."""
    found = NoticePage.objects.standing().select_related("case__school", "case__promise__version")
    if asked.alliance:
        latest = _latest_memberships(OuterRef("case__school"))
        of_alliance = found.annotate(alliance_code=Subquery(latest.values("alliance__code")[:1]))
        found = of_alliance.filter(alliance_code=asked.alliance)
    if asked.promise:
        found = found.filter(case__promise__code=asked.promise)
    if asked.since:
        found = found.filter(case__in_force_on__gte=asked.since)
    if asked.until:
        found = found.filter(case__in_force_on__lte=asked.until)
    return found.order_by("-case__in_force_on", "-case__pk")


def published_notice(code: str) -> NoticePage:
    """Return the notice of a case that stands now.

    Raises NoticeEnded where one stood before, Http404 where none ever did.
    """
    pages = NoticePage.objects.live().filter(case__code=code.upper())
    page = pages.select_related("case__school", "case__promise__version").first()
    if page is None:
        raise Http404
    refuse_unless_standing(page)
    return page


def refuse_unless_standing(page: NoticePage) -> None:
    """Raise NoticeEnded where an approved notice stood before, Http404 where it never did."""
    case = page.case
    if case.is_public:
        return
    if case.in_force_on is None or case.status not in ENDED:
        raise Http404
    raise NoticeEnded(case)


ENDED = (CaseStatus.IN_FORCE, CaseStatus.CLOSED, CaseStatus.ANNULLED)


def ending_of(case: Case) -> Ending:
    """Return what may be read of a notice that ended."""
    if case.status == CaseStatus.ANNULLED:
        said = _("The association withdrew this decision on %(day)s.")
        reason = case.events.filter(verb=Verb.ANNUL).order_by("sequence").last()
        return Ending(
            sentence=said % {"day": _day(timezone.localdate(case.annulled_at))},
            reason=_nameless(reason.reason, case) if reason else "",
        )
    if case.repaired_on is not None:
        said = _("The entry ended on %(day)s, because the school had put things right.")
        return Ending(
            sentence=said % {"day": _day(case.repaired_on)}, reason=_nameless(case.ending, case)
        )
    said = _("The entry stood until %(day)s and ended by itself, as it was decided.")
    return Ending(sentence=said % {"day": _day(case.public_until)})


def public_notice(page: NoticePage) -> PublicNotice:
    """Return what the public reads of one notice. Four queries."""
    return public_notices([page])[0]


def public_notices(pages: Iterable[NoticePage]) -> list[PublicNotice]:
    """Return what the public reads of some notices, in their order. Four queries for them all."""
    rows = list(pages)
    cases = [row.case for row in rows]
    schools = {case.school_id for case in cases}
    alliances, plaques = _alliances_of(schools), _plaques_of(schools)
    replies, corrections = _replies_to(cases), _corrections_of(cases)
    now = clock.now()
    return [
        PublicNotice(
            code=row.case.code,
            path=path_of(row),
            title=row.title,
            school=row.case.school,
            plaque_path=plaques.get(row.case.school_id, ""),
            alliance=alliances.get(row.case.school_id),
            measure=Measure(row.case.measure),
            promise=row.case.promise,
            words=row.words,
            facts=_facts_of(row.case),
            basis=row.basis,
            reply=replies.get(row.case_id),
            corrections=corrections.get(row.case_id, []),
            **_days_of(row, now),
            as_of=now,
        )
        for row in rows
    ]


def cases_to_reply_to() -> QuerySet[Case]:
    """Return the cases beside whose notice the school may set its own words now."""
    coming = Q(status__in=[CaseStatus.DECIDED, CaseStatus.APPEALED], measure__in=PUBLIC_MEASURES)
    stands = Q(status=CaseStatus.IN_FORCE, public_until__gte=clock.today())
    return Case.objects.filter(coming | stands)


def notice_path(case: Case) -> str:
    """Return where the notice of a case is read now, empty where it is not."""
    page = NoticePage.objects.standing().filter(case=case).first()
    return path_of(page) if page else ""


def words_of(case: Case) -> str:
    """Return what the public reads, or will read, of a case: the approved notice's words, if any.

    Before there is one, the words that were voted on.
    """
    page = NoticePage.objects.live().filter(case=case).first()
    return page.words if page else case.public_words


def path_of(page: NoticePage) -> str:
    """Return the path of a notice's page."""
    return f"/notices/{page.slug}/"


def latest_reply(case: Case) -> Statement | None:
    """Return the school's words that stand beside the notice, None where it wrote none."""
    return case.statements.filter(kind=StatementKind.REPLY).order_by("pk").last()


def _days_of(page: NoticePage, now: dt.datetime) -> dict[str, Any]:
    """Return the days of a notice; before it is in force, as they would be if it were so today."""
    case = page.case
    today = timezone.localdate(now)
    begun = case.in_force_on or today
    last = case.public_until or clock.months_later(begun, case.months) - dt.timedelta(days=1)
    return {
        "decided_on": timezone.localdate(case.decided_at),
        "in_force_on": begun,
        "public_until": last,
        "changed_at": page.last_published_at or now,
    }


def _facts_of(case: Case) -> list[tuple[str, str]]:
    named = [(name, getattr(case, name)) for name in FOUR_FACTS]
    return [(str(case._meta.get_field(name).verbose_name), value) for name, value in named if value]


def _latest_memberships(school: Any) -> QuerySet[Membership]:
    """Return a school's memberships, the present one first, else the last one."""
    rows = Membership.objects.filter(school=school)
    return rows.order_by(F("left_on").desc(nulls_first=True), "-joined_on", "-pk")


def _alliances_of(schools: set[int]) -> dict[int, Alliance]:
    rows = Membership.objects.filter(school__in=schools).select_related("alliance")
    newest_last = rows.order_by(F("left_on").asc(nulls_last=True), "joined_on", "pk")
    return {row.school_id: row.alliance for row in newest_last}


def _plaques_of(schools: set[int]) -> dict[int, str]:
    rows = Plaque.objects.filter(school__in=schools).order_by("pk")
    return {plaque.school_id: plaque.get_absolute_url() for plaque in rows}


def _replies_to(cases: Sequence[Case]) -> dict[int, Reply]:
    rows = Statement.objects.filter(case__in=cases, kind=StatementKind.REPLY).order_by("pk")
    return {row.case_id: Reply(row.words, row.created_at) for row in rows}


def _corrections_of(cases: Sequence[Case]) -> dict[int, list[Correction]]:
    rows = Objection.objects.filter(case__in=cases, status=ObjectionStatus.CORRECTED)
    found: dict[int, list[Correction]] = {}
    for row in rows.order_by("decided_at", "pk"):
        day = timezone.localdate(row.decided_at)
        found.setdefault(row.case_id, []).append(Correction(day, row.reasons))
    return found


def _nameless(words: str, case: Case) -> str:
    return words.replace(case.school.name, _("the school"))


def _day(day: dt.date) -> str:
    return date_format(day, "DATE_FORMAT")
