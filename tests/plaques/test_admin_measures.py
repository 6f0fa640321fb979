"""Measures in the secretariat's admin: one person proposes, another decides."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.utils import translation
from django.utils.formats import date_format

from association.accounts.roles import Role
from association.plaques.enums import MeasureKind, ProposalStatus, PublicState
from association.plaques.permissions import proposal_policy
from tests.factories import (
    make_active_plaque,
    make_plaque,
    make_revoked_plaque,
    make_secretary,
)
from tests.plaques.measures import propose_danger, propose_lifting, suspend_for_danger

pytestmark = pytest.mark.django_db

REASON = "预收费未进监管账户"


@pytest.fixture
def clerk(client):
    user = make_secretary()
    client.force_login(user)
    return user


def soup_of(response):
    return BeautifulSoup(response.content, "html.parser")


def test_lifting_is_written_read_as_parents_would_and_then_sent(client, clerk):
    plaque = suspend_for_danger(reason=REASON)
    address = f"/admin/plaques/propose/{plaque.pk}/"
    preview = soup_of(client.post(address, {"reason": "已改正"}))
    assert not plaque.proposals.open().exists()

    frame = client.get(preview.select_one("iframe")["src"])
    verdict = soup_of(frame).select_one(".verdict__band").get_text(" ")
    assert str(PublicState.VALID.label) in verdict
    assert REASON not in soup_of(frame).get_text()
    assert frame.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in frame.headers["Content-Security-Policy"]

    fields = {field["name"]: field["value"] for field in preview.select("main form input")}
    response = client.post(address, fields | {"confirm": "1"})
    proposal = plaque.proposals.open().get()
    assert response.url == f"/admin/plaques/inspect/{plaque.pk}/"
    assert (proposal.kind, proposal.reason, proposal.promise, proposal.proposed_by) == (
        "reinstate",
        "已改正",
        None,
        clerk,
    )
    plaque.refresh_from_db()
    assert plaque.state == PublicState.SUSPENDED


def test_the_words_can_be_changed_after_the_preview(client, clerk):
    plaque = suspend_for_danger()
    address = f"/admin/plaques/propose/{plaque.pk}/"
    response = client.post(address, {"reason": "已改正", "change": "1"})
    assert "已改正" in soup_of(response).select_one("textarea[name=reason]").text
    assert not plaque.proposals.open().exists()


@pytest.mark.parametrize(
    ("make", "offered"),
    [
        (make_plaque, False),
        (make_active_plaque, False),
        (suspend_for_danger, True),
        (lambda: make_revoked_plaque(kind=MeasureKind.SUSPEND), False),
        (make_revoked_plaque, False),
    ],
    ids=["issued", "active", "suspended for danger", "suspended by a decision", "revoked"],
)
def test_only_the_end_of_a_suspension_for_danger_can_be_proposed(client, clerk, make, offered):
    plaque = make()
    page = client.get(f"/admin/plaques/inspect/{plaque.pk}/").content.decode()
    assert (f"/admin/plaques/propose/{plaque.pk}/" in page) == offered
    address = f"/admin/plaques/propose/{plaque.pk}/"
    status = client.post(address, {"reason": REASON, "confirm": "1"}).status_code
    assert status == (302 if offered else 422)
    assert plaque.proposals.open().exists() == offered


def test_a_proposal_without_a_reason_is_refused_in_words(client, clerk):
    plaque = suspend_for_danger()
    address = f"/admin/plaques/propose/{plaque.pk}/"
    assert client.post(address, {"reason": "", "confirm": "1"}).status_code == 422
    assert not plaque.proposals.open().exists()


def test_a_second_proposal_is_refused_in_words(client, clerk):
    plaque = suspend_for_danger()
    propose_lifting(plaque)
    address = f"/admin/plaques/propose/{plaque.pk}/"
    assert client.post(address, {"reason": REASON, "confirm": "1"}).status_code == 422
    assert plaque.proposals.open().count() == 1
    inspect = client.get(f"/admin/plaques/inspect/{plaque.pk}/").content.decode()
    assert address not in inspect


def test_the_list_and_the_page_of_a_measure_name_its_case_and_its_last_day(client, clerk):
    measure = suspend_for_danger().proposals.get()
    for address in ("/admin/measures/", f"/admin/measures/inspect/{measure.pk}/"):
        text = soup_of(client.get(address, {"lang": "en"})).main.get_text(" ")
        assert measure.basis in text
    with translation.override("en"):
        assert date_format(measure.until, "DATE_FORMAT") in text


def test_the_approver_approves_and_the_public_reads_it_at_once(client):
    plaque = make_active_plaque()
    proposal = propose_danger(plaque)
    client.force_login(make_secretary(Role.APPROVER))
    page = soup_of(client.get(f"/admin/measures/approve/{proposal.pk}/"))
    foretold = soup_of(client.get(page.select_one("iframe")["src"])).article
    response = client.post(f"/admin/measures/approve/{proposal.pk}/", {"note": "证据充分"})
    assert response.url == f"/admin/measures/inspect/{proposal.pk}/"
    client.logout()
    told = soup_of(client.get(plaque.scan_path)).article
    for article in (foretold, told):
        for time in article.select("time"):
            del time["datetime"]
    assert told.get_text(" ", strip=True) == foretold.get_text(" ", strip=True)
    assert "证据充分" not in told.get_text()


def test_a_rejection_needs_a_note_and_leaves_the_plaque_alone(client):
    plaque = make_active_plaque()
    proposal = propose_danger(plaque)
    client.force_login(make_secretary(Role.APPROVER))
    assert client.post(f"/admin/measures/reject/{proposal.pk}/", {"note": " "}).status_code == 422
    client.post(f"/admin/measures/reject/{proposal.pk}/", {"note": "证据不足"})
    proposal.refresh_from_db()
    plaque.refresh_from_db()
    assert (proposal.status, proposal.decision_note) == (ProposalStatus.REJECTED, "证据不足")
    assert plaque.state == PublicState.VALID
    assert "证据不足" not in client.get(plaque.scan_path).content.decode()


def with_both_rights():
    user = make_secretary()
    user.user_permissions.add(Permission.objects.get(codename="decide_measure"))
    return user


@pytest.mark.parametrize("verb", ["approve", "reject"])
def test_who_proposed_cannot_decide_even_with_both_rights(client, verb):
    plaque = make_active_plaque()
    user = with_both_rights()
    proposal = propose_danger(plaque, acting_user=user)
    client.force_login(user)
    response = client.post(f"/admin/measures/{verb}/{proposal.pk}/", {"note": "x"})
    proposal.refresh_from_db()
    plaque.refresh_from_db()
    assert response.status_code == 422
    assert proposal.status == ProposalStatus.OPEN
    assert plaque.state == PublicState.VALID
    assert not proposal_policy.rows(user, "decide").exists()
    assert not proposal_policy.user_has_permission_for_instance(user, "decide", proposal)


def test_who_proposed_reads_that_another_person_must_decide(client):
    user = with_both_rights()
    proposal = propose_danger(acting_user=user)
    client.force_login(user)
    page = client.get(f"/admin/measures/inspect/{proposal.pk}/", {"lang": "en"}).content.decode()
    assert f"/admin/measures/approve/{proposal.pk}/" not in page
    client.force_login(make_secretary(Role.APPROVER))
    page = client.get(f"/admin/measures/inspect/{proposal.pk}/").content.decode()
    assert f"/admin/measures/approve/{proposal.pk}/" in page


def test_a_decided_proposal_cannot_be_decided_again(client):
    proposal = make_revoked_plaque().proposals.get()
    client.force_login(make_secretary(Role.APPROVER))
    response = client.post(f"/admin/measures/reject/{proposal.pk}/", {"note": "x"})
    proposal.refresh_from_db()
    assert response.status_code == 422
    assert proposal.status == ProposalStatus.APPROVED


@pytest.mark.parametrize("verb", ["approve", "reject"])
def test_the_page_to_decide_a_closed_proposal_leads_to_how_it_ended(client, verb):
    proposal = make_revoked_plaque().proposals.get()
    client.force_login(make_secretary(Role.APPROVER))
    page = client.get(f"/admin/measures/{verb}/{proposal.pk}/", {"lang": "en"}, follow=True)
    assert page.redirect_chain == [(f"/admin/measures/inspect/{proposal.pk}/", 302)]
    assert "This proposal is closed" in page.content.decode()


def test_the_previewed_page_runs_nothing_and_keeps_our_origin_for_its_photo(client):
    proposal = propose_danger()
    client.force_login(make_secretary(Role.APPROVER))
    frame = soup_of(client.get(f"/admin/measures/approve/{proposal.pk}/")).select_one("iframe")
    assert list(frame["sandbox"]) == ["allow-same-origin"]
    photo = soup_of(client.get(frame["src"])).select_one(".place__photo img")
    assert client.get(photo["src"]).headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_open_proposals_come_first(client, clerk):
    open_one = propose_danger()
    make_revoked_plaque()
    make_revoked_plaque()
    page = soup_of(client.get("/admin/measures/"))
    first = page.select_one("table.listing tbody tr").get_text()
    assert open_one.plaque.number in first


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_proposal_and_three(
    client, clerk, count, django_assert_num_queries
):
    for _each in range(count):
        make_revoked_plaque()
    client.get("/admin/measures/")
    with django_assert_num_queries(LISTING_QUERIES):
        client.get("/admin/measures/")


LISTING_QUERIES = 11


def test_who_proposed_withdraws_and_the_plaque_stays_as_it_is(client, clerk):
    proposal = propose_danger(acting_user=clerk)
    page = client.get(f"/admin/measures/inspect/{proposal.pk}/").content.decode()
    assert f"/admin/measures/withdraw/{proposal.pk}/" in page
    address = f"/admin/measures/withdraw/{proposal.pk}/"
    assert client.post(address, {"note": " "}).status_code == 422
    assert client.post(address, {"note": "认错了校区"}).url == (
        f"/admin/measures/inspect/{proposal.pk}/"
    )
    proposal.refresh_from_db()
    assert (proposal.status, proposal.decided_by) == (ProposalStatus.WITHDRAWN, None)
    assert "认错了校区" in client.get(f"/admin/measures/inspect/{proposal.pk}/").content.decode()
    assert "认错了校区" not in client.get(proposal.plaque.scan_path).content.decode()


def test_nobody_withdraws_anothers_proposal(client, clerk):
    proposal = propose_danger()
    page = client.get(f"/admin/measures/inspect/{proposal.pk}/").content.decode()
    assert f"/admin/measures/withdraw/{proposal.pk}/" not in page
    response = client.post(f"/admin/measures/withdraw/{proposal.pk}/", {"note": "x"})
    assert response.status_code == 422
    proposal.refresh_from_db()
    assert proposal.status == ProposalStatus.OPEN


ADDRESSES = {
    "list": "/admin/measures/",
    "page": "/admin/measures/inspect/{}/",
    "approve": "/admin/measures/approve/{}/",
    "reject": "/admin/measures/reject/{}/",
    "withdraw": "/admin/measures/withdraw/{}/",
}
MAY = {
    Role.CLERK: {"list", "page", "withdraw"},
    Role.APPROVER: {"list", "page", "approve", "reject"},
    Role.EDITOR: set(),
}


@pytest.mark.parametrize("role", MAY)
@pytest.mark.parametrize("name", ADDRESSES)
def test_each_address_is_open_to_its_roles_alone(client, role, name):
    proposal = propose_danger()
    client.force_login(make_secretary(role))
    status = client.get(ADDRESSES[name].format(proposal.pk)).status_code
    assert (status == 200) == (name in MAY[role])
    if name not in MAY[role]:
        assert status in {302, 404}


def test_a_clerk_cannot_approve_by_posting(client, clerk):
    proposal = propose_danger()
    client.post(f"/admin/measures/approve/{proposal.pk}/", {"note": ""})
    proposal.refresh_from_db()
    assert proposal.status == ProposalStatus.OPEN


@pytest.mark.parametrize("query", ["", "kind=moon&reason=x", "reason=x"])
def test_a_preview_of_nothing_is_not_found(client, clerk, query):
    plaque = make_active_plaque()
    assert client.get(f"/admin/plaques/preview/{plaque.pk}/?{query}").status_code == 404
