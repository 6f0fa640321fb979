"""What a school's desk asks of it about its plaques, and how they stand."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone, translation

from association.alliances.enums import CampusKind
from association.core import clock
from association.core.desk_items import Ask, Fact, matters_of
from association.plaques.asks import plaque_lines
from association.plaques.enums import PublicState
from association.plaques.services import hide_photo, issue_plaque, replace_copy, show_bare_wall
from tests.factories import (
    hang,
    make_accepted_pledge,
    make_active_plaque,
    make_photo,
    make_plaque,
    make_revoked_plaque,
    make_school,
    make_secretary,
)
from tests.plaques.states import make_in_state

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def asks_of(school):
    lines = plaque_lines(school=school, user=AnonymousUser())
    return [line for line in lines if isinstance(line, Ask)]


def facts_of(school):
    lines = plaque_lines(school=school, user=AnonymousUser())
    return [line for line in lines if isinstance(line, Fact)]


def test_a_plaque_is_to_be_hung_by_its_day_and_then_nothing_is_asked():
    plaque = make_plaque()
    [ask] = asks_of(plaque.school)
    assert (ask.by, ask.url) == (plaque.hang_by, f"/desk/{plaque.school.uscc}/#plaques")
    assert plaque.number in ask.what
    hang(plaque)
    assert asks_of(plaque.school) == []
    [fact] = facts_of(plaque.school)
    assert (fact.until, fact.under_way) == (plaque.valid_until, False)
    assert "hung since" in fact.words


def test_the_first_day_of_hanging_is_a_local_day():
    late = dt.datetime(2026, 3, 1, 0, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    with clock.at(late):
        plaque = make_active_plaque()
        [fact] = facts_of(plaque.school)
    assert "March 1, 2026" in fact.words


def test_a_new_copy_is_to_be_hung_and_the_old_one_taken_down():
    plaque = make_active_plaque()
    replace_copy(plaque=plaque, reason="damaged", acting_user=make_secretary())
    [ask] = asks_of(plaque.school)
    assert "new copy" in ask.what
    assert "Earlier copies count no longer" in ask.note


def test_a_plaque_taken_back_is_asked_for_until_the_photo_is_in():
    plaque = make_revoked_plaque()
    [ask] = asks_of(plaque.school)
    bare_wall = f"/desk/{plaque.school.uscc}/plaques/{plaque.number}/bare-wall/"
    assert (ask.by, ask.url) == (plaque.take_down.due_on, bare_wall)
    assert ask.do == "Send the photo"
    person = plaque.school.representatives.first().user
    show_bare_wall(take_down=plaque.take_down, photo=make_photo(), acting_user=person)
    assert asks_of(plaque.school) == []
    [fact] = facts_of(plaque.school)
    assert fact.under_way
    assert "the secretariat looks at your photo" in fact.words


def test_a_new_photo_of_the_gate_is_told_and_not_asked_for():
    plaque = make_active_plaque()
    hide_photo(photo=plaque.photos.first(), reason="拍到学生", acting_user=make_secretary())
    assert asks_of(plaque.school) == []
    [fact] = facts_of(plaque.school)
    assert fact.under_way
    assert "comes by for a new photo, you send nothing" in fact.words


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (PublicState.SUSPENDED, "please keep it covered or inside"),
        (PublicState.EXPIRED, "it gets a new term once your new pledge is accepted"),
        (PublicState.RETURNED, "if it still hangs, please take it inside"),
    ],
)
def test_what_rests_is_told_in_words_and_asked_of_nobody(state, words):
    school = make_in_state(state).school
    assert asks_of(school) == []
    [fact] = facts_of(school)
    assert (fact.under_way, fact.until) == (True, None)
    assert words in fact.words


def test_between_the_pledge_and_the_plaque_the_school_reads_that_it_is_made():
    pledge = make_accepted_pledge()
    [fact] = facts_of(pledge.school)
    assert fact.under_way
    assert "is being made" in fact.words
    issue_plaque(pledge=pledge, acting_user=make_secretary())
    assert facts_of(pledge.school) == []
    assert facts_of(make_school()) == []


def test_a_plaque_that_should_hang_by_now_is_late():
    plaque = make_plaque()
    after = dt.datetime.combine(plaque.hang_by + dt.timedelta(days=1), dt.time(12))
    with clock.at(timezone.make_aware(after)):
        [ask] = matters_of(school=plaque.school, user=AnonymousUser()).asks[-1:]
        assert ask.is_late


@pytest.mark.parametrize("count", [1, 3])
def test_the_lines_cost_the_same_for_one_plaque_and_three(count, django_assert_num_queries):
    school = make_active_plaque().school
    for _each in range(count - 1):
        make_school_plaque(school)
    with django_assert_num_queries(3):
        lines = list(plaque_lines(school=school, user=AnonymousUser()))
    assert len(lines) == count


def make_school_plaque(school):
    """Another plaque, at a further campus."""
    number = school.campuses.count()
    campus = school.campuses.create(
        name=f"第{number}分校", kind=CampusKind.CAMPUS, address=f"示范区{number}路1号"
    )
    pledge = school.pledges.accepted().get()
    return hang(issue_plaque(pledge=pledge, campus=campus, acting_user=make_secretary()))
