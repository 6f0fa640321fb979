"""What a school's desk asks of it about its pledge, and what it says of one in force."""

import datetime as dt

import pytest
from django.utils import timezone, translation

from association.alliances.enums import Capacity
from association.alliances.services import leave_association
from association.core import clock
from association.core.desk_items import Ask, Fact
from association.pledges.asks import pledge_lines
from association.pledges.models import CovenantVersion
from association.pledges.services import return_pledge
from tests.factories import (
    make_accepted_pledge,
    make_covenant,
    make_draft_pledge,
    make_principal,
    make_school,
    make_secretary,
    make_signed_pledge,
)
from tests.pledges.desk import url

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def principal(school):
    return make_principal(school)


def lines_of(school, user, kind):
    return [line for line in pledge_lines(school=school, user=user) if isinstance(line, kind)]


def asked(school, user):
    """The button and the day of what is asked; None where nothing is."""
    asks = lines_of(school, user, Ask)
    return (asks[0].do, asks[0].by) if asks else None


def noon(day):
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))


def test_each_step_is_asked_and_leads_to_the_pledge(school, principal):
    assert asked(school, principal) is None  # there is no covenant yet
    make_covenant()
    assert asked(school, principal) == ("Begin reading", None)
    make_draft_pledge(school, ticked=5)
    [ask] = lines_of(school, principal, Ask)
    assert ask.what == "Go on with the pledge: 5 of 8 promises are read."
    assert ask.url == url("overview", school)
    make_draft_pledge(school, ticked=8)
    assert asked(school, principal) == ("Go on to sign", None)
    pledge = make_signed_pledge(school, signer=principal, confirmed=True)
    assert asked(school, principal) is None
    [fact] = lines_of(school, principal, Fact)
    assert (fact.under_way, fact.url) == (True, url("receipt", school, pledge.receipt_no))
    return_pledge(pledge=pledge, reason="请补充", acting_user=make_secretary())
    assert asked(school, principal) == ("Read why", None)


def test_a_pledge_in_force_asks_for_nothing_and_says_until_when(school, principal):
    pledge = make_accepted_pledge(school, signer=principal)
    assert asked(school, principal) is None
    [fact] = lines_of(school, principal, Fact)
    assert (fact.until, fact.under_way) == (pledge.given_until, False)


def test_near_its_end_it_is_asked_for_by_its_last_day_and_then_no_more(school, principal):
    pledge = make_accepted_pledge(school, signer=principal)
    with clock.at(noon(pledge.renewal_from)):
        assert asked(school, principal) == ("Read and sign again", pledge.given_until)
        make_accepted_pledge(school, signer=principal)
        assert asked(school, principal) is None


def test_past_its_last_day_it_is_late_and_no_longer_in_order(school, principal):
    pledge = make_accepted_pledge(school, signer=principal)
    with clock.at(noon(pledge.given_until + dt.timedelta(days=1))):
        [ask] = lines_of(school, principal, Ask)
        [fact] = lines_of(school, principal, Fact)
        assert ask.is_late
        assert fact.under_way
        assert "not signed again yet" in fact.words


def test_a_new_version_is_asked_for_by_its_day_and_the_old_pledge_stays_in_order(school, principal):
    make_accepted_pledge(school, signer=principal)
    make_covenant()
    version = CovenantVersion.objects.current().get()
    assert asked(school, principal) == ("See what is new", version.sign_by)
    [ask] = lines_of(school, principal, Ask)
    assert ask.what == "Read and sign version 2 of the covenant."
    assert ask.note == "What your school signed stays in force until it signs the new version."
    [fact] = lines_of(school, principal, Fact)
    assert "version 1 of the covenant" in fact.words
    assert not fact.under_way
    make_draft_pledge(school, ticked=1)
    assert asked(school, principal) == ("Go on reading", version.sign_by)
    make_accepted_pledge(school, signer=principal)
    assert asked(school, principal) is None


def test_of_two_days_the_earlier_one_is_told(school, principal):
    pledge = make_accepted_pledge(school, signer=principal)
    with clock.at(noon(pledge.given_until - dt.timedelta(days=5))):
        make_covenant()
        assert asked(school, principal) == ("See what is new", pledge.given_until)


def test_staff_are_told_that_the_principal_signs(school, principal):
    make_draft_pledge(school, ticked=8)
    staff = make_principal(school, capacity=Capacity.STAFF)
    [ask] = lines_of(school, staff, Ask)
    assert (ask.do, ask.note) == ("See the eight promises", "The principal signs.")
    [ask] = lines_of(school, principal, Ask)
    assert (ask.do, ask.note) == ("Go on to sign", "")


def test_of_a_school_that_left_nothing_is_asked(school, principal):
    make_accepted_pledge(school, signer=principal)
    leave_association(school=school, acting_user=principal)
    assert list(pledge_lines(school=school, user=principal)) == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_lines_cost_the_same_after_one_pledge_and_three(
    school, principal, count, django_assert_num_queries
):
    for _each in range(count):
        make_covenant()
        make_accepted_pledge(school, signer=principal)
    with django_assert_num_queries(6):
        assert len(list(pledge_lines(school=school, user=principal))) == 1
