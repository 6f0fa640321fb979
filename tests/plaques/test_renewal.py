"""A school signs again: the plaque at the gate keeps number and code, and gets a new last day."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from association.accounts.roles import Role
from association.core import clock
from association.core.errors import RuleError
from association.plaques.enums import MeasureKind, PlaqueStatus, PublicState
from association.plaques.models import Plaque
from association.plaques.selectors import (
    pledges_to_renew,
    pledges_waiting,
    pledges_without_plaque,
    renewable_plaque,
    to_renew,
)
from association.plaques.services import (
    issue_plaque,
    renew_plaque,
)
from association.pledges.enums import PledgeStatus
from tests.factories import (
    make_accepted_pledge,
    make_active_plaque,
    make_covenant,
    make_plaque,
    make_revoked_plaque,
    make_secretary,
    make_signed_pledge,
    put_in_force,
)
from tests.plaques.measures import propose_danger

pytestmark = pytest.mark.django_db

TWO_YEARS = dt.timedelta(days=731)


def sign_again(plaque):
    """A newer pledge of the plaque's school, accepted."""
    make_covenant()
    return make_accepted_pledge(plaque.school, signer=plaque.pledge.signature.signer)


def renew(plaque, pledge, user=None):
    return renew_plaque(plaque=plaque, pledge=pledge, acting_user=user or make_secretary())


def with_second_campus(plaque):
    second = plaque.school.campuses.create(name="东校区", kind="campus", address="示范区东路1号")
    return issue_plaque(pledge=plaque.pledge, campus=second, acting_user=make_secretary())


def test_a_renewed_plaque_keeps_number_copy_and_code_and_gets_a_new_term():
    with clock.at(clock.now() - TWO_YEARS):
        plaque = make_active_plaque()
    kept = (plaque.number, plaque.serial, plaque.token, plaque.issued_on, plaque.status_since)
    assert plaque.state == PublicState.EXPIRED
    pledge = sign_again(plaque)
    clerk = make_secretary()
    renew(plaque, pledge, clerk)
    stored = Plaque.objects.get(pk=plaque.pk)
    assert kept == (
        stored.number,
        stored.serial,
        stored.token,
        stored.issued_on,
        stored.status_since,
    )
    assert stored.pledge == pledge
    assert stored.valid_until == clock.months_later(clock.today(), 24)
    assert stored.state == plaque.state == PublicState.VALID
    event = stored.events.last()
    assert (event.verb, event.old_status, event.new_status, event.acting_user) == (
        "renew_plaque",
        "active",
        "active",
        clerk,
    )


def test_a_renewal_changes_the_schools_public_version():
    plaque = make_active_plaque()
    pledge = sign_again(plaque)
    plaque.school.refresh_from_db()
    before = plaque.school.public_version
    renew(plaque, pledge)
    plaque.school.refresh_from_db()
    assert plaque.school.public_version == before + 1


def test_a_plaque_not_yet_hung_is_renewed_and_stays_to_be_hung():
    plaque = make_plaque()
    renew(plaque, sign_again(plaque))
    assert plaque.status == PlaqueStatus.ISSUED


def refused(plaque, pledge):
    before = Plaque.objects.filter(pk=plaque.pk).values().get()
    with pytest.raises(RuleError) as refusal:
        renew(plaque, pledge)
    assert Plaque.objects.filter(pk=plaque.pk).values().get() == before
    return str(refusal.value)


def test_only_a_newer_accepted_pledge_of_the_same_school_renews():
    plaque = make_active_plaque()
    refused(plaque, plaque.pledge)
    refused(plaque, make_accepted_pledge())
    old = plaque.pledge
    newer = sign_again(plaque)
    renew(plaque, newer)
    old.refresh_from_db()
    refused(plaque, old)


def test_a_suspended_plaque_is_not_renewed():
    plaque = make_revoked_plaque(kind=MeasureKind.SUSPEND)
    refused(plaque, sign_again(plaque))


def test_a_plaque_taken_back_is_not_renewed():
    plaque = make_active_plaque()
    pledge = sign_again(plaque)
    put_in_force(plaque)
    refused(plaque, pledge)


def test_a_plaque_with_an_open_measure_is_not_renewed():
    plaque = make_active_plaque()
    pledge = sign_again(plaque)
    propose_danger(plaque, promise=plaque.pledge.covenant_version.promises.get(code="P6"))
    refused(plaque, pledge)


def test_a_pledge_accepted_before_a_plaque_was_taken_back_gives_no_new_number_there():
    plaque = make_active_plaque()
    newer = sign_again(plaque)
    put_in_force(plaque)
    with pytest.raises(RuleError):
        issue_plaque(pledge=newer, campus=plaque.campus, acting_user=make_secretary())
    assert plaque.campus.plaques.get() == plaque


def test_what_was_in_review_goes_back_when_a_plaque_is_taken_back():
    plaque = make_active_plaque()
    make_covenant()
    signed = make_signed_pledge(plaque.school, signer=plaque.pledge.signature.signer)
    put_in_force(plaque)
    signed.refresh_from_db()
    assert signed.status == PledgeStatus.RETURNED


def test_a_measure_at_one_campus_is_not_outrun_by_a_plaque_for_another():
    plaque = make_revoked_plaque(kind=MeasureKind.SUSPEND)
    with pytest.raises(RuleError, match=r"暂停|suspended"):
        with_second_campus(plaque)
    assert plaque.school.plaques.get() == plaque


def test_without_a_new_pledge_nobody_moves_the_last_day():
    plaque = make_active_plaque()
    later = plaque.valid_until + dt.timedelta(days=1)
    with pytest.raises(DatabaseError, match="kept as evidence"), transaction.atomic():
        Plaque.objects.filter(pk=plaque.pk).update(valid_until=later)


def test_a_new_pledge_waits_until_the_last_plaque_is_renewed():
    first = make_active_plaque()
    second = with_second_campus(first)
    assert not pledges_waiting().exists()
    pledge = sign_again(first)
    assert to_renew(pledges_waiting().get()) == [first, second]
    assert renewable_plaque(pledge, second.campus) == second
    renew(first, pledge)
    assert pledges_to_renew().get() == pledge
    assert to_renew(pledges_waiting().get()) == [second]
    assert renewable_plaque(pledge, first.campus) is None
    assert not pledges_without_plaque().exists()
    renew(second, pledge)
    assert not pledges_waiting().exists()
    assert not pledges_to_renew().exists()


def test_a_first_pledge_waits_for_a_number_and_has_nothing_to_renew():
    pledge = make_accepted_pledge()
    assert pledges_waiting().get() == pledge
    assert to_renew(pledge) == []
    assert not pledges_to_renew().exists()


@pytest.fixture
def clerk(client):
    user = make_secretary()
    client.force_login(user)
    return user


def test_the_clerk_is_shown_both_ways_and_renews(client, clerk):
    plaque = make_active_plaque()
    pledge = sign_again(plaque)
    waiting = client.get("/admin/plaques/waiting/").content.decode()
    assert plaque.number in waiting
    both = client.get(f"/admin/plaques/issue/{pledge.pk}/").content.decode()
    assert f"/admin/plaques/renew/{plaque.pk}/" in both
    assert 'name="campus"' in both
    page = client.get(f"/admin/plaques/renew/{plaque.pk}/").content.decode()
    assert pledge.receipt_no in page
    response = client.post(f"/admin/plaques/renew/{plaque.pk}/")
    assert response.url == f"/admin/plaques/inspect/{plaque.pk}/"
    plaque.refresh_from_db()
    assert plaque.pledge == pledge
    assert plaque.number not in client.get("/admin/plaques/waiting/").content.decode()


def test_without_a_newer_pledge_the_clerk_reads_why_nothing_is_renewed(client, clerk):
    plaque = make_active_plaque()
    page = client.get(f"/admin/plaques/inspect/{plaque.pk}/").content.decode()
    assert f"/admin/plaques/renew/{plaque.pk}/" not in page
    assert client.get(f"/admin/plaques/renew/{plaque.pk}/").status_code == 200
    assert client.post(f"/admin/plaques/renew/{plaque.pk}/").status_code == 422


@pytest.mark.parametrize("role", [Role.APPROVER, Role.EDITOR])
def test_only_who_issues_plaques_renews_them(client, role):
    plaque = make_active_plaque()
    sign_again(plaque)
    old = plaque.pledge_id
    client.force_login(make_secretary(role))
    client.post(f"/admin/plaques/renew/{plaque.pk}/")
    plaque.refresh_from_db()
    assert plaque.pledge_id == old


@pytest.mark.parametrize("count", [1, 3])
def test_the_waiting_list_costs_the_same_for_one_renewal_and_three(
    client, clerk, count, django_assert_num_queries
):
    plaques = [make_active_plaque() for _each in range(count)]
    make_covenant()
    for plaque in plaques:
        make_accepted_pledge(plaque.school, signer=plaque.pledge.signature.signer)
    client.get("/admin/plaques/waiting/")
    with django_assert_num_queries(WAITING_QUERIES):
        client.get("/admin/plaques/waiting/")


WAITING_QUERIES = 12


def test_a_plaque_runs_out_at_local_midnight_and_no_clockwork_is_needed(client):
    plaque = make_active_plaque()
    last_second = timezone.make_aware(dt.datetime.combine(plaque.valid_until, dt.time(23, 59, 59)))
    for moment, state in (
        (last_second, PublicState.VALID),
        (last_second + dt.timedelta(seconds=1), PublicState.EXPIRED),
    ):
        with clock.at(moment):
            assert plaque.state == state
            page = client.get(plaque.get_absolute_url()).content.decode()
            assert f"state-{state}" in page
    assert plaque.events.count() == 2
