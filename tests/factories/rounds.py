import datetime as dt

from association.alliances.models import Alliance
from association.core import clock
from association.peer_review import selection
from association.peer_review.enums import RoundKind, RoundScope
from association.peer_review.models import ChecklistVersion
from association.peer_review.services import announce_draw, draw, hand_in, open_round, plan_round
from association.peer_review.services.checklists import draft_default_checklist, publish_checklist
from association.pledges.default_covenant import LATEST
from association.pledges.services import draft_default_version, publish_version
from tests.factories.schools import make_school

# Twenty numbers of 80, twice: what two issues of 快乐8 could come out to.
RESULTS = [
    "01 04 07 11 16 18 23 29 31 38 40 44 47 52 55 61 66 70 73 79",
    "02 05 08 12 17 19 24 30 32 39 41 45 48 53 56 62 67 71 74 80",
]


def make_checklist():
    """The shipped checklist, in use beside the shipped covenant, whose breach codes it names."""
    current = ChecklistVersion.objects.current().first()
    if current is not None:
        return current
    shipped = draft_default_version(edition=LATEST, acting_user=None)
    publish_version(version=shipped, acting_user=None)
    draft = draft_default_checklist(acting_user=None)
    return publish_checklist(version=draft, acting_user=None)


def make_sources(*, days=3):
    """Two issues of 快乐8, drawn some days from now: 123 bits."""
    day = clock.today() + dt.timedelta(days=days)
    return [
        selection.lottery_source("kl8", issue=str(2026100 + number), date=day)
        for number in range(2)
    ]


def make_round(kind=RoundKind.RANDOM, *, alliance="east", schools=0, acting_user=None, **plan):
    """A planned round, within one alliance unless another scope is given.

    schools: so many members are entered into that alliance first.
    """
    for _each in range(schools):
        make_school(alliance=alliance)
    today = clock.today()
    values = {
        "title": "秋季走访",
        "kind": kind,
        "scope": RoundScope.ONE,
        "checklist": make_checklist(),
        "opens_on": today + dt.timedelta(days=5),
        "closes_on": today + dt.timedelta(days=30),
        "due_on": today + dt.timedelta(days=35),
        **plan,
    }
    if values["scope"] == RoundScope.ONE:
        values["alliance"] = Alliance.objects.get(code=alliance)
    return plan_round(plan=values, acting_user=acting_user)


def make_announced_round(kind=RoundKind.RANDOM, *, acting_user=None, **plan):
    """A round whose draw is announced, from results of today plus three days."""
    row = make_round(kind, **plan)
    announce_draw(record=row, sources=make_sources(), acting_user=acting_user)
    row.refresh_from_db()
    return row


def make_drawn_round(kind=RoundKind.RANDOM, *, acting_user=None, results=RESULTS, **plan):
    """A round drawn on the day the results are known."""
    row = make_announced_round(kind, **plan)
    with clock.at(clock.now() + dt.timedelta(days=3)):
        draw(record=row, results=results, acting_user=acting_user)
    row.refresh_from_db()
    return row


def make_running_round(kind=RoundKind.RANDOM, *, acting_user=None, **plan):
    """A round whose visits have begun."""
    drawn = kind in {RoundKind.MUTUAL, RoundKind.RANDOM}
    row = make_drawn_round(kind, **plan) if drawn else make_round(kind, **plan)
    return open_round(record=row, acting_user=acting_user)


def in_the_window():
    """Six days from now: the first day but one of a round that a factory planned."""
    return clock.at(clock.now() + dt.timedelta(days=6))


def make_answers(visit, seat, user, **more):
    """Answers of one visitor, on the day of the visit."""
    with in_the_window():
        values = {
            "visit": visit,
            "seat": seat,
            "source": "paper",
            "visited_on": clock.today(),
            "answers": {"C11": "yes"},
            "failed": [],
            "acting_user": user,
        }
        return hand_in(**{**values, **more})
