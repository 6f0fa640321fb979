"""The secretariat's page of one plaque leads everywhere, and no button leads to a refusal."""

import pytest
from bs4 import BeautifulSoup

from association.accounts.roles import Role
from association.plaques import counting
from association.plaques.enums import Colourway, PublicState, ReportKind
from association.plaques.models import OddScan, ScanCount
from association.plaques.services import close_report, issue_batch, report_plaque
from tests.factories import (
    make_accepted_pledge,
    make_active_plaque,
    make_covenant,
    make_plaque,
    make_revoked_plaque,
    make_secretary,
)
from tests.plaques.measures import propose_danger
from tests.plaques.states import make_in_state

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client):
    user = make_secretary()
    client.force_login(user)
    return user


def page_of(client, plaque):
    client.cookies["django_language"] = "en"
    response = client.get(f"/admin/plaques/inspect/{plaque.pk}/")
    return BeautifulSoup(response.content, "html.parser").main


def links(client, plaque):
    return {link["href"] for link in page_of(client, plaque).select("a[href]")}


def acts(client, plaque):
    """The names of the acts and outputs that the page offers."""
    own = [f"/admin/plaques/{{}}/{plaque.pk}{end}" for end in ("/", ".pdf")]
    names = ("activate", "retake", "renew", "replace", "propose", "print", "proof")
    there = {link.split("?")[0] for link in links(client, plaque)}
    return {name for name in names for address in own if address.format(name) in there}


def sign_again(plaque):
    make_covenant()
    return make_accepted_pledge(plaque.school, signer=plaque.pledge.signature.signer)


OFFERED = {
    PublicState.VALID: {"retake", "replace", "print", "proof"},
    PublicState.NOT_ACTIVATED: {"activate", "replace", "print", "proof"},
    PublicState.SUSPENDED: {"retake", "print", "proof"},
    PublicState.EXPIRED: {"retake", "print", "proof"},
    PublicState.REVOKED: set(),
    PublicState.SUPERSEDED: set(),
}


@pytest.mark.parametrize("state", OFFERED)
def test_each_state_offers_what_it_allows(client, clerk, state):
    assert acts(client, make_in_state(state)) == OFFERED[state]


@pytest.mark.parametrize("state", [PublicState.VALID, PublicState.EXPIRED])
def test_every_button_leads_to_a_page(client, clerk, state):
    plaque = make_in_state(state)
    for link in links(client, plaque):
        if link.startswith(("/admin/plaques/", "/admin/take-downs/", "/admin/plaque-")):
            assert client.get(link).status_code == 200


def test_the_approver_reads_and_proofs(client):
    client.force_login(make_secretary(Role.APPROVER))
    assert acts(client, make_active_plaque()) == {"proof"}


def test_renewing_is_offered_on_a_newer_pledge_while_no_measure_is_open(client, clerk):
    plaque = make_active_plaque()
    assert "renew" not in acts(client, plaque)
    sign_again(plaque)
    assert "renew" in acts(client, plaque)
    propose_danger(plaque, promise=plaque.pledge.covenant_version.promises.first())
    assert acts(client, plaque) == {"retake", "replace", "print", "proof"}


def test_the_take_down_is_one_click_away(client, clerk):
    plaque = make_revoked_plaque()
    assert f"/admin/take-downs/inspect/{plaque.take_down.pk}/" in links(client, plaque)
    assert not any("take-downs/inspect" in link for link in links(client, make_active_plaque()))


def test_open_reports_are_counted_and_one_click_away(client, clerk):
    plaque, other = make_active_plaque(), make_active_plaque()
    reports = [report_plaque(plaque=plaque, kind=kind, words="") for kind in ReportKind.values[:3]]
    close_report(report=reports[0], note="看过", acting_user=clerk)
    [link] = page_of(client, plaque).select('a[href^="/admin/plaque-reports/"]')
    assert "2" in link.get_text()
    listed = BeautifulSoup(client.get(link["href"]).content, "html.parser")
    assert len(listed.select("table.listing tbody tr")) == 2
    assert not page_of(client, other).select('a[href^="/admin/plaque-reports/"]')


def test_the_batch_is_one_click_away_for_those_who_issue(client, clerk):
    pledge = make_accepted_pledge()
    batch = issue_batch(
        key="20261122-1",
        choices=[(pledge, pledge.school.campuses.get())],
        colourway=Colourway.PAPER,
        acting_user=clerk,
    )
    plaque = batch.plaques.get()
    address = f"/admin/plaque-batches/{batch.pk}/"
    assert address in links(client, plaque)
    client.force_login(make_secretary(Role.APPROVER))
    assert address not in links(client, plaque)
    assert not any("plaque-batches" in link for link in links(client, make_plaque()))


def test_the_scan_address_is_text_and_no_click_counts_as_a_scan(client, clerk):
    counting.buffer.take()
    plaque = make_revoked_plaque()
    page = page_of(client, plaque)
    assert plaque.scan_url in page.get_text()
    assert plaque.scan_path not in str([link["href"] for link in page.select("a[href]")])
    [link] = page.select(f".record__address + p a[href='{plaque.get_absolute_url()}']")
    assert client.get(link["href"]).status_code == 200
    assert [dict(waiting) for waiting in counting.buffer.take()] == [{}, {}]
    assert (ScanCount.objects.count(), OddScan.objects.count()) == (0, 0)
