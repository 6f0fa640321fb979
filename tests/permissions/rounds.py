"""Rounds for the matrix, each in the state its verbs ask for, with the schools' own parts."""

import datetime as dt
import uuid
from types import SimpleNamespace

from association.accounts.models import User
from association.core import clock
from association.peer_review.enums import RoundKind, RoundScope, TieKind
from association.peer_review.models import ChecklistVersion, DrawSettings, Round, Seat, Visit
from association.peer_review.services import (
    declare_tie,
    hand_in_on_site,
    keep_photo,
    name_visitor,
    seat_visitor,
)
from association.peer_review.services.checklists import copy_checklist
from tests.factories.files import picture_with_place
from tests.factories.rounds import (
    make_announced_round,
    make_drawn_round,
    make_round,
    make_running_round,
)
from tests.permissions.samples_of_phones import KEYS

# So that results are known by now and visits can have taken place.
BEGUN = dt.timedelta(days=10)


def make_rounds(records: SimpleNamespace, people: dict[str, User]) -> None:
    """Add rounds, visits, ties and checklists to the records, which hold the schools by now.

    people: the principal goes to one of the visits for the own school, the visitor to another.
    """
    records.checklist = ChecklistVersion.objects.current().get()
    records.draft_checklist = copy_checklist(source=records.checklist, acting_user=None)
    records.draft_section = records.draft_checklist.sections.first()
    records.draw_settings = DrawSettings.load()
    # One person is principal of both.
    records.tie = declare_tie(
        one=records.school,
        other=records.taken_back.school,
        kind=TieKind.OWNER,
        reason="同一举办者",
        acting_user=people["clerk"],
    )
    records.planned_draw, records.planned_sweep = make_round(), make_round(RoundKind.SWEEP)
    with clock.at(clock.now() - BEGUN):
        _begin(records)
        _begin_elsewhere(records)
    _give_visitors(records, people)
    _hand_in_from_a_phone(records, people)


def _begin(records: SimpleNamespace) -> None:
    """Rounds of the alliance that is asked for, and one of the secretariat's for all."""
    records.announced, records.drawn = make_announced_round(), make_drawn_round()
    records.mutual = make_running_round(RoundKind.MUTUAL, rival_metres=0)
    records.sweep = make_running_round(RoundKind.SWEEP)
    records.self_check = make_running_round(RoundKind.SELF, scope=RoundScope.EACH)


def _begin_elsewhere(records: SimpleNamespace) -> None:
    records.strange_plan = make_round(alliance="north")
    records.strange_announced = make_announced_round(alliance="north")
    records.strange_drawn = make_drawn_round(alliance="north")
    records.strange_sweep = make_running_round(RoundKind.SWEEP, alliance="north")


def _give_visitors(records: SimpleNamespace, people: dict[str, User]) -> None:
    own = records.school
    records.drawn_visit = records.drawn.visits.first()
    records.drawn_school = records.drawn.participants.get(school=records.drawn_visit.school_id)
    records.strange_drawn_visit = records.strange_drawn.visits.first()
    records.received = visit_to(own, records.mutual)
    records.swept = visit_to(own, records.sweep)
    records.checked = visit_to(own, records.self_check)
    records.strange_swept = visit_to(records.strange_plaque.school, records.strange_sweep)
    seats = Seat.objects.filter(visit__round=records.mutual).order_by("pk")
    records.own_seat, own_other = seats.filter(school=own)
    records.other_seat = seats.exclude(school=own).exclude(visit__school=own).first()
    records.sent = own_other.visit
    name_visitor(seat=own_other, user=people["principal"], acting_user=people["principal"])
    records.swept_seat = seat_visitor(
        visit=records.swept, user=people["visitor"], acting_user=people["lead"]
    )


def _hand_in_from_a_phone(records: SimpleNamespace, people: dict[str, User]) -> None:
    """A further visit of the visitor, of whose two photos one is in."""
    with clock.at(clock.now() - BEGUN):
        again = make_running_round(RoundKind.SWEEP)
    records.handed_in = visit_to(records.school, again)
    visitor = people["visitor"]
    seat = seat_visitor(visit=records.handed_in, user=visitor, acting_user=people["lead"])
    keys = [uuid.UUID(KEYS[2]), uuid.uuid4()]
    hand_in_on_site(
        seat=seat,
        visited_on=clock.today(),
        answers={"C11": "no", "C11_photo": [str(key) for key in keys]},
        failed=["C11"],
        key=uuid.uuid4(),
        acting_user=visitor,
    )
    data = picture_with_place()
    records.visit_photo = keep_photo(seat=seat, key=keys[1], data=data, acting_user=visitor)


def visit_to(school: object, of: Round) -> Visit:
    """Return the visit to a school in a round."""
    return of.visits.get(school=school)
