"""Page, look-up, list and API read the same truth, in the same second."""

import datetime as dt
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from django.utils import translation

from association.accounts.roles import Role
from association.core import clock
from association.plaques.enums import NUMBER_STATES, MeasureKind, PublicState
from association.plaques.models import Plaque
from association.plaques.selectors import foretell, public_by_number, with_public_facts
from association.plaques.services import approve_measure, last_day_of_danger
from association.violations.enums import CaseStatus, Measure
from association.violations.services import accept_decision, carry_out_case
from tests.factories import make_active_plaque, make_secretary, put_in_force
from tests.factories.cases import make_case
from tests.plaques.measures import lift, propose_danger, suspend_for_danger
from tests.plaques.states import make_in_state

pytestmark = pytest.mark.django_db


def told_everywhere(client, plaque):
    """What each surface says of a plaque: page by token, page by number, API, list."""
    pages = {
        "scan": client.get(plaque.scan_path),
        "number": client.get(plaque.get_absolute_url()),
    }
    told = {
        name: BeautifulSoup(page.content, "html.parser").h1.get_text(strip=True)
        for name, page in pages.items()
    }
    told["api"] = client.get(f"/api/v1/plaques/{plaque.number}").json()["state_label"]
    members = BeautifulSoup(client.get("/members/").content, "html.parser")
    for row in members.select("tbody tr"):
        if plaque.number in row.get_text():
            told["list"] = row.select_one(".badge").get_text(strip=True)
    return told


@pytest.mark.parametrize("state", NUMBER_STATES)
def test_every_surface_tells_the_same_state(client, state):
    plaque = make_in_state(state)
    told = told_everywhere(client, plaque)
    with translation.override("zh-hans"):
        assert set(told.values()) == {str(state.label)}
    # Replaced plaques and those of schools that left are history, not in the list.
    assert ("list" in told) == (state not in {PublicState.SUPERSEDED, PublicState.RETURNED})


@pytest.mark.parametrize(
    ("kind", "state"),
    [(MeasureKind.SUSPEND, PublicState.SUSPENDED), (MeasureKind.REVOKE, PublicState.REVOKED)],
)
def test_a_decision_in_force_is_read_at_once_everywhere(client, kind, state):
    plaque = make_active_plaque()
    with translation.override("zh-hans"):
        assert set(told_everywhere(client, plaque).values()) == {str(PublicState.VALID.label)}
        put_in_force(plaque, kind=kind, reason="收费未公示")
        assert set(told_everywhere(client, plaque).values()) == {str(state.label)}
    assert client.get(f"/api/v1/plaques/{plaque.number}").json()["reason"] == "收费未公示"


def foretold(plaque, **measure):
    return foretell(with_public_facts(Plaque.objects.all()).get(pk=plaque.pk), **measure)


def test_the_preview_of_a_danger_is_what_the_public_reads_afterwards():
    proposal = propose_danger()
    plaque = proposal.plaque
    with clock.at(clock.now()):
        told = foretold(
            plaque,
            kind=MeasureKind.SUSPEND,
            reason=proposal.reason,
            promise=proposal.promise,
            until=last_day_of_danger(),
        )
        approve_measure(proposal=proposal, acting_user=make_secretary(Role.APPROVER))
        assert public_by_number(plaque.number) == told
    assert told.state.until == last_day_of_danger()


def test_the_preview_of_a_lifting_is_what_the_public_reads_afterwards():
    plaque = suspend_for_danger()
    with clock.at(clock.now()):
        told = foretold(plaque, kind=MeasureKind.REINSTATE, reason="已改正")
        lift(plaque)
        assert public_by_number(plaque.number) == told


@pytest.mark.parametrize(
    ("kind", "measure"),
    [(MeasureKind.SUSPEND, Measure.SUSPEND), (MeasureKind.REVOKE, Measure.REVOKE)],
)
def test_the_preview_of_a_decision_is_what_the_public_reads_afterwards(kind, measure):
    plaque = make_active_plaque()
    case = make_case(CaseStatus.DECIDED, school=plaque.school, measure=measure)
    accept_decision(case=case, acting_user=None)
    last_day = clock.months_later(clock.today(), case.months) - dt.timedelta(days=1)
    with clock.at(clock.now()):
        told = foretold(
            plaque,
            kind=kind,
            reason=case.public_words,
            promise=plaque.pledge.covenant_version.promises.get(code="P8"),
            until=last_day if kind == MeasureKind.SUSPEND else None,
            told_until=last_day,
        )
        carry_out_case(case=case, acting_user=make_secretary())
        read = public_by_number(plaque.number)
    # What the room of the cases tells of the entry stands in a panel of its own.
    assert replace(read, panels=[]) == replace(told, panels=[])


def test_lifting_a_suspension_does_not_bring_back_time_that_ran_out():
    plaque = suspend_for_danger()
    later = clock.now().replace(year=clock.now().year + 4)
    with clock.at(later):
        told = foretold(plaque, kind=MeasureKind.REINSTATE, reason="已改正")
    assert told.state.key == PublicState.EXPIRED
    assert told.state.since.year == plaque.valid_until.year


def test_running_out_shows_at_local_midnight_and_stands_in_the_history(client):
    plaque = make_active_plaque()
    last_day = clock.now().replace(
        year=plaque.valid_until.year,
        month=plaque.valid_until.month,
        day=plaque.valid_until.day,
        hour=15,
        minute=59,
        second=59,
    )
    with clock.at(last_day):
        assert public_by_number(plaque.number).state.key == PublicState.VALID
    with clock.at(last_day.replace(hour=16, minute=0, second=0)):
        told = public_by_number(plaque.number)
    assert told.state.key == PublicState.EXPIRED
    assert told.history[0].at == last_day.replace(hour=16, minute=0, second=0, microsecond=0)
