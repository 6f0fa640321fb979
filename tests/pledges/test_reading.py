import pytest
from django.test import Client
from django.urls import reverse

from association.alliances.enums import Capacity
from association.alliances.services import leave_association
from association.pledges.enums import PledgeStatus
from association.pledges.models import Pledge
from tests.factories import (
    make_accepted_pledge,
    make_covenant,
    make_draft_pledge,
    make_principal,
    make_school,
    make_secretary,
    make_signed_pledge,
)
from tests.pledges.desk import at_desk, queries_of, url, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    make_covenant()
    return make_school()


@pytest.fixture
def client(school):
    return at_desk(make_principal(school))


def tick(client, school, code, act="tick"):
    return client.post(url("promise", school, code), {"act": act})


def test_reading_begins_with_the_first_promise(client, school):
    page = client.post(url("begin", school), follow=True)
    assert page.redirect_chain == [(url("promise", school, "P1"), 302)]
    assert "What promise 1 says" in words(page)
    assert school.pledges.get().status == PledgeStatus.DRAFT


def test_looking_begins_nothing(client, school):
    page = client.get(url("overview", school))
    assert "Begin reading" in words(page)
    assert "What promise 8 says" in words(page)
    assert not school.pledges.exists()


def test_a_second_click_on_begin_finds_the_same_draft(client, school):
    client.post(url("begin", school))
    client.post(url("begin", school))
    assert school.pledges.count() == 1


def test_a_promise_page_says_what_is_checked_and_what_breaks_it(client, school):
    make_draft_pledge(school)
    page = words(client.get(url("promise", school, "P3")))
    for text in ("What promise 3 says", "C31", "Item", "B31", "Breach", "Promise 3 of 8"):
        assert text in page


def test_each_tick_leads_to_the_next_promise_and_the_last_to_the_list(client, school):
    make_draft_pledge(school)
    for number in range(1, 8):
        response = tick(client, school, f"P{number}")
        assert response.url == url("promise", school, f"P{number + 1}")
    assert tick(client, school, "P8").url == url("overview", school)
    assert "Go on to sign" in words(client.get(url("overview", school)))


def test_a_skipped_promise_is_come_back_to(client, school):
    make_draft_pledge(school)
    tick(client, school, "P1")
    for number in range(3, 8):
        tick(client, school, f"P{number}")
    assert tick(client, school, "P8").url == url("promise", school, "P2")


def test_the_list_keeps_its_state_on_the_server(client, school):
    make_draft_pledge(school, ticked=3)
    elsewhere = at_desk(make_principal(school, capacity=Capacity.STAFF))
    for browser in (client, elsewhere):
        page = browser.get(url("overview", school))
        assert page.context["standing"].done == 3
        assert "3 of 8 taken on" in words(page)
        assert page.context["standing"].next_promise.code == "P4"


def test_ticking_twice_ticks_once(client, school):
    pledge = make_draft_pledge(school)
    tick(client, school, "P5")
    tick(client, school, "P5")
    assert pledge.ticks.count() == 1


def test_a_tick_can_be_taken_back(client, school):
    pledge = make_draft_pledge(school, ticked=2)
    assert tick(client, school, "P2", act="untick").url == url("promise", school, "P2")
    assert [t.promise.code for t in pledge.ticks.select_related("promise")] == ["P1"]


def test_a_promise_that_does_not_exist_is_not_found(client, school):
    make_draft_pledge(school)
    assert client.get(url("promise", school, "P9")).status_code == 404


def test_without_a_draft_a_promise_leads_to_the_overview(client, school):
    assert client.get(url("promise", school, "P1")).url == url("overview", school)


def test_ticking_in_a_second_window_after_signing_leads_to_the_receipt(client, school):
    pledge = make_signed_pledge(school, signer=make_secretary())
    response = tick(client, school, "P1", act="untick")
    assert response.url == url("receipt", school, pledge.receipt_no)
    assert pledge.ticks.count() == 8


def test_staff_read_and_tick_and_are_told_who_signs(client, school):
    make_draft_pledge(school, ticked=7)
    staff = at_desk(make_principal(school, capacity=Capacity.STAFF))
    tick(staff, school, "P8")
    page = words(staff.get(url("overview", school)))
    assert "The principal signs" in page
    assert "Go on to sign" not in page


def test_a_school_that_has_left_is_told_why_it_cannot_begin(client, school):
    leave_association(school=school, acting_user=None)
    page = client.post(url("begin", school), follow=True)
    assert "Only members" in words(page)
    assert not Pledge.objects.exists()


def test_without_a_covenant_there_is_nothing_to_sign():
    school = make_school()
    client = at_desk(make_principal(school))
    assert "no covenant to sign" in words(client.get(url("overview", school)))
    assert "no covenant to sign" in words(client.post(url("begin", school), follow=True))


def test_a_newer_version_sets_an_unsigned_draft_aside(client, school):
    old = make_draft_pledge(school, ticked=5)
    newer = make_covenant()
    assert "newer covenant" in words(client.get(url("overview", school)))
    assert client.get(url("promise", school, "P6")).url == url("overview", school)
    client.post(url("begin", school))
    old.refresh_from_db()
    assert old.status == PledgeStatus.WITHDRAWN
    assert school.pledges.open().get().covenant_version == newer


def test_a_newer_version_asks_for_a_new_signature_and_the_old_pledge_stays_in_force(client, school):
    old = make_accepted_pledge(school, signer=make_secretary())
    assert "Your pledge is in force" in words(client.get(url("overview", school)))
    make_covenant()
    page = words(client.get(url("overview", school)))
    assert "newer version of the covenant" in page
    assert "version 1 stays in force" in page
    client.post(url("begin", school))
    assert "version 1 stays in force" in words(client.get(url("overview", school)))
    old.refresh_from_db()
    assert old.status == PledgeStatus.ACCEPTED


def test_a_pledge_in_force_is_not_begun_again(client, school):
    make_accepted_pledge(school, signer=make_secretary())
    assert "in force already" in words(client.post(url("begin", school), follow=True))
    assert school.pledges.count() == 1


def test_the_overview_takes_as_many_queries_at_three_pledges_as_at_one(client, school):
    signer = make_secretary()
    make_accepted_pledge(school, signer=signer)
    one = queries_of(client, url("overview", school))
    for _again in range(2):
        make_covenant()
        make_accepted_pledge(school, signer=signer)
    assert len(client.get(url("overview", school)).context["standing"].receipts) == 3
    assert queries_of(client, url("overview", school)) == one


PAGES = ["overview", "begin", "sign", "check"]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_another_schools_pledge_is_not_found(name, method, school):
    make_draft_pledge(school, ticked=8)
    stranger = at_desk(make_principal(make_school()))
    clerk = at_desk(make_secretary())
    for browser in (stranger, clerk):
        response = getattr(browser, method)(url(name, school))
        assert response.status_code == (405 if (name, method) in NOT_ALLOWED else 404)


NOT_ALLOWED = {("begin", "get"), ("overview", "post")}


def test_a_visitor_is_asked_to_sign_in(school):
    target = url("overview", school)
    assert Client().get(target).url == f"{reverse('accounts:sign_in')}?next={target}"
