"""What a school's desk asks of it about visits and findings, and how they stand."""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from association.alliances.models import School
from association.core.desk_items import (
    Ask,
    Fact,
    Way,
    school_asks,
    school_pages,
    school_ways,
)
from association.peer_review.enums import ExtensionState, RoundKind, RoundStatus
from association.peer_review.models import Round, Seat
from association.peer_review.panels_following import reports_at_school
from association.peer_review.selectors.findings import FindingRow, open_findings
from association.peer_review.selectors.school import Part, parts_of, rounds_of, visits_of_person
from association.peer_review.selectors.told_public import last_visit_by_peers

UNDER_WAY = (RoundStatus.ANNOUNCED, RoundStatus.DRAWN, RoundStatus.RUNNING)


def visit_lines(*, school: School, user: Any) -> Iterator[Ask | Fact]:
    """Yield what rounds under way ask of a school and of this person, and its last visit."""
    for part in parts_of(school, rounds_of(school).filter(status__in=UNDER_WAY)):
        yield from _of_part(part, school)
    for seat in visits_of_person(user):
        yield _own_visit(seat)
    for report in reports_at_school(user, school):
        yield Ask(
            what=_("Visitors differ: agree on the report of your visit to %(school)s.")
            % {"school": report.visit.school.name},
            do=_("Read and agree"),
            url=reverse("peer_review:report", args=[report.visit_id]),
        )
    if last := last_visit_by_peers(school):
        yield Fact(what=_("Last visit by peers"), words=date_format(last))


def finding_lines(*, school: School, user: Any) -> Iterator[Ask | Fact]:
    """Yield what is to be mended, grouped by its last day, and what waits for others. One query."""
    found = open_findings(school)
    # While more time is asked for, nothing is overdue.
    resting = [row for row in found.to_mend if row.is_past and _asks_for_time(row)]
    to_mend = [row for row in found.to_mend if row not in resting]
    for day, rows in groupby(to_mend, key=lambda row: row.finding.due_on):
        yield _to_mend(list(rows), day, school)
    if found.own:
        yield _own_to_mend(found.own, school)
    yield from _waiting(found.contested, found.mended, resting, school)
    if not found:
        yield Fact(what=pgettext("of a school", "Findings"), words=_("none is open"))


def _of_part(part: Part, school: School) -> Iterator[Ask | Fact]:
    row = part.round
    if row.status == RoundStatus.ANNOUNCED:
        yield Fact(
            what=row.title,
            words=_("the draw is announced; your school has number %(number)s in the pool")
            % {"number": part.participant.number},
            url=reverse("peer_review:school_part", args=[school.uscc, row.code]),
            under_way=True,
        )
        return
    for sent in part.asks_for_names:
        yield Ask(
            what=_("Name who visits %(school)s.") % {"school": sent.school.name},
            do=_("Name somebody"),
            url=reverse("peer_review:name_place", args=[school.uscc, sent.seat.pk]),
            by=row.opens_on if row.status == RoundStatus.DRAWN else row.closes_on,
            note=_visited_between(row),
        )
    if part.asks_for_self_check:
        yield Ask(
            what=_("Look at your own school with the checklist: %(round)s.") % {"round": row.title},
            do=_("Begin the self-check"),
            url=reverse("peer_review:paper", args=[part.received.visit.pk]),
            by=row.due_on,
            note=_("What you find is yours to put right. It is never public."),
        )
    elif row.kind != RoundKind.SELF and part.received and part.received.is_open:
        yield _visited(part, school)


def _visited(part: Part, school: School) -> Ask:
    row = part.round
    is_running = row.status == RoundStatus.RUNNING
    name, key = ("gate_code", part.received.visit.pk) if is_running else ("school_part", row.code)
    return Ask(
        what=_("Peers visit your school."),
        do=_("Show the code for visitors") if is_running else _("See who comes"),
        url=reverse(f"peer_review:{name}", args=[school.uscc, key]),
        by=row.closes_on,
        when=_visited_between(row),
        note=row.title,
    )


def _own_visit(seat: Seat) -> Ask:
    row = seat.visit.round
    is_running = row.status == RoundStatus.RUNNING
    return Ask(
        what=_("You visit %(school)s for the association.") % {"school": seat.visit.school.name},
        do=_("Start the visit") if is_running else _("See the visit"),
        url=reverse(f"peer_review:{'phone' if is_running else 'visit'}", args=[seat.visit_id]),
        by=row.closes_on,
        when=_visited_between(row),
        note=row.title,
    )


def _visited_between(row: Round) -> str:
    days = {"first": date_format(row.opens_on), "last": date_format(row.closes_on)}
    return _("between %(first)s and %(last)s") % days


def _to_mend(rows: list[FindingRow], day: dt.date, school: School) -> Ask:
    number = len(rows)
    if number == 1:
        row = rows[0].finding
        what = _("Mend: %(what)s") % {"what": row.text}
        url = reverse("peer_review:finding", args=[row.code])
    else:
        what = ngettext(
            "Mend %(number)s thing that visitors found.",
            "Mend %(number)s things that visitors found.",
            number,
        ) % {"number": number}
        url = _list(school)
    return Ask(what=what, do=_("Read and answer"), url=url, by=day, note=_correctable(rows))


def _correctable(rows: list[FindingRow]) -> str:
    """Say until when wrong facts can be corrected, where they still can."""
    open_until = [row.finding.facts_stand_on for row in rows if row.finding.facts_open]
    if not open_until:
        return ""
    last = min(open_until) - dt.timedelta(days=1)
    return _("If a fact is wrong, say so by %(day)s.") % {"day": date_format(last)}


def _own_to_mend(rows: list[FindingRow], school: School) -> Ask:
    what = ngettext(
        "Mend %(number)s thing you noted yourselves.",
        "Mend %(number)s things you noted yourselves.",
        len(rows),
    )
    return Ask(
        what=what % {"number": len(rows)},
        do=_("See the list"),
        url=_list(school) + "#own",
        by=rows[0].finding.due_on,
        note=_("The day is your own; you can move it. These are never public."),
    )


def _asks_for_time(row: FindingRow) -> bool:
    return row.finding.extension == ExtensionState.ASKED


def _waiting(
    contested: list[FindingRow],
    mended: list[FindingRow],
    resting: list[FindingRow],
    school: School,
) -> Iterator[Fact]:
    told = [
        (contested, _("facts contested; until it is decided you need mend nothing")),
        (mended, _("you showed that it is mended; somebody looks again")),
        (resting, _("more time is asked; until it is decided nothing is overdue")),
    ]
    for rows, words in told:
        if rows:
            yield Fact(what=_counted(rows), words=words, url=_list(school), under_way=True)


def _counted(rows: Iterable[FindingRow]) -> str:
    number = len(list(rows))
    return ngettext("%(number)s finding", "%(number)s findings", number) % {"number": number}


def _list(school: School) -> str:
    return reverse("peer_review:school_findings", args=[school.uscc])


def visits_page(*, school: School, user: Any) -> Iterator[Way]:
    """Yield the ways to all rounds and all findings of a school."""
    visits = reverse("peer_review:school_visits", args=[school.uscc])
    yield Way(do=_("All rounds, visits and self-checks"), url=visits)
    yield Way(do=_("All findings"), url=_list(school))


def finding_way(*, school: School, user: Any) -> Iterator[Way]:
    """Yield the way to answer what a visit noted."""
    yield Way(
        about=_("What a visit noted"),
        do=_("Answer, or ask to correct the facts"),
        url=_list(school),
    )


def register() -> None:
    """Put the sources in their places; called once, in AppConfig.ready()."""
    school_asks.register(visit_lines)
    school_asks.register(finding_lines)
    school_ways.register(finding_way)
    school_pages.register(visits_page)
