"""Reasons are told up to a day, and nothing of a decision that was withdrawn."""

import datetime as dt
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser
from openpyxl import load_workbook

from association.alliances.services import leave_association
from association.core import clock
from association.core.errors import RuleError
from association.core.panels import school_seen
from association.plaques.enums import MeasureKind, PlaqueStatus, PublicState, TakeDownStatus
from association.plaques.panels import SchoolPlaques
from association.plaques.selectors import find_registered, public_by_number, register_row
from association.plaques.services import end_suspensions, issue_plaque
from association.plaques.sheets_register import register_sheet
from association.pledges.enums import PledgeStatus
from association.pledges.models import Pledge
from association.pledges.services import restore_pledge
from tests.factories import (
    hang,
    make_accepted_pledge,
    make_active_plaque,
    make_plaque,
    make_revoked_plaque,
    make_secretary,
    put_in_force,
)
from tests.plaques.measures import day_after, day_of, suspend_for_danger, withdraw_decision

pytestmark = pytest.mark.django_db

REASON = "未公开收费项目"


def told(client, plaque):
    """Whether the reason stands on the page, in the API, in the feed, in the register's file."""
    page = client.get(plaque.get_absolute_url()).content.decode().partition("</style>")[2]
    rows = [register_row(school) for school in find_registered()]
    sheet = load_workbook(BytesIO(register_sheet(rows))).active
    return {
        "page": REASON in page,
        "broken": "promises__broken" in page,
        "api": REASON in str(client.get(f"/api/v1/plaques/{plaque.number}").json()),
        "feed": REASON in client.get("/plaques.atom").content.decode(),
        "sheet": any(REASON in str(cell.value) for row in sheet for cell in row),
    }


def test_a_plaque_taken_back_says_so_for_ever_and_why_up_to_a_day(client):
    plaque = make_revoked_plaque(reason=REASON)
    with day_of(plaque.told_until):
        assert [name for name, here in told(client, plaque).items() if not here] == []
    with day_after(plaque.told_until):
        assert set(told(client, plaque).values()) == {False}
        answer = client.get(f"/api/v1/plaques/{plaque.number}").json()
        assert (answer["state"], answer["reason"], answer["broken_promise"]) == (
            "revoked",
            "",
            None,
        )
        assert len(answer["history"]) == 3


def test_the_schools_own_desk_reads_the_reason_for_longer():
    plaque = make_revoked_plaque(reason=REASON)
    with day_after(plaque.told_until):
        panels = school_seen.panels(subject=plaque.school, user=AnonymousUser())
        [panel] = [panel for panel in panels if isinstance(panel, SchoolPlaques)]
        assert REASON in panel.render_html()


def test_of_a_decided_suspension_that_ended_nothing_is_told(client):
    plaque = make_revoked_plaque(kind=MeasureKind.SUSPEND, reason=REASON)
    assert plaque.suspended_until == plaque.told_until
    with day_after(plaque.suspended_until):
        assert set(told(client, plaque).values()) == {False}
        assert len(public_by_number(plaque.number).history) == 2


def test_a_school_that_left_while_suspended_is_told_of_up_to_that_day(client):
    plaque = make_revoked_plaque(kind=MeasureKind.SUSPEND, reason=REASON)
    leave_association(school=plaque.school, acting_user=None)
    with day_of(plaque.told_until):
        assert public_by_number(plaque.number).state.reason == REASON
    with day_after(plaque.told_until):
        assert public_by_number(plaque.number).state.reason == ""
        assert public_by_number(plaque.number).broken_promise is None


def test_what_was_told_no_more_does_not_come_back_with_the_next_measure():
    plaque = suspend_for_danger(reason="第一次")
    with day_after(plaque.suspended_until):
        end_suspensions()
    with day_after(plaque.suspended_until + dt.timedelta(days=1)):
        put_in_force(plaque, reason=REASON)
        reasons = [event.reason for event in public_by_number(plaque.number).history]
    assert reasons == [REASON, "", ""]


def test_a_danger_is_told_beside_the_decision_that_took_its_place():
    plaque = suspend_for_danger(reason="第一次")
    put_in_force(plaque, reason=REASON)
    assert (plaque.state, plaque.resumes_as) == (PublicState.REVOKED, PlaqueStatus.ACTIVE)
    reasons = [event.reason for event in public_by_number(plaque.number).history]
    assert reasons == [REASON, "第一次", "", ""]


def test_a_decided_suspension_takes_the_place_of_one_for_danger():
    plaque = suspend_for_danger(make_plaque())
    until = plaque.suspended_until
    put_in_force(plaque, kind=MeasureKind.SUSPEND, reason=REASON)
    assert (plaque.state, plaque.resumes_as) == (PublicState.SUSPENDED, PlaqueStatus.ISSUED)
    assert plaque.suspended_until > until
    assert plaque.public_reason == REASON


def test_a_decision_that_is_withdrawn_gives_plaque_and_pledge_back(client):
    plaque = make_active_plaque()
    case = put_in_force(plaque, reason=REASON)
    withdraw_decision(case)
    plaque.refresh_from_db()
    plaque.pledge.refresh_from_db()
    assert (plaque.state, plaque.pledge.status) == (PublicState.VALID, PledgeStatus.ACCEPTED)
    assert plaque.take_down.status == TakeDownStatus.CLOSED
    assert (plaque.public_reason, plaque.broken_promise, plaque.told_until) == ("", None, None)
    assert set(told(client, plaque).values()) == {False}
    assert len(public_by_number(plaque.number).history) == 2


@pytest.mark.parametrize("make", [make_plaque, make_active_plaque])
def test_a_plaque_comes_back_as_what_it_was(make):
    plaque = make()
    before = plaque.state
    withdraw_decision(put_in_force(plaque))
    plaque.refresh_from_db()
    assert plaque.state == before


def test_a_suspension_whose_decision_is_withdrawn_ends_and_is_not_told(client):
    plaque = make_active_plaque()
    case = put_in_force(plaque, kind=MeasureKind.SUSPEND, reason=REASON)
    withdraw_decision(case)
    plaque.refresh_from_db()
    assert plaque.state == PublicState.VALID
    assert set(told(client, plaque).values()) == {False}


def test_a_plaque_given_back_can_be_taken_back_again_by_another_case():
    plaque = make_active_plaque()
    withdraw_decision(put_in_force(plaque))
    put_in_force(plaque, reason=REASON)
    assert plaque.state == PublicState.REVOKED
    assert plaque.take_down.status == TakeDownStatus.OPEN
    reasons = [event.reason for event in public_by_number(plaque.number).history]
    assert reasons == [REASON, "", ""]


def test_with_a_school_that_left_meanwhile_the_plaque_is_what_leaving_makes_of_it():
    plaque = make_active_plaque()
    case = put_in_force(plaque)
    leave_association(school=plaque.school, acting_user=None)
    withdraw_decision(case)
    plaque.refresh_from_db()
    plaque.pledge.refresh_from_db()
    assert (plaque.status, plaque.pledge.status) == (PlaqueStatus.RETURNED, PledgeStatus.ENDED)


def test_a_plaque_does_not_come_back_beside_a_newer_one_of_its_campus():
    plaque = make_active_plaque()
    case = put_in_force(plaque)
    with clock.at(clock.now() + (case.public_until - clock.today()) + dt.timedelta(days=1)):
        newer = make_accepted_pledge(plaque.school, signer=plaque.pledge.signature.signer)
        hang(issue_plaque(pledge=newer, acting_user=make_secretary()))
    with pytest.raises(RuleError):
        withdraw_decision(case)
    plaque.refresh_from_db()
    case.refresh_from_db()
    assert (plaque.state, case.status) == (PublicState.REVOKED, "in_force")


def test_a_pledge_is_not_restored_beside_another_in_force():
    plaque = make_active_plaque()
    case = put_in_force(plaque)
    with clock.at(clock.now() + (case.public_until - clock.today()) + dt.timedelta(days=1)):
        make_accepted_pledge(plaque.school, signer=plaque.pledge.signature.signer)
    ended = Pledge.objects.get(status=PledgeStatus.ENDED)
    assert restore_pledge(pledge=ended, reason="x", acting_user=None) is None
    ended.refresh_from_db()
    assert ended.status == PledgeStatus.ENDED


def test_the_panel_of_a_suspended_plaque_says_when_it_ends():
    plaque = suspend_for_danger()
    panels = school_seen.panels(subject=plaque.school, user=AnonymousUser())
    [panel] = [panel for panel in panels if isinstance(panel, SchoolPlaques)]
    text = BeautifulSoup(panel.render_html(), "html.parser").get_text()
    assert str(plaque.suspended_until.year) in text
