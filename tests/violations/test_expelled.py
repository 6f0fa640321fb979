"""Whoever was expelled is no member again by a clerk's hand while the entry stands."""

import datetime as dt

import pytest

from association.alliances.models import Alliance, School
from association.alliances.roster.importer import import_roster, rehearse
from association.alliances.services import join_alliance
from association.core.errors import RuleError
from tests.alliances.ledgers import entry, read
from tests.factories import make_accepted_pledge, make_secretary
from tests.factories.cases import make_case
from tests.peer_review.portal.desk import enter, fields_of, words
from tests.plaques.measures import withdraw_decision
from tests.violations.acting import on

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def expelled(number=1):
    """A case in force by which a school of the ledger is no member any more."""
    import_roster(read(entry(number)), acting_user=None)
    school = School.objects.get()
    make_accepted_pledge(school)
    case = make_case("in_force", school=school, measure="expel")
    assert not is_member(school)
    return case


def is_member(school):
    return School.objects.members().filter(pk=school.pk).exists()


def join(school):
    return join_alliance(school=school, alliance=Alliance.objects.first(), acting_user=None)


def test_it_cannot_join_again_while_the_entry_stands():
    case = expelled()
    with pytest.raises(RuleError, match=case.code):
        join(case.school)
    with on(case.public_until), pytest.raises(RuleError, match="membership has ended"):
        join(case.school)
    with on(case.public_until + DAY):
        assert join(case.school)


def test_a_decision_that_was_withdrawn_stands_against_nothing():
    case = expelled()
    withdraw_decision(case)
    assert is_member(case.school)


def test_a_row_of_the_ledger_does_not_make_it_a_member():
    case = expelled()
    for report in (rehearse(read(entry(1))), import_roster(read(entry(1)), acting_user=None)):
        assert (report.created, report.updated) == (0, 0)
        [fault] = report.errors
        assert (fault.row, fault.reason) == (1, "cannot join")
        assert "membership has ended" in fault.sentence()
    assert not is_member(case.school)


def test_one_who_left_as_well_is_taken_in_beside_it(django_assert_num_queries):
    case = expelled()
    report = import_roster(read(entry(1), entry(2)), acting_user=None)
    assert (report.created, len(report.errors)) == (1, 1)
    assert not is_member(case.school)


def test_the_form_says_why_and_keeps_everything_else(client):
    case = expelled()
    enter(client, make_secretary())
    address = f"/admin/schools/edit/{case.school_id}/"
    shown = client.get(address)
    assert f"By the decision in case {case.code}" in words(shown)
    sent = fields_of(shown) | {"alliance": Alliance.objects.first().pk}
    refused = client.post(address, sent)
    assert refused.status_code == 422
    assert f"By the decision in case {case.code}" in words(refused)
    assert not is_member(case.school)
