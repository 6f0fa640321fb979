"""Many pledges accepted in one go: chosen, looked at, each an act of its own, none half done."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from association.accounts.roles import Role
from association.alliances.models import School
from association.alliances.services import appoint_representative, leave_association
from association.core import clock
from association.core.errors import RuleError
from association.pledges.enums import AcceptanceOutcome, PledgeStatus
from association.pledges.models import Acceptance, Pledge
from association.pledges.selectors import look_into_review
from association.pledges.services import accept_many, accept_pledge, return_pledge, work_off
from association.pledges.services.many import AT_ONCE
from association.pledges.tasks import work_off_acceptance
from tests.factories import (
    make_accepted_pledge,
    make_covenant,
    make_plaque,
    make_school,
    make_secretary,
    make_signed_pledge,
)
from tests.pledges.desk import at_desk, words

pytestmark = pytest.mark.django_db

CHOOSE = reverse("pledge:accept_many")
BATCH = reverse("batch_admin:add")
KEY = "b" * 32


@pytest.fixture
def clerk():
    return make_secretary()


@pytest.fixture
def client(clerk):
    return at_desk(clerk)


def make_ready(count):
    return [make_signed_pledge(confirmed=True) for _each in range(count)]


def signed_anew(pledge):
    """A newer pledge of the same school, signed by the same person."""
    signer = pledge.signature.signer
    return make_signed_pledge(pledge.school, signer=signer, confirmed=True)


def looked_into(user):
    with translation.override("en"):
        found = look_into_review(Pledge.objects.order_by("pk"), user)
    return {each.pledge.pk: each for each in found}


def states(pledges):
    found = Pledge.objects.in_bulk([pledge.pk for pledge in pledges])
    return [found[pledge.pk].status for pledge in pledges]


def ticked(page):
    boxes = BeautifulSoup(page.content, "html.parser").select("input[name=chosen]")
    return {int(box["value"]) for box in boxes if box.has_attr("checked")}


def confirmed(pledges, key=KEY):
    return {"chosen": [pledge.pk for pledge in pledges], "key": key, "confirm": "1"}


# -- the verb --------------------------------------------------------------------------------------


def test_each_pledge_is_an_act_of_its_own_by_whoever_asked(clerk):
    pledges = make_ready(3)
    acceptance = accept_many(key=KEY, pledges=pledges, acting_user=clerk)
    assert states(pledges) == [PledgeStatus.SUBMITTED] * 3
    work_off(acceptance=acceptance)
    assert states(pledges) == [PledgeStatus.ACCEPTED] * 3
    for pledge in pledges:
        event = pledge.events.get(verb="accept_pledge")
        assert event.acting_user == clerk
    assert set(acceptance.lines.values_list("outcome", "why")) == {("accepted", "")}


def test_a_refusal_is_told_and_stops_no_other(clerk):
    first, own, gone, last = make_ready(4)
    appoint_representative(school=own.school, user=clerk, capacity="staff", acting_user=None)
    acceptance = accept_many(key=KEY, pledges=[first, own, gone, last], acting_user=clerk)
    return_pledge(pledge=gone, reason="请重签", acting_user=make_secretary())
    with translation.override("en"):
        work_off(acceptance=acceptance)
    assert states([first, own, gone, last]) == ["accepted", "submitted", "returned", "accepted"]
    told = dict(acceptance.lines.values_list("pledge", "why"))
    assert told[own.pk].startswith("You act for this school")
    assert "is now “Returned”" in told[gone.pk]
    assert (told[first.pk], told[last.pk]) == ("", "")


def test_an_earlier_pledge_is_replaced_in_the_same_act(clerk):
    earlier = make_accepted_pledge()
    make_covenant()
    newer = signed_anew(earlier)
    work_off(acceptance=accept_many(key=KEY, pledges=[newer], acting_user=clerk))
    assert states([earlier, newer]) == [PledgeStatus.SUPERSEDED, PledgeStatus.ACCEPTED]


def test_the_same_key_does_nothing_twice_and_so_does_the_task(clerk):
    pledges = make_ready(2)
    acceptance = accept_many(key=KEY, pledges=pledges, acting_user=clerk)
    assert accept_many(key=KEY, pledges=make_ready(1), acting_user=clerk) == acceptance
    assert acceptance.lines.count() == 2
    for _time in range(2):
        work_off_acceptance.call(acceptance.pk)
    assert [pledge.events.filter(verb="accept_pledge").count() for pledge in pledges] == [1, 1]


def test_nothing_is_begun_without_a_choice(clerk):
    with pytest.raises(RuleError):
        accept_many(key=KEY, pledges=[], acting_user=clerk)
    assert not Acceptance.objects.exists()


@pytest.mark.parametrize("lost", ["role", "account"])
def test_whoever_lost_the_right_meanwhile_accepts_nothing(clerk, lost):
    [pledge] = make_ready(1)
    acceptance = accept_many(key=KEY, pledges=[pledge], acting_user=clerk)
    if lost == "role":
        clerk.groups.clear()
    else:
        clerk.is_active = False
        clerk.save()
    work_off_acceptance.call(acceptance.pk)
    line = acceptance.lines.get()
    assert line.outcome == AcceptanceOutcome.REFUSED
    assert line.why
    assert states([pledge]) == [PledgeStatus.SUBMITTED]


def test_more_than_a_few_go_to_a_task(clerk, django_capture_on_commit_callbacks):
    pledges = make_ready(2)
    with django_capture_on_commit_callbacks() as few:
        accept_many(key=KEY, pledges=pledges, acting_user=clerk)
    many = Pledge.objects.filter(pk__in=[pledge.pk for pledge in pledges])
    assert few == []
    with django_capture_on_commit_callbacks(execute=True) as asked:
        accept_many(key="c" * 32, pledges=MoreThanAFew(many), acting_user=clerk)
    assert len(asked) == 1
    assert states(pledges) == [PledgeStatus.ACCEPTED] * 2


class MoreThanAFew(list):
    """A few pledges that count as more than are done at once: to sign so many takes long."""

    def __len__(self):
        return AT_ONCE + 1


# -- what stands against it ------------------------------------------------------------------------


def test_what_stands_against_a_pledge_is_said_before(clerk):
    plain, own, fresh = *make_ready(2), make_signed_pledge()
    appoint_representative(school=own.school, user=clerk, capacity="staff", acting_user=None)
    decided = accept_pledge(pledge=make_ready(1)[0], acting_user=make_secretary())
    found = looked_into(clerk)
    assert found[plain.pk].is_plain
    assert found[own.pk].refusal.startswith("You act for this school")
    assert found[fresh.pk].refusal.startswith("The school can still undo")
    assert found[decided.pk].refusal == "It is “Accepted” by now."


def test_what_is_to_be_read_first_is_said_before(clerk):
    ended, left, old, renewing = make_ready(4)
    yesterday = clock.today() - dt.timedelta(days=1)
    School.objects.filter(pk=ended.school_id).update(
        licence_long_term=False, licence_valid_until=yesterday
    )
    School.objects.get(pk=left.school_id).memberships.update(status="left", left_on=yesterday)
    work_off(acceptance=accept_many(key=KEY, pledges=[renewing], acting_user=clerk))
    make_covenant()
    newer = signed_anew(renewing)
    found = looked_into(clerk)
    earlier = "It is on an earlier version of the covenant."
    assert found[ended.pk].notes == [earlier, "The school's licence has run out."]
    assert found[left.pk].notes == [earlier, "The school is not a member at present."]
    assert found[old.pk].notes == [earlier]
    assert (found[newer.pk].notes, found[newer.pk].replaced) == ([], renewing.receipt_no)


@pytest.mark.parametrize("rows", [1, 3])
def test_looking_takes_a_fixed_number_of_queries(clerk, rows):
    make_ready(rows)
    with CaptureQueriesContext(connection) as asked:
        look_into_review(Pledge.objects.all(), clerk)
    assert len(asked) == 7


# -- the pages -------------------------------------------------------------------------------------


def test_plain_pledges_are_ticked_and_the_others_are_shown(client, clerk):
    plain, own = make_ready(2)
    appoint_representative(school=own.school, user=clerk, capacity="staff", acting_user=None)
    make_signed_pledge()
    page = client.get(CHOOSE)
    assert ticked(page) == {plain.pk}
    assert own.school.name in words(page)
    assert page.content.decode().count('name="chosen"') == 2


def test_an_alliance_can_be_chosen(client):
    make_covenant()
    east = make_signed_pledge(make_school(alliance="east"), confirmed=True)
    south = make_signed_pledge(make_school(alliance="south"), confirmed=True)
    assert ticked(client.get(CHOOSE, {"alliance": "south"})) == {south.pk}
    assert ticked(client.get(CHOOSE, {"alliance": "nowhere"})) == {east.pk, south.pk}
    button = f"{CHOOSE}?alliance=south"
    assert button in client.get(reverse("pledge:index"), {"alliance": "south"}).content.decode()


def test_the_preview_accepts_nothing_and_leaves_out_what_cannot_be(client, clerk):
    plain, own = make_ready(2)
    appoint_representative(school=own.school, user=clerk, capacity="staff", acting_user=None)
    page = client.post(CHOOSE, {"chosen": [plain.pk, own.pk], "preview": "1"})
    shown = BeautifulSoup(page.content, "html.parser")
    assert [int(field["value"]) for field in shown.select("input[name=chosen]")] == [plain.pk]
    assert "1 is left out" in shown.get_text()
    assert "You act for this school" in shown.get_text()
    assert states([plain, own]) == [PledgeStatus.SUBMITTED] * 2
    assert not Acceptance.objects.exists()


def test_few_are_done_at_once_and_the_page_tells_what_became_of_each(client, clerk):
    first, gone = make_ready(2)
    return_pledge(pledge=gone, reason="请重签", acting_user=make_secretary())
    answer = client.post(CHOOSE, confirmed([first, gone]))
    acceptance = Acceptance.objects.get()
    assert answer.url == reverse("pledge:many_accepted", args=[acceptance.pk])
    told = words(client.get(answer.url))
    assert "1 pledge is accepted" in told
    assert "1 was not accepted" in told
    assert "is now “Returned”" in told
    assert client.post(CHOOSE, confirmed([first, gone])).url == answer.url
    assert first.events.filter(verb="accept_pledge").count() == 1
    assert words(client.get(CHOOSE)).count(str(clerk)) >= 1


def test_the_choice_can_be_changed(client):
    first, second = make_ready(2)
    page = client.post(CHOOSE, {"chosen": [second.pk], "key": KEY, "change": "1"})
    assert ticked(page) == {second.pk}
    assert states([first, second]) == [PledgeStatus.SUBMITTED] * 2


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"chosen": ["x"]},
        {"chosen": ["999999"], "confirm": "1", "key": KEY},
        {"chosen": [""], "key": "短"},
    ],
)
def test_a_choice_that_makes_no_sense_is_refused_with_the_list(client, data):
    make_ready(1)
    page = client.post(CHOOSE, data)
    assert page.status_code == 422
    assert "Accept many" in words(page)
    assert not Acceptance.objects.exists()


def test_while_a_task_works_the_page_tells_how_far_it_is(client, clerk):
    first, second = make_ready(2)
    acceptance = accept_many(key=KEY, pledges=[first, second], acting_user=clerk)
    acceptance.lines.filter(pledge=first).update(outcome=AcceptanceOutcome.ACCEPTED)
    shown, part = (
        reverse(f"pledge:{name}", args=[acceptance.pk])
        for name in ("many_accepted", "many_progress")
    )
    assert "1 of 2 pledges are done." in words(client.get(shown))
    assert "X-Import-Ended" not in client.get(part).headers
    work_off(acceptance=acceptance)
    assert client.get(part).headers["X-Import-Ended"] == "1"
    assert "import-progress.js" not in client.get(shown).content.decode()


def test_the_result_leads_straight_to_the_plaques_of_these_pledges(client):
    make_accepted_pledge()
    first, second = make_ready(2)
    shown = client.post(CHOOSE, confirmed([first, second])).url
    acceptance = Acceptance.objects.get()
    onward = f"{BATCH}?accepted={acceptance.pk}"
    assert onward in client.get(shown).content.decode()
    campuses = {pledge: pledge.school.campuses.get() for pledge in (first, second)}
    boxes = BeautifulSoup(client.get(onward).content, "html.parser").select("[name=chosen]")
    chosen = {box["value"] for box in boxes if box.has_attr("checked")}
    assert chosen == {f"{pledge.pk}-{campus.pk}" for pledge, campus in campuses.items()}
    assert len(boxes) == 3
    assert client.get(f"{BATCH}?accepted=x").status_code == 200


def test_where_every_plaque_is_issued_nothing_leads_on(client, clerk):
    plaque = make_plaque()
    acceptance = Acceptance.objects.create(key=KEY, asked_by=clerk)
    acceptance.lines.create(pledge=plaque.pledge, outcome=AcceptanceOutcome.ACCEPTED)
    page = client.get(reverse("pledge:many_accepted", args=[acceptance.pk]))
    assert "?accepted=" not in page.content.decode()


@pytest.mark.parametrize(
    ("role", "reading"),
    [
        (Role.APPROVER, 200),
        (Role.SECRETARY_GENERAL, 200),
        (Role.AUDITOR, 200),
        (Role.EDITOR, 302),
    ],
)
def test_only_those_who_decide_on_pledges_come_here(clerk, role, reading):
    acceptance = accept_many(key=KEY, pledges=make_ready(1), acting_user=clerk)
    browser = at_desk(make_secretary(role))
    what_became = reverse("pledge:many_accepted", args=[acceptance.pk])
    assert browser.get(what_became).status_code == reading
    assert browser.get(CHOOSE).status_code == 302
    assert browser.post(CHOOSE, confirmed([])).status_code == 302
    assert CHOOSE not in browser.get(reverse("pledge:index"), follow=True).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_result_takes_a_fixed_number_of_queries(client, clerk, rows):
    acceptance = accept_many(key=KEY, pledges=make_ready(rows), acting_user=clerk)
    work_off(acceptance=acceptance)
    address = reverse("pledge:many_accepted", args=[acceptance.pk])
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    assert len(asked) == 14


def test_a_school_that_left_ends_its_pledge_and_is_refused(clerk):
    [pledge] = make_ready(1)
    acceptance = accept_many(key=KEY, pledges=[pledge], acting_user=clerk)
    leave_association(school=pledge.school, reason="自愿退会", acting_user=None)
    work_off(acceptance=acceptance)
    assert acceptance.lines.get().outcome == AcceptanceOutcome.REFUSED
    assert states([pledge]) == [PledgeStatus.WITHDRAWN]
