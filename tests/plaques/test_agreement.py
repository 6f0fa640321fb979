"""Page, look-up, list and API read the same truth, in the same second."""

import pytest
from bs4 import BeautifulSoup
from django.utils import translation

from association.accounts.roles import Role
from association.core import clock
from association.plaques.enums import NUMBER_STATES, MeasureKind, PublicState
from association.plaques.models import Plaque
from association.plaques.selectors import foretell, public_by_number, with_public_facts
from association.plaques.services import approve_measure, propose_measure
from tests.factories import make_active_plaque, make_revoked_plaque, make_secretary
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
def test_an_approved_measure_is_read_at_once_everywhere(client, kind, state):
    plaque = make_active_plaque()
    told_everywhere(client, plaque)
    proposal = propose_measure(
        plaque=plaque,
        kind=kind,
        promise=plaque.pledge.covenant_version.promises.first(),
        reason="收费未公示",
        acting_user=make_secretary(),
    )
    with translation.override("zh-hans"):
        assert set(told_everywhere(client, plaque).values()) == {str(PublicState.VALID.label)}
        approve_measure(proposal=proposal, acting_user=make_secretary(Role.APPROVER))
        assert set(told_everywhere(client, plaque).values()) == {str(state.label)}
    assert client.get(f"/api/v1/plaques/{plaque.number}").json()["reason"] == "收费未公示"


@pytest.mark.parametrize("kind", MeasureKind)
def test_the_preview_is_what_the_public_reads_afterwards(kind):
    plaque = (
        make_revoked_plaque(kind=MeasureKind.SUSPEND)
        if kind == MeasureKind.REINSTATE
        else make_active_plaque()
    )
    promises = plaque.pledge.covenant_version.promises
    promise = None if kind == MeasureKind.REINSTATE else promises.first()
    with clock.at(clock.now()):
        fetched = with_public_facts(Plaque.objects.all()).get(pk=plaque.pk)
        foretold = foretell(fetched, kind=kind, reason="原因如下", promise=promise)
        proposal = propose_measure(
            plaque=plaque,
            kind=kind,
            promise=promise,
            reason="原因如下",
            acting_user=make_secretary(),
        )
        approve_measure(proposal=proposal, acting_user=make_secretary(Role.APPROVER))
        assert public_by_number(plaque.number) == foretold


def test_lifting_a_suspension_does_not_bring_back_time_that_ran_out():
    plaque = make_revoked_plaque(kind=MeasureKind.SUSPEND)
    fetched = with_public_facts(Plaque.objects.all()).get(pk=plaque.pk)
    later = clock.now().replace(year=clock.now().year + 4)
    with clock.at(later):
        foretold = foretell(fetched, kind=MeasureKind.REINSTATE, reason="已改正")
    assert foretold.state.key == PublicState.EXPIRED
    assert foretold.state.since.year == plaque.valid_until.year


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
