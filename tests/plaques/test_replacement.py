"""A lost copy is replaced: the number stays, the old code no longer counts."""

import datetime as dt

import pytest

from association.accounts.roles import Role
from association.core import clock
from association.core.errors import RuleError
from association.plaques.enums import MeasureKind, PlaqueStatus, PublicState, ReplacementReason
from association.plaques.models import Plaque, ReplacedCopy
from association.plaques.services import approve_measure, replace_copy
from tests.factories import (
    make_active_plaque,
    make_plaque,
    make_revoked_plaque,
    make_secretary,
)
from tests.plaques.measures import propose_danger

pytestmark = pytest.mark.django_db


def replace(plaque, reason=ReplacementReason.LOST, user=None):
    return replace_copy(plaque=plaque, reason=reason, acting_user=user or make_secretary())


def test_a_new_copy_counts_and_is_to_be_hung_anew():
    with clock.at(clock.now() - dt.timedelta(days=100)):
        plaque = make_active_plaque()
    old = plaque.token
    clerk = make_secretary()
    replace(plaque, ReplacementReason.STOLEN, clerk)
    stored = Plaque.objects.get(pk=plaque.pk)
    assert (stored.serial, stored.status, stored.state) == (
        2,
        PlaqueStatus.ISSUED,
        PublicState.NOT_ACTIVATED,
    )
    assert stored.token == plaque.token != old
    assert stored.hang_by == clock.today() + dt.timedelta(days=30)
    copy = ReplacedCopy.objects.get()
    assert (copy.plaque, copy.serial, copy.token, copy.reason, copy.replaced_by) == (
        stored,
        1,
        old,
        "stolen",
        clerk,
    )
    event = stored.events.last()
    assert (event.verb, event.old_status, event.new_status) == ("replace_copy", "active", "issued")


def test_a_copy_that_never_hung_is_replaced_too_and_each_one_is_kept():
    plaque = make_plaque()
    first = plaque.token
    replace(plaque, ReplacementReason.MISPRINTED)
    second = plaque.token
    replace(plaque, ReplacementReason.DAMAGED)
    plaque.refresh_from_db()
    assert (plaque.serial, plaque.status) == (3, PlaqueStatus.ISSUED)
    assert list(plaque.replaced_copies.values_list("serial", "token")) == [(2, second), (1, first)]
    assert list(plaque.events.values_list("verb", flat=True)) == [
        "issue_plaque",
        "replace_copy",
        "replace_copy",
    ]


def refused(plaque):
    before = Plaque.objects.filter(pk=plaque.pk).values().get()
    with pytest.raises(RuleError):
        replace(plaque)
    assert Plaque.objects.filter(pk=plaque.pk).values().get() == before
    assert not ReplacedCopy.objects.exists()


@pytest.mark.parametrize("kind", [MeasureKind.SUSPEND, MeasureKind.REVOKE])
def test_a_suspended_or_revoked_plaque_gets_no_new_copy(kind):
    refused(make_revoked_plaque(kind=kind))


def test_a_plaque_out_of_its_time_is_renewed_first():
    with clock.at(clock.now() - dt.timedelta(days=800)):
        plaque = make_active_plaque()
    refused(plaque)


def test_a_stolen_copy_is_replaced_while_a_measure_is_proposed_which_can_still_be_carried_out():
    plaque = make_active_plaque()
    proposal = propose_danger(plaque)
    replace(plaque, ReplacementReason.STOLEN)
    approve_measure(proposal=proposal, acting_user=make_secretary(Role.APPROVER))
    plaque.refresh_from_db()
    assert (plaque.state, plaque.resumes_as) == (PublicState.SUSPENDED, PlaqueStatus.ISSUED)


def test_a_reason_nobody_offers_is_refused():
    plaque = make_active_plaque()
    with pytest.raises(ValueError, match="moon"):
        replace(plaque, "moon")
    plaque.refresh_from_db()
    assert plaque.serial == 1


def test_the_clerk_replaces_and_reads_which_copy_counts(client):
    plaque = make_active_plaque()
    client.force_login(make_secretary())
    address = f"/admin/plaques/replace/{plaque.pk}/"
    assert address in client.get(f"/admin/plaques/inspect/{plaque.pk}/").content.decode()
    assert client.get(address).status_code == 200
    assert client.post(address, {}).status_code == 422
    response = client.post(address, {"reason": "lost"})
    assert response.url == f"/admin/plaques/inspect/{plaque.pk}/"
    plaque.refresh_from_db()
    assert (plaque.serial, plaque.status) == (2, PlaqueStatus.ISSUED)
    page = client.get(response.url, {"lang": "en"}).content.decode()
    assert "Copy 1: Lost" in page


def test_a_refusal_is_told_in_words(client):
    plaque = make_revoked_plaque(kind=MeasureKind.SUSPEND)
    client.force_login(make_secretary())
    assert client.get(f"/admin/plaques/replace/{plaque.pk}/").status_code == 200
    response = client.post(f"/admin/plaques/replace/{plaque.pk}/", {"reason": "lost"})
    assert response.status_code == 422
    inspect = client.get(f"/admin/plaques/inspect/{plaque.pk}/").content.decode()
    assert f"/admin/plaques/replace/{plaque.pk}/" not in inspect


@pytest.mark.parametrize("role", [Role.APPROVER, Role.EDITOR])
def test_only_the_clerk_replaces(client, role):
    plaque = make_active_plaque()
    client.force_login(make_secretary(role))
    assert client.get(f"/admin/plaques/replace/{plaque.pk}/").status_code in {302, 404}
    client.post(f"/admin/plaques/replace/{plaque.pk}/", {"reason": "lost"})
    plaque.refresh_from_db()
    assert plaque.serial == 1
