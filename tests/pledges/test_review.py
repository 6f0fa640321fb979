import datetime as dt

import pytest
from django.urls import NoReverseMatch, reverse

from association.accounts.roles import Role, give_role
from association.core import clock
from association.pledges.enums import PledgeStatus
from tests.factories import (
    make_accepted_pledge,
    make_covenant,
    make_draft_pledge,
    make_lead,
    make_principal,
    make_school,
    make_secretary,
    make_signed_pledge,
    make_user,
)
from tests.factories.people import enrol_if_needed
from tests.pledges.desk import (
    as_address,
    at_desk,
    drawing,
    go_to_check,
    queries_of,
    school_at_the_signature,
    sign_with,
    words,
)

pytestmark = pytest.mark.django_db

INDEX = "/admin/pledge/"
NOON = dt.datetime(2026, 11, 23, 14, 22, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def address(name, pledge):
    return reverse(f"pledge:{name}", args=[pledge.pk])


@pytest.fixture
def client():
    return at_desk(make_secretary())


def test_what_can_be_decided_stands_first_and_longest_waiting(client):
    draft = make_draft_pledge()
    accepted = make_accepted_pledge()
    second = make_signed_pledge(confirmed=True)
    with clock.at(clock.now() - dt.timedelta(hours=2)):
        first = make_signed_pledge()
    fresh = make_signed_pledge()
    listed = list(client.get(INDEX).context["object_list"])
    assert listed[:3] == [first, second, fresh]
    assert set(listed[3:]) == {draft, accepted}


def test_the_list_says_from_when_a_pledge_can_be_decided(client):
    with clock.at(NOON):
        make_signed_pledge()
        assert "Can be decided from 14:32" in words(client.get(INDEX))
    with clock.at(NOON + dt.timedelta(minutes=10)):
        assert "Can be decided from" not in words(client.get(INDEX))


def test_the_list_is_searched_and_filtered(client):
    make_covenant()
    east = make_signed_pledge(make_school("示范区春晓艺术培训学校"), confirmed=True)
    north = make_accepted_pledge(make_school(alliance="north"))
    newer = make_covenant()
    drafted = make_draft_pledge(make_school("示范区远航体育培训学校"))

    def found(**query):
        return set(client.get(INDEX, query).context["object_list"])

    assert found(q="春晓") == {east}
    assert found(q=north.receipt_no) == {north}
    assert found(state="ready") == {east}
    assert found(state="accepted") == {north}
    assert found(alliance="north") == {north}
    assert found(covenant_version=newer.pk) == {drafted}
    assert found(q="春晓", state="accepted") == set()


def test_a_school_that_moved_is_listed_once_under_its_present_alliance(client):
    from association.alliances.models import Alliance
    from association.alliances.services import join_alliance

    pledge = make_signed_pledge()
    south = Alliance.objects.get(code="south")
    join_alliance(school=pledge.school, alliance=south, acting_user=None)
    assert list(client.get(INDEX, {"alliance": "south"}).context["object_list"]) == [pledge]
    assert list(client.get(INDEX, {"alliance": "east"}).context["object_list"]) == []


def test_the_list_takes_as_many_queries_at_three_rows_as_at_one(client):
    make_signed_pledge()
    one = queries_of(client, INDEX)
    make_accepted_pledge()
    make_draft_pledge()
    assert queries_of(client, INDEX) == one


def test_a_pledge_shows_all_its_evidence(client):
    school, principal, browser = school_at_the_signature()
    sign_with(browser, school, go_to_check(browser, school, drawing=as_address(drawing())))
    pledge = school.pledges.get()
    page = words(client.get(address("inspect", pledge)))
    for text in (
        school.name,
        school.uscc,
        pledge.receipt_no,
        pledge.signature.text_sha256,
        "Text and signature are what was signed",
        "What promise 8 says",
        "P8 Promise 8",
        str(principal),
        "password",
        "began reading",
        address("signature", pledge),
    ):
        assert text in page
    picture = client.get(address("signature", pledge))
    assert picture.content == bytes(pledge.signature.image)
    assert "no-store" in picture.headers["Cache-Control"]


def test_a_draft_can_be_looked_at(client):
    page = client.get(address("inspect", make_draft_pledge(ticked=3)))
    assert page.status_code == 200
    assert len(page.context["ticks"]) == 3


def test_accepting_leads_back_to_the_pledge(client):
    pledge = make_signed_pledge(confirmed=True)
    assert "comes into force" in words(client.get(address("accept", pledge)))
    pledge.refresh_from_db()
    assert pledge.status == PledgeStatus.SUBMITTED
    page = client.post(address("accept", pledge), follow=True)
    assert page.redirect_chain == [(address("inspect", pledge), 302)]
    assert "The pledge is accepted." in words(page)
    pledge.refresh_from_db()
    assert pledge.status == PledgeStatus.ACCEPTED


@pytest.mark.parametrize("name", ["accept", "return"])
def test_nothing_is_decided_before_the_ten_minutes_are_over(name, client):
    with clock.at(NOON):
        pledge = make_signed_pledge()
        page = words(client.get(address("inspect", pledge)))
        assert "You can decide from 14:32 on." in page
        assert address(name, pledge) not in page
        refused = client.post(address(name, pledge), {"reason": "请补充"})
        assert "wait for its ten minutes" in words(refused)
    pledge.refresh_from_db()
    assert pledge.status == PledgeStatus.SUBMITTED


def test_accepting_twice_is_told_and_changes_nothing(client):
    pledge = make_signed_pledge(confirmed=True)
    client.post(address("accept", pledge))
    assert "no longer possible" in words(client.post(address("accept", pledge)))
    assert list(pledge.events.values_list("verb", flat=True)).count("accept_pledge") == 1


def test_returning_needs_a_reason_and_keeps_what_was_typed(client):
    pledge = make_signed_pledge(confirmed=True)
    assert "Please write the reason" in words(client.post(address("return", pledge), {}))
    client.post(address("return", pledge), {"reason": "请由校长本人签署。"})
    pledge.refresh_from_db()
    assert pledge.status == PledgeStatus.RETURNED
    assert pledge.decision_reason == "请由校长本人签署。"
    refused = words(client.post(address("return", pledge), {"reason": "第二次的理由"}))
    assert "no longer possible" in refused
    assert "第二次的理由" in refused
    assert "请由校长本人签署。" in words(client.get(address("inspect", pledge)))


def test_accepting_a_second_version_replaces_the_first(client):
    first = make_accepted_pledge()
    make_covenant()
    second = make_signed_pledge(first.school, signer=make_secretary(), confirmed=True)
    client.post(address("accept", second))
    first.refresh_from_db()
    assert first.status == PledgeStatus.SUPERSEDED


@pytest.mark.parametrize("name", ["add", "edit", "delete", "copy", "history", "usage"])
def test_a_pledge_is_not_edited_in_the_admin(name):
    with pytest.raises(NoReverseMatch):
        reverse(f"pledge:{name}", args=[1])


def test_a_superusers_list_links_to_nothing_that_is_not_there():
    pledge = make_signed_pledge()
    superuser = at_desk(make_user(is_superuser=True))
    assert address("inspect", pledge) in words(superuser.get(INDEX))
    assert superuser.get(address("inspect", pledge)).status_code == 200


def people(pledge):
    return {
        "clerk": make_secretary(),
        "approver": make_secretary(Role.APPROVER),
        "editor": make_secretary(Role.EDITOR),
        "lead": make_lead(),
        "principal": make_principal(make_school()),
        "signer": pledge.signature.signer,
        "nobody": make_user(),
    }


VIEWS = {"clerk", "approver"}
REVIEWS = {"clerk"}


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("index", VIEWS),
        ("index_results", VIEWS),
        ("inspect", VIEWS),
        ("signature", VIEWS),
        ("accept", REVIEWS),
        ("return", REVIEWS),
    ],
)
def test_who_sees_what_in_the_review(name, allowed):
    school, _principal, browser = school_at_the_signature()
    sign_with(browser, school, go_to_check(browser, school, drawing=as_address(drawing())))
    pledge = school.pledges.get()
    target = reverse(f"pledge:{name}") if name.startswith("index") else address(name, pledge)
    seen = {
        who for who, user in people(pledge).items() if at_desk(user).get(target).status_code == 200
    }
    assert seen == allowed


@pytest.mark.parametrize("name", ["accept", "return"])
def test_only_a_reviewer_decides(name):
    pledge = make_signed_pledge(confirmed=True)
    for who, user in people(pledge).items():
        if who not in REVIEWS:
            at_desk(user).post(address(name, pledge), {"reason": "理由"})
    pledge.refresh_from_db()
    assert pledge.status == PledgeStatus.SUBMITTED


def test_a_pledge_that_does_not_exist_is_not_found(client):
    for name in ("inspect", "accept", "return", "signature"):
        assert client.get(reverse(f"pledge:{name}", args=[4711])).status_code == 404


def test_who_acts_for_the_school_does_not_accept_its_pledge():
    pledge = make_signed_pledge(confirmed=True)
    signer = pledge.signature.signer
    give_role(user=signer, role=Role.CLERK)
    enrol_if_needed(signer)
    page = at_desk(signer).post(address("accept", pledge))
    assert page.status_code == 422
    assert "You act for this school" in words(page)
    pledge.refresh_from_db()
    assert pledge.status == PledgeStatus.SUBMITTED
