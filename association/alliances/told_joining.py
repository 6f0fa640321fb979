"""A school joins, or moves to another alliance: its people are told, and the alliance's leads.

A ledger brings hundreds of schools at once; a lead reads of them in one message.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import ngettext

from association.alliances.enums import MembershipStatus, Verb
from association.alliances.models import Alliance, Membership, MembershipEvent
from association.alliances.readers import leads_of_alliances, people_of_schools
from association.core.regulated import Event
from association.messaging.services import Draft, tell

MOST_NAMED = 20

People = Mapping[int, Sequence[Any]]


def tell_of_joining(events: Sequence[Event]) -> None:
    """Tell of schools that joined. The number of schools does not change that of statements."""
    people = people_of_schools({event.record.school_id for event in events})
    leads = leads_of_alliances({event.record.alliance_id for event in events})
    former = _former_alliances(people)
    tell([*_to_schools(events, people, former), *_to_leads(events, people, leads)])


def _to_schools(
    events: Sequence[Event], people: People, former: Mapping[int, Alliance]
) -> Iterable[Draft]:
    for event in events:
        school, alliance = event.record.school, event.record.alliance
        before = former.get(school.pk)
        words = {"school": school.name, "alliance": _name_of(alliance)}
        for person in _others(people.get(school.pk, ()), event):
            yield Draft(
                person=person,
                kind="member_moved" if before else "member_joined",
                key=f"{event._meta.label_lower}:{event.pk}",
                words=words | ({"former": _name_of(before)} if before else {}),
                link=reverse("alliances:school_desk", args=[school.uscc]),
            )


def _to_leads(events: Sequence[Event], people: People, leads: People) -> Iterable[Draft]:
    by_alliance: dict[Alliance, list[Event]] = defaultdict(list)
    for event in events:
        by_alliance[event.record.alliance].append(event)
    for alliance, joined in by_alliance.items():
        for lead in _others(leads.get(alliance.pk, ()), joined[0]):
            # Of their own school they were told as its people.
            news = [each for each in joined if lead not in people.get(each.record.school_id, ())]
            if news:
                yield _welcome(lead, alliance, news)


def _welcome(lead: Any, alliance: Alliance, joined: Sequence[Event]) -> Draft:
    return Draft(
        person=lead,
        kind="alliance_grew",
        key=f"{joined[0]._meta.label_lower}:{joined[0].pk}",
        words={
            "alliance": _name_of(alliance),
            "count": len(joined),
            "schools": lambda: _named([event.record.school.name for event in joined]),
        },
        link=reverse("alliances:led_alliance", args=[alliance.code]),
    )


def _former_alliances(schools: Iterable[int]) -> dict[int, Alliance]:
    """Return the alliance that each school has just moved from, by its key. One query."""
    moved = MembershipEvent.objects.filter(record=OuterRef("pk"), verb=Verb.MOVE)
    ended = Membership.objects.filter(school__in=list(schools), status=MembershipStatus.LEFT)
    latest = {
        row.school_id: row
        for row in ended.annotate(moved=Exists(moved)).select_related("alliance").order_by("pk")
    }
    return {school: row.alliance for school, row in latest.items() if row.moved}


def _others(people: Iterable[Any], event: Event) -> Iterable[Any]:
    return (person for person in people if person.pk != event.acting_user_id)


def _name_of(alliance: Alliance) -> Any:
    return lambda: alliance.name


def _named(names: Sequence[str]) -> str:
    lines = [f"· {name}" for name in names[:MOST_NAMED]]
    more = len(names) - len(lines)
    if more:
        lines.append(ngettext("and %(count)s more", "and %(count)s more", more) % {"count": more})
    return "\n".join(lines)
