"""A suspension ends with its day, whoever writes that down and whenever."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.utils import timezone, translation

from association.alliances.services import leave_association
from association.core.errors import RuleError
from association.peer_review.enums import Stratum
from association.peer_review.models import DrawSettings
from association.peer_review.selectors.risk import strata_of
from association.plaques.enums import PlaqueStatus, PublicState
from association.plaques.models import Plaque
from association.plaques.selectors import confirmed_at_gate, public_by_number, renewable_plaque
from association.plaques.services import (
    end_suspensions,
    issue_plaque,
    renew_plaque,
    replace_copy,
    retake_photo,
)
from tests.factories import (
    hang,
    make_accepted_pledge,
    make_active_plaque,
    make_covenant,
    make_gate_photo,
    make_plaque,
    make_secretary,
)
from tests.plaques.measures import REASON, day_after, day_of, suspend_for_danger
from tests.plaques.test_agreement import told_everywhere
from tests.plaques.test_feed import entries

pytestmark = pytest.mark.django_db

MAKE = {PublicState.VALID: make_active_plaque, PublicState.NOT_ACTIVATED: make_plaque}


@pytest.mark.parametrize("state", MAKE)
def test_every_surface_reads_it_as_what_it_was_before_from_the_next_day_on(client, state):
    plaque = suspend_for_danger(MAKE[state]())
    with translation.override("zh-hans"):
        with day_of(plaque.suspended_until):
            told = set(told_everywhere(client, plaque).values())
            assert told == {str(PublicState.SUSPENDED.label)}
        with day_after(plaque.suspended_until):
            told = told_everywhere(client, plaque)
            assert len(told) == 4
            assert set(told.values()) == {str(state.label)}
    plaque.refresh_from_db()
    assert plaque.status == PlaqueStatus.SUSPENDED


def test_while_it_lasts_page_and_api_say_until_when(client):
    plaque = suspend_for_danger()
    day = plaque.suspended_until
    page = client.get(plaque.scan_path, {"lang": "en"}).content.decode()
    assert "Suspended until" in page
    assert client.get(f"/api/v1/plaques/{plaque.number}").json()["suspended_until"] == str(day)
    with day_after(day):
        page = client.get(plaque.scan_path, {"lang": "en"}).content.decode()
        assert "Suspended until" not in page
        assert client.get(f"/api/v1/plaques/{plaque.number}").json()["suspended_until"] is None


def test_badge_and_filters_go_by_the_day(client):
    plaque = suspend_for_danger()
    with translation.override("zh-hans"), day_after(plaque.suspended_until):
        badge = client.get(f"/badge/{plaque.number}.svg").content.decode()
        assert str(PublicState.VALID.label) in badge
        assert str(PublicState.SUSPENDED.label) not in badge
        listed = {
            state: plaque.number in client.get("/members/", {"state": state}).content.decode()
            for state in ("valid", "suspended")
        }
    assert listed == {"valid": True, "suspended": False}


@pytest.mark.parametrize("state", PublicState)
def test_plaques_are_found_by_the_state_they_tell(state):
    plaques = [suspend_for_danger(make()) for make in MAKE.values()]
    assert state != PublicState.SUSPENDED or Plaque.objects.in_state(state).count() == 2
    late = plaques[0].valid_until + dt.timedelta(days=1)
    for day in (plaques[0].suspended_until, late):
        with day_after(day):
            found = set(Plaque.objects.in_state(state))
            assert found == {plaque for plaque in plaques if plaque.state == state}


def test_of_a_danger_that_is_over_nothing_is_told_any_more(client):
    plaque = suspend_for_danger()
    assert any(REASON in event.reason for event in public_by_number(plaque.number).history)
    for _settled in (False, True):
        with day_after(plaque.suspended_until):
            told = public_by_number(plaque.number)
            assert told.broken_promise is None
            assert len(told.history) == 2
            assert REASON not in client.get("/plaques.atom").content.decode()
            assert len(entries(client)) == 1
            end_suspensions()


def test_time_that_ran_out_meanwhile_is_told(client):
    plaque = suspend_for_danger()
    with day_after(plaque.valid_until):
        assert public_by_number(plaque.number).state.key == PublicState.EXPIRED


def test_the_command_writes_down_what_is_read_already():
    ended, lasting = suspend_for_danger(), suspend_for_danger()
    Plaque.objects.filter(pk=lasting.pk).update(
        suspended_until=ended.suspended_until + dt.timedelta(days=9)
    )
    with day_of(ended.suspended_until):
        call_command("end_suspensions")
        ended.refresh_from_db()
        assert ended.status == PlaqueStatus.SUSPENDED
    with day_after(ended.suspended_until):
        read = (ended.state, clock_day(ended.state_since))
        call_command("end_suspensions")
        ended.refresh_from_db()
        lasting.refresh_from_db()
        assert (ended.state, clock_day(ended.state_since)) == read
        assert (ended.status, lasting.status) == (PlaqueStatus.ACTIVE, PlaqueStatus.SUSPENDED)
        event = ended.events.last()
        assert (event.verb, event.new_status, event.acting_user) == (
            "end_suspension",
            "active",
            None,
        )
        assert (ended.suspended_until, ended.resumes_as, ended.public_reason) == (None, "", "")
        assert end_suspensions() == 0


def clock_day(moment):
    return timezone.localdate(moment) if isinstance(moment, dt.datetime) else moment


def sign_again(plaque):
    make_covenant()
    return make_accepted_pledge(plaque.school, signer=plaque.pledge.signature.signer)


def _renew(plaque):
    pledge = sign_again(plaque)
    assert renewable_plaque(pledge, plaque.campus) == plaque
    renew_plaque(plaque=plaque, pledge=pledge, acting_user=make_secretary())


def _issue(plaque):
    issue_plaque(pledge=sign_again(plaque), acting_user=make_secretary())


def _retake(plaque):
    retake_photo(plaque=plaque, photo=make_gate_photo(plaque), acting_user=make_secretary())


VERBS = {
    "renew": (_renew, "active"),
    "replace": (
        lambda plaque: replace_copy(plaque=plaque, reason="lost", acting_user=make_secretary()),
        "issued",
    ),
    "issue": (_issue, "superseded"),
    "leave": (lambda plaque: leave_association(school=plaque.school, acting_user=None), "returned"),
}


@pytest.mark.parametrize(("act", "status"), VERBS.values(), ids=VERBS.keys())
def test_what_was_refused_meanwhile_is_possible_again(act, status):
    plaque = suspend_for_danger()
    with day_after(plaque.suspended_until):
        act(plaque)
        plaque.refresh_from_db()
    assert plaque.status == status
    assert plaque.events.filter(verb="end_suspension").count() == 1


def test_a_plaque_suspended_before_it_hung_is_confirmed_afterwards():
    plaque = suspend_for_danger(make_plaque())
    with pytest.raises(RuleError):
        hang(plaque)
    with day_after(plaque.suspended_until):
        hang(plaque)
    plaque.refresh_from_db()
    assert plaque.status == PlaqueStatus.ACTIVE


def test_a_plaque_that_never_hung_gets_no_newer_photo_while_it_is_suspended():
    with pytest.raises(RuleError):
        _retake(suspend_for_danger(make_plaque()))
    _retake(suspend_for_danger())


def test_it_counts_as_hanging_and_no_more_as_a_measure_when_the_pool_is_drawn():
    plaque = suspend_for_danger()
    settings = DrawSettings.load()
    assert strata_of([plaque.school], settings)[plaque.school_id] == Stratum.D
    assert not confirmed_at_gate(Plaque.objects.all())
    with day_after(plaque.suspended_until):
        assert strata_of([plaque.school], settings)[plaque.school_id] != Stratum.D
        assert list(confirmed_at_gate(Plaque.objects.all())) == [plaque]


def test_leaving_hides_a_suspension_for_danger_no_longer_than_it_would_have_lasted(client):
    plaque = suspend_for_danger()
    leave_association(school=plaque.school, acting_user=None)
    with day_of(plaque.suspended_until):
        assert REASON in client.get(plaque.scan_path).content.decode()
    with day_after(plaque.suspended_until):
        page = BeautifulSoup(client.get(plaque.scan_path, {"lang": "en"}).content, "html.parser")
        assert REASON not in page.get_text()
        assert "That is no breach" in page.get_text()
