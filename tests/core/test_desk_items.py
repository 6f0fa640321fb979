"""Lines on a school's desk: their order, and what is the next date."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser

from association.core import clock
from association.core.desk_items import Ask, Fact, Lines, Matters, Paper, asks_of, papers_of
from tests.factories import make_accepted_pledge, make_plaque, make_school

TODAY = clock.today()


def in_days(days):
    return TODAY + dt.timedelta(days=days)


def fact(days, *, under_way=False):
    until = None if days is None else in_days(days)
    return Fact(what=f"{days}", words="", until=until, under_way=under_way)


@pytest.mark.parametrize(("days", "late"), [(-1, True), (0, False), (1, False), (None, False)])
def test_an_ask_is_late_from_the_day_after_its_last(days, late):
    ask = Ask(what="", do="", url="", by=None if days is None else in_days(days))
    assert (ask.is_late, ask.days_left) == (late, days)


@pytest.mark.parametrize(
    ("facts", "what"),
    [
        ([fact(400), fact(20), fact(None)], "20"),
        ([fact(-1), fact(0)], "0"),
        ([fact(5, under_way=True), fact(30)], "30"),
        ([fact(None), fact(-3)], None),
        ([], None),
    ],
)
def test_the_next_date_is_the_first_that_comes_of_what_is_in_order(facts, what):
    following = Matters(asks=[], facts=facts).next_date
    assert (following and following.what) == what


def test_what_is_under_way_is_not_among_what_is_in_order():
    done, waits = fact(1), fact(2, under_way=True)
    matters = Matters(asks=[], facts=[done, waits])
    assert (matters.in_order, matters.under_way) == ([done], [waits])


def test_the_lines_of_all_sources_stand_together():
    papers: Lines[Paper] = Lines()
    one, other = (Paper(name=name, day=TODAY, url="/") for name in "ab")
    papers.register(lambda **_asked: [one])
    papers.register(lambda **_asked: (each for each in [other]))
    assert papers.lines(school=None, user=None) == [one, other]


@pytest.mark.django_db
def test_what_ends_first_is_asked_first_and_what_has_no_end_last():
    school = make_school(licence_long_term=False, licence_valid_until=in_days(50))
    plaque = make_plaque(school)
    school.pledges.update(status="withdrawn")  # nothing is in force: it is asked to begin
    asks = asks_of(school=school, user=AnonymousUser())
    assert [ask.by for ask in asks] == [plaque.hang_by, in_days(50), None]


@pytest.mark.django_db
def test_papers_come_newest_first():
    pledge = make_accepted_pledge()
    days = [p.day for p in papers_of(school=pledge.school, user=AnonymousUser())]
    assert days
    assert days == sorted(days, reverse=True)
