"""Whether a visitor notes more than those who went along: what is compared, and what is said."""

import pytest

from association.accounts.roles import Role
from association.peer_review.selectors.observations import chance, observations
from association.peer_review.selectors.second_looks import SecondLooks, second_looks
from association.peer_review.services import seat_visitor
from tests.factories import make_visitor
from tests.factories.findings import ITEMS
from tests.factories.rounds import make_answers, make_running_round
from tests.peer_review.admin.conftest import sign_in
from tests.peer_review.admin.desk import words
from tests.peer_review.boards.desk import answered, seats_of, sweep

pytestmark = pytest.mark.django_db

PAGE = "/admin/visit-figures/observations/"
A, B, C = ITEMS.values()


@pytest.fixture
def pair():
    return [make_visitor("east"), make_visitor("east")]


def visits_of(pair, *noted):
    """Visits of two; for each what the first and the second saw fail, of A, B and C."""
    row = sweep(schools=len(noted), visitors=pair)
    seats = seats_of(row)
    for place, both in enumerate(noted):
        for seat, failed in zip(seats[2 * place : 2 * place + 2], both, strict=True):
            answered(seat, failed=failed, held={A, B, C} - set(failed))


def patterns():
    return {each.person: each for each in observations().patterns}


@pytest.mark.parametrize(
    ("more", "less", "expected"),
    [(0, 0, 1), (1, 1, 1), (5, 0, 0.0625), (0, 5, 0.0625), (4, 1, 0.375), (8, 1, 0.0390625)],
)
def test_the_chance_is_that_of_a_fair_coin(more, less, expected):
    assert chance(more, less) == expected


def test_what_one_noted_alone_is_counted_for_both(pair):
    strict, mild = pair
    visits_of(pair, *[([A, B], [B])] * 4, ([A], [B, C]))
    found = patterns()
    assert (found[strict].visits, found[strict].items) == (5, 15)
    assert (found[strict].more, found[strict].less) == (5, 2)
    assert (found[strict].visits_more, found[strict].visits_less) == (4, 1)
    assert (found[mild].more, found[mild].less) == (2, 5)
    assert (found[strict].leans, found[mild].leans) == ("", "")


def test_a_lean_is_told_where_chance_is_rare(client, pair):
    visits_of(pair, *[([A], [])] * 5)
    strict, mild = pair
    assert (patterns()[strict].leans, patterns()[mild].leans) == ("more", "less")
    sign_in(client, Role.CLERK)
    text = words(client.get(PAGE))
    assert "noted more than those who went along in 5 of 5 visits, and less in 0" in text
    assert text.count("It is never a reason for a measure.") == 2


def test_four_visits_are_too_few_to_be_shown(client, pair):
    visits_of(pair, *[([A], [])] * 4)
    found = observations()
    assert (found.patterns, found.too_few) == ([], 2)
    sign_in(client, Role.CLERK)
    text = words(client.get(PAGE))
    assert "2 visitors have made fewer than 5 such visits" in text
    assert str(pair[0]) not in text


def test_only_what_both_answered_is_compared(pair):
    row = sweep(schools=5, visitors=pair)
    for place, seat in enumerate(seats_of(row)):
        answered(seat, failed=[A] if place % 2 == 0 else [], held=[B])
    for each in patterns().values():
        assert (each.items, each.more, each.less) == (5, 0, 0)


def test_answers_stay_sealed_until_all_are_in(pair):
    row = sweep(schools=5, visitors=[*pair, make_visitor("east")])
    for place, seat in enumerate(seats_of(row)):
        if place % 3:
            answered(seat, failed=[A])
    assert (observations().patterns, observations().too_few) == ([], 0)


def test_a_visitor_who_goes_alone_is_compared_with_nobody():
    for seat in seats_of(sweep(schools=5)):
        answered(seat, failed=[A])
    assert (observations().patterns, observations().too_few) == ([], 0)


def test_visitors_stand_by_name_and_nowhere_by_number(pair):
    visits_of(pair, *[([A], [])] * 5)
    names = [str(each.person) for each in observations().patterns]
    assert names == sorted(names)


def test_visits_made_twice_are_compared_by_what_each_report_says(client):
    row = make_running_round(schools=1)
    visit = row.visits.get()
    for failing in ({A: "no", B: "no"}, {B: "no", C: "no"}):
        seat_visitor(visit=visit, user=make_visitor("east"), acting_user=None)
        assert second_looks().visits == 0
        make_answers(visit, visit.seats.get(), visit.seats.get().visitor, answers=failing)
        visit = getattr(visit, "again", None) or visit
    assert second_looks() == SecondLooks(visits=1, both=1, first=1, second=1)
    sign_in(client, Role.CLERK)
    assert "1 school was visited twice" in words(client.get(PAGE))


def test_only_whoever_follows_findings_reads_it(client):
    for role, status in ((Role.CLERK, 200), (Role.SECRETARY_GENERAL, 200), (Role.AUDITOR, 302)):
        sign_in(client, role)
        assert client.get(PAGE).status_code == status


@pytest.mark.parametrize("visits", [1, 3])
def test_reading_takes_one_query(pair, visits, django_assert_num_queries):
    visits_of(pair, *[([A], [])] * visits)
    with django_assert_num_queries(1):
        observations()
