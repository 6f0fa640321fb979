"""Mutual visits: drawn under the rules, checked by another hand, amended on the record."""

import datetime as dt

import pytest

from association.accounts.roles import Role
from association.alliances.enums import Capacity
from association.alliances.services import appoint_representative
from association.alliances.services.people import end_representation
from association.core import clock
from association.core.errors import InvalidTransition, RuleError
from association.peer_review import assignment, selection
from association.peer_review.enums import RoundKind, RoundScope, RoundStatus, TieKind, VisitStatus
from association.peer_review.models import Seat
from association.peer_review.permissions import visit_policy
from association.peer_review.selectors.pool import recent_pairs
from association.peer_review.selectors.records import present_record
from association.peer_review.services import (
    announce_draw,
    call_off_seat,
    cancel_round,
    close_round,
    declare_tie,
    draw,
    end_tie,
    name_visitor,
    open_round,
    recuse,
)
from association.peer_review.services.draws import NoAssignmentPossible
from tests.factories import make_principal, make_school, make_secretary, make_visitor
from tests.factories.rounds import (
    RESULTS,
    make_announced_round,
    make_answers,
    make_drawn_round,
    make_round,
    make_running_round,
    make_sources,
)

pytestmark = pytest.mark.django_db
MUTUAL = RoundKind.MUTUAL


def pairs_of(row):
    seats = Seat.objects.filter(visit__round=row, until__isnull=True)
    return {(seat.school.uscc, seat.visit.school.uscc) for seat in seats}


def test_every_school_sends_and_receives_two_and_the_record_proves_it():
    row = make_drawn_round(MUTUAL, schools=9)
    pairs = pairs_of(row)
    codes = {one.school.uscc for one in row.participants.all()}
    for code in codes:
        assert sum(visitor == code for visitor, _visited in pairs) == 2
        assert sum(visited == code for _visitor, visited in pairs) == 2
    record = present_record(row.draw)
    assert {tuple(pair) for pair in record["result"]} == pairs
    assert selection.verify(record) == []


def test_within_the_four_alliances_nobody_goes_to_another():
    for alliance in ("east", "west"):
        for _each in range(8):
            make_school(alliance=alliance)
    row = make_drawn_round(MUTUAL, scope=RoundScope.EACH)
    alliance_of = {one.school.uscc: one.alliance_id for one in row.participants.all()}
    assert len(pairs_of(row)) == 32
    assert all(alliance_of[one] == alliance_of[other] for one, other in pairs_of(row))


def test_between_alliances_everybody_gets_a_visitor_from_another_one():
    for alliance in ("east", "west"):
        for _each in range(6):
            make_school(alliance=alliance)
    row = make_drawn_round(MUTUAL, scope=RoundScope.BETWEEN)
    alliance_of = {one.school.uscc: one.alliance_id for one in row.participants.all()}
    from_elsewhere = {
        other for one, other in pairs_of(row) if alliance_of[one] != alliance_of[other]
    }
    assert from_elsewhere == set(alliance_of)


def test_a_standing_tie_keeps_two_apart_and_an_ended_one_does_not():
    schools = [make_school() for _each in range(9)]
    clerk = make_secretary()
    standing = declare_tie(
        one=schools[1], other=schools[0], kind=TieKind.OWNER, reason="同一举办者", acting_user=clerk
    )
    ended = declare_tie(
        one=schools[2], other=schools[3], kind=TieKind.CONFLICT, reason="有纠纷", acting_user=clerk
    )
    end_tie(tie=ended, reason="已和解", acting_user=clerk)
    row = make_announced_round(MUTUAL)
    never = row.draw.announcement["problem"]["never"]
    assert never == [sorted((standing.first.uscc, standing.second.uscc))]
    # The public does not read which of the reasons it is.
    assert "owner" not in str(row.draw.announcement)
    assert "同一举办者" not in str(row.draw.announcement)


def test_whoever_met_in_the_last_rounds_does_not_meet_again():
    first = make_running_round(MUTUAL, schools=16)
    clerk = make_secretary()
    called_off, *visited = Seat.objects.filter(visit__round=first).select_related("visit")
    for seat in visited:
        if seat.visit_id != called_off.visit_id:
            make_answers(seat.visit, seat, clerk)
    close_round(record=first, acting_user=None, reason="期满")
    second = make_drawn_round(MUTUAL)
    of_done = first.visits.filter(status=VisitStatus.DONE).values("school__uscc")
    done = {each["school__uscc"] for each in of_done}
    met = {frozenset(pair) for pair in pairs_of(first) if pair[1] in done}
    assert len(done) == 15
    assert not met & {frozenset(pair) for pair in pairs_of(second)}
    assert set(recent_pairs(second).values()) == {1}
    assert len(recent_pairs(second)) == len(met)
    third = make_round(MUTUAL, avoid_rounds=0)
    assert recent_pairs(third) == {}


def test_each_alliance_counts_its_own_rounds():
    drawn = make_drawn_round(MUTUAL, schools=9)
    make_drawn_round(MUTUAL, alliance="west", schools=9)
    again = make_round(MUTUAL, avoid_rounds=1)
    met = recent_pairs(again)
    assert set(met.values()) == {1}
    assert len(met) == len({frozenset(pair) for pair in pairs_of(drawn)})


def test_who_was_excused_from_a_visit_is_not_sent_there_again():
    row = make_running_round(MUTUAL, schools=12)
    seat = Seat.objects.filter(visit__round=row).first()
    excused = set()
    for _each in range(3):
        excused.add(seat.school)
        seat = recuse(seat=seat, reason="有事", acting_user=None)
        assert seat.school not in excused
    assert selection.verify(present_record(row.draw)) == []


def test_once_all_who_stay_have_answered_the_visit_is_done():
    row = make_running_round(MUTUAL, schools=9)
    visit = row.visits.first()
    one, other = visit.seats.all()
    make_answers(visit, one, make_secretary())
    call_off_seat(seat=other, reason="无法前往", acting_user=None)
    visit.refresh_from_db()
    assert visit.status == VisitStatus.DONE


def test_a_place_that_was_given_up_takes_no_answers():
    row = make_running_round(MUTUAL, schools=9)
    seat = Seat.objects.filter(visit__round=row).first()
    clerk = make_secretary()
    recuse(seat=seat, reason="有事", acting_user=None)
    foreign = Seat.objects.filter(visit__round=row).exclude(visit=seat.visit).first()
    for place in (seat, foreign, None):
        with pytest.raises(RuleError):
            make_answers(seat.visit, place, clerk)
    assert not seat.visit.submissions.exists()


def test_nobody_hands_in_what_others_noted_at_the_own_school():
    row = make_running_round(MUTUAL, schools=9)
    seat = Seat.objects.filter(visit__round=row).first()
    with pytest.raises(RuleError):
        make_answers(seat.visit, seat, make_principal(seat.visit.school))


def test_another_name_takes_the_place_only_before_the_answers():
    row = make_running_round(MUTUAL, schools=9)
    seat = Seat.objects.filter(visit__round=row).first()
    first, second = make_principal(seat.school), make_principal(seat.school, Capacity.STAFF)
    name_visitor(seat=seat, user=first, acting_user=first)
    make_answers(seat.visit, seat, first)
    with pytest.raises(RuleError):
        name_visitor(seat=seat, user=second, acting_user=first)


def test_nobody_goes_where_another_of_their_schools_is_tied():
    row = make_running_round(MUTUAL, schools=9)
    seat = Seat.objects.filter(visit__round=row).first()
    second_school = make_school(alliance="west")
    person = make_principal(seat.school)
    appoint_representative(
        school=second_school, user=person, capacity=Capacity.STAFF, acting_user=None
    )
    declare_tie(
        one=second_school,
        other=seat.visit.school,
        kind=TieKind.OWNER,
        reason="同一举办者",
        acting_user=make_secretary(),
    )
    with pytest.raises(RuleError):
        name_visitor(seat=seat, user=person, acting_user=person)


def test_who_stopped_acting_for_the_sender_goes_no_more():
    row = make_running_round(MUTUAL, schools=9)
    seat = Seat.objects.filter(visit__round=row).first()
    person = make_principal(seat.school, Capacity.STAFF)
    name_visitor(seat=seat, user=person, acting_user=person)
    assert visit_policy.rows(person, "hand_in").filter(pk=seat.visit_id).exists()
    end_representation(appointment=person.representations.get(), acting_user=None)
    person = type(person).objects.get(pk=person.pk)
    assert not visit_policy.rows(person, "hand_in").exists()


def test_nobody_ends_a_round_that_still_leads_to_the_own_school():
    row = make_running_round(MUTUAL, schools=9)
    own = make_principal(row.visits.first().school)
    for verb in (close_round, cancel_round):
        with pytest.raises(RuleError):
            verb(record=row, reason="到此为止", acting_user=own)
    row.refresh_from_db()
    assert row.status == RoundStatus.RUNNING


def test_visits_nobody_could_assign_are_not_announced():
    clerk = make_secretary()
    one, other, third = (make_school() for _each in range(3))
    for left, right in ((one, other), (other, third), (one, third)):
        declare_tie(one=left, other=right, kind=TieKind.OWNER, reason="同", acting_user=clerk)
    row = make_round(MUTUAL)
    with pytest.raises(NoAssignmentPossible) as caught:
        announce_draw(record=row, sources=make_sources(), acting_user=None)
    assert caught.value.explanation.offered == ()
    row.refresh_from_db()
    assert (row.status, row.participants.count()) == (RoundStatus.DRAFT, 0)


def test_where_rules_have_to_give_way_the_record_names_them_and_no_more():
    row = make_announced_round(MUTUAL, schools=5)
    with clock.at(clock.now() + dt.timedelta(days=3)):
        with pytest.raises(NoAssignmentPossible) as caught:
            draw(record=row, results=RESULTS, acting_user=None)
        offered = caught.value.explanation.offered
        assert offered
        with pytest.raises(RuleError):
            draw(record=row, results=RESULTS, acting_user=None, relaxations=["visits=1"])
        draw(record=row, results=RESULTS, acting_user=None, relaxations=offered)
    row.refresh_from_db()
    record = present_record(row.draw)
    assert record["outcome"]["relaxations"] == list(offered)
    assert selection.verify(record) == []
    problem = {**record["announcement"]["problem"], "seed": record["seed"]}
    assert assignment.check(problem, record["result"], offered) == []


# -- recusals ------------------------------------------------------------------------------------


def test_who_is_excused_is_replaced_by_the_seed_and_stands_on_the_record():
    row = make_running_round(MUTUAL, schools=9)
    seat = Seat.objects.filter(visit__round=row).first()
    place = recuse(seat=seat, reason="负责人与对方有亲属关系", acting_user=None)
    seat.refresh_from_db()
    assert (seat.until is not None, seat.end_reason) == (True, "负责人与对方有亲属关系")
    assert place.visit == seat.visit
    assert place.school not in {seat.school, seat.visit.school}
    record = present_record(row.draw)
    assert record["amendments"][0]["substitute"] == place.school.uscc
    assert {tuple(pair) for pair in record["result"]} == pairs_of(row)
    assert selection.verify(record) == []
    with pytest.raises(RuleError):
        recuse(seat=seat, reason="再来", acting_user=None)


def test_nobody_is_excused_without_a_reason():
    row = make_drawn_round(MUTUAL, schools=9)
    seat = Seat.objects.filter(visit__round=row).first()
    with pytest.raises(RuleError):
        recuse(seat=seat, reason="  ", acting_user=None)
    assert not row.draw.amendments.exists()


def test_a_visit_without_its_last_visitor_is_called_off():
    row = make_running_round(MUTUAL, schools=9)
    visit = row.visits.first()
    for seat in visit.seats.all():
        call_off_seat(seat=seat, reason="两校均无法前往", acting_user=None)
    visit.refresh_from_db()
    assert visit.status == VisitStatus.CANCELLED
    assert selection.verify(present_record(row.draw)) == []


# -- who goes, and what they hand in -------------------------------------------------------------


def test_the_school_that_sends_names_one_of_its_own():
    row = make_running_round(MUTUAL, schools=9)
    seat = Seat.objects.filter(visit__round=row).first()
    principal = make_principal(seat.school)
    with pytest.raises(RuleError):
        name_visitor(seat=seat, user=make_principal(make_school()), acting_user=principal)
    with pytest.raises(RuleError):
        name_visitor(seat=seat, user=make_principal(seat.visit.school), acting_user=principal)
    name_visitor(seat=seat, user=principal, acting_user=principal)
    seat.refresh_from_db()
    assert seat.visitor == principal
    assert seat.visit.events.last().acting_user == principal


def test_a_visit_is_done_when_both_have_handed_in_and_the_same_sent_twice_is_one():
    row = make_running_round(MUTUAL, schools=9)
    visit = row.visits.first()
    clerk = make_secretary(Role.CLERK)
    one, other = visit.seats.all()
    first = make_answers(visit, one, clerk)
    assert make_answers(visit, one, clerk, key=first.key) == first
    elsewhere = Seat.objects.filter(visit__round=row).exclude(visit=visit).first()
    with pytest.raises(RuleError):
        make_answers(elsewhere.visit, elsewhere, clerk, key=first.key)
    visit.refresh_from_db()
    assert visit.status == VisitStatus.PLANNED
    make_answers(visit, other, clerk)
    visit.refresh_from_db()
    assert (visit.status, visit.submissions.count()) == (VisitStatus.DONE, 2)
    with pytest.raises(RuleError):
        recuse(seat=one, reason="太迟", acting_user=None)


def test_no_answers_from_outside_the_window_or_for_a_round_that_is_over():
    row = make_running_round(MUTUAL, schools=9)
    visit = row.visits.first()
    seat, clerk = visit.seats.first(), make_secretary()
    with pytest.raises(RuleError):
        make_answers(visit, seat, clerk, visited_on=clock.today())  # it lies before the window
    close_round(record=row, acting_user=None, reason="期满")
    with pytest.raises(InvalidTransition):
        make_answers(visit, seat, clerk)
    assert not visit.submissions.exists()


def test_the_alliances_visitor_is_nobody_in_a_mutual_round():
    row = make_running_round(MUTUAL, schools=9)
    visitor = make_visitor("east")
    seat = Seat.objects.filter(visit__round=row).first()
    with pytest.raises(RuleError):
        name_visitor(seat=seat, user=visitor, acting_user=None)


def test_a_drawn_round_needs_its_draw_before_it_opens():
    row = make_announced_round(MUTUAL, schools=9)
    with pytest.raises(RuleError):
        open_round(record=row, acting_user=None)
    assert not row.visits.exists()


def test_nobody_decides_on_a_visit_of_their_own_school():
    row = make_running_round(MUTUAL, schools=10)
    seat = Seat.objects.filter(visit__round=row).select_related("school", "visit__school").first()
    for school in (seat.school, seat.visit.school):
        own = make_principal(school)
        for verb in (recuse, call_off_seat):
            with pytest.raises(RuleError):
                verb(seat=seat, reason="不便", acting_user=own)
    seat.refresh_from_db()
    assert seat.until is None
