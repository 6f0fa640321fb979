"""What a visitor has to know before a visit, and what came in from the phone."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.http import urlencode

from association.alliances.enums import CampusKind
from association.alliances.models import Campus, School
from association.peer_review.checklists.conditions import read_condition
from association.peer_review.checklists.questions import Group, all_questions
from association.peer_review.enums import (
    FindingStatus,
    OpenedBy,
    ReportStatus,
    RoundStatus,
    VisitStatus,
)
from association.peer_review.models import ChecklistItem, Finding, HostSignature, Seat, Visit
from association.peer_review.permissions import own_seats

# A page of a map that asks which app to open it with; coordinates are converted there.
MAP = "https://uri.amap.com/marker"
OPEN_ROUNDS = (RoundStatus.DRAWN, RoundStatus.RUNNING)


@dataclass(frozen=True)
class Destination:
    """A campus, and where a map finds it. map_url: empty without coordinates."""

    name: str
    address: str
    map_url: str


@dataclass(frozen=True)
class LastTime:
    """What the visit before found. failed: texts of items, in the checklist's order."""

    visit: Visit
    failed: list[str]


@dataclass(frozen=True)
class Briefing:
    """What a visitor has to know. not_to_ask: texts of competitor-sensitive items."""

    destinations: list[Destination]
    companions: list[Seat]
    last_time: LastTime | None
    not_to_ask: list[str]


def briefing_of(seat: Seat, groups: list[Group]) -> Briefing:
    """Return what the holder of a place has to know. groups: of the round's checklist."""
    others = seat.visit.seats.filter(until__isnull=True).exclude(pk=seat.pk)
    return Briefing(
        destinations=destinations_of(seat.visit.school),
        companions=list(others.select_related("school", "visitor")),
        last_time=last_time_of(seat.visit),
        not_to_ask=[each.item.text for each in all_questions(groups) if each.sensitive],
    )


def destinations_of(school: School) -> list[Destination]:
    """Return the campuses of a school, the main one first. One query."""
    rows = sorted(school.campuses.all(), key=lambda campus: campus.kind != CampusKind.MAIN)
    return [Destination(row.name, row.address, _map_url(row)) for row in rows]


def _map_url(campus: Campus) -> str:
    if campus.latitude is None:
        return ""
    asked = {
        "position": f"{campus.longitude:.6f},{campus.latitude:.6f}",
        "name": str(campus),
        "coordinate": "wgs84",
        "callnative": 1,
    }
    return f"{MAP}?{urlencode(asked)}"


def last_time_of(visit: Visit) -> LastTime | None:
    """Return what the school's visit before found, by its final report; None without one.

    Never for a visit that is made again: whoever goes must not know what the first found. Nor what
    the school noted about itself.
    """
    if visit.again_of_id is not None:
        return None
    final = Visit.objects.filter(school=visit.school_id, report__status=ReportStatus.FINAL)
    earlier = final.filter(round__opens_on__lt=visit.round.opens_on)
    before = earlier.select_related("round", "report").order_by("-round__opens_on", "-pk").first()
    if before is None:
        return None
    both = Q(visit=before) | Q(visit__again_of=before) | Q(visit__again=before)
    fell_away = Finding.objects.filter(both, status=FindingStatus.WITHDRAWN)
    codes = set(before.report.failed) - set(fell_away.values_list("item_code", flat=True))
    of_version = ChecklistItem.objects.filter(section__version=before.round.checklist_id)
    items = of_version.filter(code__in=codes).order_by("section__sort_order", "sort_order")
    return LastTime(before, [item.text for item in items])


def seats_at_school(user: Any, token: str) -> list[Seat]:
    """Return a person's places in visits to the school whose plaque has this token."""
    seats = own_seats(user).filter(visit__school__plaques__token=token)
    to_make = seats.filter(visit__status=VisitStatus.PLANNED, visit__round__status__in=OPEN_ROUNDS)
    return list(to_make.order_by("visit__round__due_on", "pk"))


def failing_answers(groups: list[Group]) -> dict[str, list[str]]:
    """Return by code which chosen answers alone make an item fail. The site judges the rest."""
    found = {}
    for question in all_questions(groups):
        if question.failing and question.answers:
            fails = read_condition(question.failing)
            found[question.code] = [a for a in question.answers if fails.holds({question.code: a})]
    return {code: answers for code, answers in found.items() if answers}


def noted_by(seat: Seat, groups: list[Group]) -> list[str]:
    """Return codes and texts of what a visitor's latest answers note as failing; one query."""
    latest = seat.submissions.order_by("-pk").first()
    codes = set(latest.failed) if latest else set()
    questions = all_questions(groups)
    return [f"{each.code} {each.item.text}" for each in questions if each.code in codes]


def received_from(seat: Seat) -> dict[str, Any]:
    """Return what is in from a visitor, as the phone compares it. Four queries.

    opened: by what, the best of several; empty before.
    """
    ways = set(seat.openings.values_list("opened_by", flat=True))
    return {
        "opened": next((way.value for way in OpenedBy if way.value in ways), ""),
        "answers": [str(key) for key in seat.submissions.values_list("key", flat=True)],
        "photos": [str(key) for key in seat.photos.values_list("key", flat=True)],
        "signed": HostSignature.objects.filter(seat=seat).exists(),
    }
