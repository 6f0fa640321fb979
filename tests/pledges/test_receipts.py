import datetime as dt

import pytest
from django.urls import reverse

from association.alliances.enums import Capacity
from association.alliances.services import appoint_representative
from association.core import clock
from association.pledges.enums import PledgeStatus
from association.pledges.services import return_pledge
from tests.factories import (
    make_accepted_pledge,
    make_covenant,
    make_draft_pledge,
    make_principal,
    make_school,
    make_secretary,
    make_signed_pledge,
)
from tests.pledges.desk import (
    as_address,
    at_desk,
    drawing,
    go_to_check,
    school_at_the_signature,
    sign_with,
    url,
    words,
)

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 23, 14, 22, tzinfo=dt.timezone(dt.timedelta(hours=8)))


@pytest.fixture
def desk():
    """A school that has signed, its principal's browser and the pledge."""
    school = make_school()
    principal = make_principal(school)
    with clock.at(NOON):
        pledge = make_signed_pledge(school, signer=principal)
    return school, at_desk(principal), pledge


def later(minutes):
    return clock.at(NOON + dt.timedelta(minutes=minutes))


def test_the_receipt_says_until_when_it_can_be_undone(desk):
    school, client, pledge = desk
    with later(1):
        page = words(client.get(url("receipt", school, pledge.receipt_no)))
    assert "You can undo or change until 14:32" in page
    assert "What happens next" in page
    assert "2026-11-23 14:22:00" in page


def test_after_ten_minutes_the_receipt_offers_no_undoing(desk):
    school, client, pledge = desk
    with later(10):
        assert "undo" not in words(client.get(url("receipt", school, pledge.receipt_no))).lower()


def test_undoing_leads_back_to_a_draft_with_the_same_ticks(desk):
    school, client, pledge = desk
    with later(9):
        page = client.post(url("undo", school, pledge.receipt_no), follow=True)
    pledge.refresh_from_db()
    assert pledge.status == PledgeStatus.UNDONE
    assert page.context["standing"].done == 8
    assert "Your ticks are kept" in words(page)
    assert "Go on to sign" in words(page)


def test_undoing_under_a_newer_covenant_promises_no_ticks(desk):
    school, client, pledge = desk
    make_covenant()
    with later(5):
        page = client.post(url("undo", school, pledge.receipt_no), follow=True)
    assert "A newer covenant is in force" in words(page)
    assert "Your ticks are kept" not in words(page)
    assert not school.pledges.open().get().ticks.exists()


def test_undoing_twice_undoes_once(desk):
    school, client, pledge = desk
    with later(1):
        for _again in range(2):
            page = client.post(url("undo", school, pledge.receipt_no), follow=True)
            assert page.redirect_chain == [(url("overview", school), 302)]
    assert list(pledge.events.values_list("verb", flat=True)).count("undo_pledge") == 1
    assert school.pledges.count() == 2


def test_after_ten_minutes_undoing_is_refused_with_a_word(desk):
    school, client, pledge = desk
    with later(10):
        page = client.post(url("undo", school, pledge.receipt_no), follow=True)
    assert page.redirect_chain == [(url("receipt", school, pledge.receipt_no), 302)]
    assert "time to undo is over" in words(page)
    pledge.refresh_from_db()
    assert pledge.status == PledgeStatus.SUBMITTED


def test_an_accepted_pledge_is_not_undone():
    school = make_school()
    principal = make_principal(school)
    pledge = make_accepted_pledge(school, signer=principal)
    page = at_desk(principal).post(url("undo", school, pledge.receipt_no), follow=True)
    assert "no longer possible" in words(page)
    pledge.refresh_from_db()
    assert pledge.status == PledgeStatus.ACCEPTED


def test_handing_in_gives_up_the_rest_of_the_time(desk):
    school, client, pledge = desk
    with later(1):
        for _again in range(2):
            page = client.post(url("hand_in", school, pledge.receipt_no), follow=True)
            assert "Handed in" in words(page)
        refused = client.post(url("undo", school, pledge.receipt_no), follow=True)
    assert "time to undo is over" in words(refused)
    pledge.refresh_from_db()
    assert pledge.status == PledgeStatus.SUBMITTED
    assert list(pledge.events.values_list("verb", flat=True)).count("confirm_pledge") == 1


def test_what_was_undone_is_not_handed_in(desk):
    school, client, pledge = desk
    with later(1):
        client.post(url("undo", school, pledge.receipt_no))
        page = client.post(url("hand_in", school, pledge.receipt_no), follow=True)
    assert "no longer possible" in words(page)


def test_signing_again_after_undoing_gives_a_new_receipt():
    school, _principal, client = school_at_the_signature()
    sign_with(client, school, go_to_check(client, school))
    first = school.pledges.get()
    client.post(url("undo", school, first.receipt_no))
    receipt = sign_with(client, school, go_to_check(client, school, name="校长己"))
    second = school.pledges.open().get()
    assert second.receipt_no != first.receipt_no
    assert second.signature.signer_name == "校长己"
    assert second.receipt_no in words(receipt)
    overview = words(client.get(url("overview", school)))
    assert first.receipt_no in overview
    assert second.receipt_no in overview


def test_a_returned_pledge_shows_its_reason_and_begins_again(desk):
    school, client, pledge = desk
    with later(11):
        return_pledge(pledge=pledge, reason="请由校长本人签署。", acting_user=make_secretary())
    page = words(client.get(url("overview", school)))
    assert "请由校长本人签署。" in page
    assert "Begin again" in page
    assert "请由校长本人签署。" in words(client.get(url("receipt", school, pledge.receipt_no)))
    client.post(url("begin", school))
    assert school.pledges.open().get().ticks.count() == 0
    assert "请由校长本人签署。" in words(client.get(url("overview", school)))


def test_staff_read_the_receipt_and_do_not_undo(desk):
    school, _client, pledge = desk
    staff = at_desk(make_principal(school, capacity=Capacity.STAFF))
    with later(1):
        page = words(staff.get(url("receipt", school, pledge.receipt_no)))
        assert pledge.receipt_no in page
        assert "Undo, and change" not in page
        for name in ("undo", "hand_in"):
            refused = staff.post(url(name, school, pledge.receipt_no))
            assert refused.status_code == 403
            assert "ask the principal" in words(refused)
    pledge.refresh_from_db()
    assert pledge.status == PledgeStatus.SUBMITTED
    assert pledge.undo_until == NOON + dt.timedelta(minutes=10)


@pytest.mark.parametrize("name", ["receipt", "undo", "hand_in", "signature"])
def test_another_schools_receipt_is_not_found(name, desk):
    school, _client, pledge = desk
    own = make_school()
    stranger = at_desk(make_principal(own))
    method = "post" if name in {"undo", "hand_in"} else "get"
    for owner in (school, own):
        response = getattr(stranger, method)(url(name, owner, pledge.receipt_no))
        assert response.status_code == 404
    pledge.refresh_from_db()
    assert pledge.status == PledgeStatus.SUBMITTED


def test_the_principal_of_two_schools_meets_each_receipt_at_its_own_desk(desk):
    school, _client, pledge = desk
    other = make_school()
    both = make_principal(other)
    appoint_representative(school=school, user=both, capacity=Capacity.STAFF, acting_user=None)
    client = at_desk(both)
    assert client.get(url("receipt", school, pledge.receipt_no)).status_code == 200
    assert client.get(url("receipt", other, pledge.receipt_no)).status_code == 404


def test_a_draft_has_no_receipt():
    school = make_school()
    client = at_desk(make_principal(school))
    make_draft_pledge(school, ticked=8)
    assert client.get(url("receipt", school, "None")).status_code == 404


def test_the_signature_is_served_to_the_school_and_kept_nowhere():
    school, _principal, client = school_at_the_signature()
    sign_with(client, school, go_to_check(client, school, drawing=as_address(drawing())))
    pledge = school.pledges.get()
    response = client.get(url("signature", school, pledge.receipt_no))
    assert response.content == bytes(pledge.signature.image)
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response.headers["Cache-Control"]
    assert "sandbox" in response.headers["Content-Security-Policy"]


def test_a_typed_signature_has_no_picture(desk):
    school, client, pledge = desk
    assert client.get(url("signature", school, pledge.receipt_no)).status_code == 404


def test_the_receipt_page_sends_a_visitor_to_the_sign_in(desk, client):
    school, _client, pledge = desk
    target = url("receipt", school, pledge.receipt_no)
    assert client.get(target).url == f"{reverse('accounts:sign_in')}?next={target}"
