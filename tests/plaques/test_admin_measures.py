"""Measures in the secretariat's admin: one person proposes, another decides."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission

from association.accounts.roles import Role
from association.plaques.enums import MeasureKind, ProposalStatus, PublicState
from association.plaques.models import MeasureProposal
from association.plaques.permissions import proposal_policy
from association.plaques.services import propose_measure
from tests.factories import (
    make_active_plaque,
    make_covenant,
    make_plaque,
    make_revoked_plaque,
    make_secretary,
)

pytestmark = pytest.mark.django_db

REASON = "预收费未进监管账户"


@pytest.fixture
def clerk(client):
    user = make_secretary()
    client.force_login(user)
    return user


def soup_of(response):
    return BeautifulSoup(response.content, "html.parser")


def values_for(plaque, **values):
    promise = plaque.pledge.covenant_version.promises.get(code="P6")
    return {"kind": "revoke", "promise": promise.pk, "reason": REASON, **values}


def propose(plaque, user=None, kind=MeasureKind.REVOKE):
    return propose_measure(
        plaque=plaque,
        kind=kind,
        promise=plaque.pledge.covenant_version.promises.get(code="P6"),
        reason=REASON,
        acting_user=user or make_secretary(),
    )


def test_a_proposal_is_written_read_as_parents_would_and_then_sent(client, clerk):
    plaque = make_active_plaque()
    address = f"/admin/plaques/propose/{plaque.pk}/"
    preview = soup_of(client.post(address, values_for(plaque)))
    assert not MeasureProposal.objects.exists()

    frame = client.get(preview.select_one("iframe")["src"])
    verdict = soup_of(frame).select_one(".verdict__band").get_text(" ")
    assert str(PublicState.REVOKED.label) in verdict
    assert REASON in verdict
    assert frame.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in frame.headers["Content-Security-Policy"]

    fields = {field["name"]: field["value"] for field in preview.select("main form input")}
    response = client.post(address, fields | {"confirm": "1"})
    proposal = MeasureProposal.objects.get()
    assert response.url == f"/admin/plaques/inspect/{plaque.pk}/"
    assert (proposal.kind, proposal.reason, proposal.promise.code, proposal.proposed_by) == (
        "revoke",
        REASON,
        "P6",
        clerk,
    )
    plaque.refresh_from_db()
    assert plaque.state == PublicState.VALID


def test_the_words_can_be_changed_after_the_preview(client, clerk):
    plaque = make_active_plaque()
    response = client.post(f"/admin/plaques/propose/{plaque.pk}/", values_for(plaque, change="1"))
    assert REASON in soup_of(response).select_one("textarea[name=reason]").text
    assert not MeasureProposal.objects.exists()


def test_only_promises_of_the_version_signed_can_be_named(client, clerk):
    plaque = make_active_plaque()
    newer = make_covenant()
    page = soup_of(client.get(f"/admin/plaques/propose/{plaque.pk}/"))
    offered = {option["value"] for option in page.select("select[name=promise] option")} - {""}
    signed = plaque.pledge.covenant_version.promises
    assert offered == {str(pk) for pk in signed.values_list("pk", flat=True)}
    wrong = values_for(plaque, promise=newer.promises.first().pk, confirm="1")
    response = client.post(f"/admin/plaques/propose/{plaque.pk}/", wrong)
    assert response.status_code == 422
    assert not MeasureProposal.objects.exists()


@pytest.mark.parametrize(
    ("make", "kinds"),
    [
        (make_plaque, ["revoke"]),
        (make_active_plaque, ["suspend", "revoke"]),
        (lambda: make_revoked_plaque(kind=MeasureKind.SUSPEND), ["revoke", "reinstate"]),
        (make_revoked_plaque, []),
    ],
    ids=["issued", "active", "suspended", "revoked"],
)
def test_only_what_the_state_allows_can_be_proposed(client, clerk, make, kinds):
    plaque = make()
    page = soup_of(client.get(f"/admin/plaques/propose/{plaque.pk}/"))
    assert [choice["value"] for choice in page.select("input[name=kind]")] == kinds


@pytest.mark.parametrize("missing", ["kind", "promise", "reason"])
def test_an_incomplete_proposal_keeps_what_was_typed(client, clerk, missing):
    plaque = make_active_plaque()
    values = values_for(plaque, confirm="1") | {missing: ""}
    response = client.post(f"/admin/plaques/propose/{plaque.pk}/", values)
    page = soup_of(response)
    assert response.status_code == 422
    assert page.select_one("textarea[name=reason]").text.strip() == values["reason"]
    assert not MeasureProposal.objects.exists()


def test_a_second_proposal_is_refused_in_words(client, clerk):
    plaque = make_active_plaque()
    propose(plaque)
    response = client.post(f"/admin/plaques/propose/{plaque.pk}/", values_for(plaque, confirm="1"))
    assert response.status_code == 422
    assert MeasureProposal.objects.count() == 1
    inspect = client.get(f"/admin/plaques/inspect/{plaque.pk}/").content.decode()
    assert f"/admin/plaques/propose/{plaque.pk}/" not in inspect


def test_lifting_a_suspension_names_no_promise(client, clerk):
    plaque = make_revoked_plaque(kind=MeasureKind.SUSPEND)
    values = values_for(plaque, kind="reinstate", confirm="1")
    client.post(f"/admin/plaques/propose/{plaque.pk}/", values)
    assert plaque.proposals.open().get().promise is None


def test_the_approver_approves_and_the_public_reads_it_at_once(client):
    plaque = make_active_plaque()
    proposal = propose(plaque)
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
    proposal = propose(plaque)
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
    proposal = propose(plaque, user)
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
    proposal = propose(make_active_plaque(), user)
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
    proposal = propose(make_active_plaque())
    client.force_login(make_secretary(Role.APPROVER))
    frame = soup_of(client.get(f"/admin/measures/approve/{proposal.pk}/")).select_one("iframe")
    assert list(frame["sandbox"]) == ["allow-same-origin"]
    photo = soup_of(client.get(frame["src"])).select_one(".place__photo img")
    assert client.get(photo["src"]).headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_open_proposals_come_first(client, clerk):
    open_one = propose(make_active_plaque())
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
    proposal = propose(make_active_plaque(), clerk)
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
    proposal = propose(make_active_plaque())
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
    proposal = propose(make_active_plaque())
    client.force_login(make_secretary(role))
    status = client.get(ADDRESSES[name].format(proposal.pk)).status_code
    assert (status == 200) == (name in MAY[role])
    if name not in MAY[role]:
        assert status in {302, 404}


def test_a_clerk_cannot_approve_by_posting(client, clerk):
    proposal = propose(make_active_plaque())
    client.post(f"/admin/measures/approve/{proposal.pk}/", {"note": ""})
    proposal.refresh_from_db()
    assert proposal.status == ProposalStatus.OPEN


@pytest.mark.parametrize("query", ["", "kind=moon&reason=x", "reason=x"])
def test_a_preview_of_nothing_is_not_found(client, clerk, query):
    plaque = make_active_plaque()
    assert client.get(f"/admin/plaques/preview/{plaque.pk}/?{query}").status_code == 404
