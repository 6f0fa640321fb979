"""Before the last click one reads who will be told; after it, they are."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.utils import translation
from django.utils.formats import date_format

from association.accounts.roles import Role, give_role
from association.alliances.enums import CampusKind, Capacity
from association.alliances.models import School
from association.alliances.services import dismiss_representative, leave_association
from association.core import clock
from association.core.errors import RuleError
from association.core.workdays import add_working_days
from association.plaques.enums import MeasureKind
from association.plaques.selectors import consequences_of, take_down_day, told_of
from association.plaques.services import (
    approve_measure,
    issue_plaque,
    reject_measure,
    set_aside_proposals,
    withdraw_proposal,
)
from association.pledges.enums import PledgeStatus
from tests.factories import (
    make_accepted_pledge,
    make_covenant,
    make_danger_case,
    make_lead,
    make_principal,
    make_school,
    make_secretary,
    put_in_force,
)
from tests.factories.cases import make_case
from tests.factories.flows import hang
from tests.messaging.heard import hearing, opens
from tests.plaques.measures import propose_danger, propose_lifting, withdraw_decision

pytestmark = pytest.mark.django_db

REASON = "预收费未进监管账户"
# The staff read the desk; the lead without an address has messages there as well.
TOLD = ["lead", "principal", "quiet"]


@pytest.fixture
def people():
    """A school with a principal and a member of staff, its lead, and others whom it is nothing."""
    school = make_school()
    found = {
        "principal": make_principal(
            school, name="principal", email="principal@school.example", first_name="甲"
        ),
        "staff": make_principal(school, Capacity.STAFF, name="staff", email="staff@school.example"),
        "lead": make_lead(name="lead", email="lead@alliance.example"),
        "quiet lead": make_lead(name="quiet"),
    }
    make_lead("north", email="north@alliance.example")
    make_principal(make_school(), email="another@school.example")
    make_lead(email="gone@alliance.example", is_active=False)
    return found


@pytest.fixture
def plaque(people):
    principal = people["principal"]
    pledge = make_accepted_pledge(principal.representations.get().school, signer=principal)
    return hang(issue_plaque(pledge=pledge, acting_user=make_secretary()))


def test_the_schools_people_and_the_leads_of_its_alliance_are_told(people, plaque):
    told = {person.user: person.by_mail for person in told_of(plaque)}
    assert told == {
        people["principal"]: True,
        people["staff"]: False,
        people["lead"]: True,
        people["quiet lead"]: False,
    }


def test_who_is_told_takes_as_many_queries_for_many_as_for_few(plaque, django_assert_num_queries):
    for _each in range(3):
        make_lead()
    with django_assert_num_queries(3):
        assert len([str(person.user) for person in told_of(plaque)]) == 7


def test_a_school_that_left_is_told_and_no_lead_any_more(people, plaque):
    leave_association(school=plaque.school, acting_user=None)
    assert [person.user for person in told_of(plaque)] == [people["principal"], people["staff"]]


def test_the_dry_run_names_them_before_proposing_and_before_deciding(client, people, plaque):
    proposal = propose_danger(plaque)
    client.force_login(make_secretary(Role.APPROVER))
    decide = client.get(f"/admin/measures/approve/{proposal.pk}/")
    approve_measure(proposal=proposal, acting_user=make_secretary(Role.APPROVER))
    client.force_login(make_secretary())
    preview = client.post(f"/admin/plaques/propose/{plaque.pk}/", {"reason": REASON})
    for page in (preview, decide):
        [told] = BeautifulSoup(page.content, "html.parser").select("ul.told")
        text = told.get_text(" ")
        assert all(str(user) in text for user in people.values())


def follows(plaque, kind=MeasureKind.REVOKE):
    with translation.override("en"):
        return consequences_of(plaque, kind=kind)


def take_back(plaque):
    put_in_force(plaque, reason=REASON)
    plaque.refresh_from_db()


def test_the_dry_run_says_by_when_it_has_to_be_down_and_that_the_pledge_ends(plaque):
    [down, ends] = follows(plaque)
    with translation.override("en"):
        day = date_format(clock.today() + dt.timedelta(days=10), "DATE_FORMAT")
    assert f"send a photo of the empty place; if approved today, by {day}." in down
    assert ends == f"The school's pledge {plaque.pledge.receipt_no} ends."
    take_back(plaque)
    plaque.pledge.refresh_from_db()
    assert plaque.pledge.status == PledgeStatus.ENDED
    assert plaque.take_down.due_on == take_down_day()


def test_a_newer_pledge_that_would_end_too_is_named(plaque):
    make_covenant()
    signer = plaque.pledge.signature.signer
    newer = make_accepted_pledge(plaque.school, signer=signer)
    [_down, ends] = follows(plaque)
    assert newer.receipt_no in ends
    assert "ends as well" in ends
    take_back(plaque)
    newer.refresh_from_db()
    assert newer.status == PledgeStatus.ENDED


def test_a_decision_reaches_all_plaques_and_the_dry_run_of_each_says_that_the_pledge_ends(plaque):
    school = plaque.school
    further = school.campuses.create(name="分校", kind=CampusKind.CAMPUS, address="示范路2号")
    second = issue_plaque(pledge=plaque.pledge, campus=further, acting_user=make_secretary())
    assert f"{plaque.pledge.receipt_no} ends" in follows(plaque)[1]
    assert f"{plaque.pledge.receipt_no} ends" in follows(second)[1]


def test_of_a_plaque_that_never_hung_no_bare_wall_is_foretold_nor_asked_for(people):
    pledge = make_accepted_pledge(
        people["principal"].representations.get().school, signer=people["principal"]
    )
    plaque = issue_plaque(pledge=pledge, acting_user=make_secretary())
    assert "never confirmed at the gate" in follows(plaque)[0]
    assert "photo" not in follows(plaque)[0]
    with hearing() as heard:
        take_back(plaque)
    assert heard.who("measure_taken_back") == TOLD
    for message in heard.messages.filter(kind="measure_taken_back"):
        assert "Please do not hang it." in message.body_en
        assert "Please take the plaque down by" not in message.body_en


def test_from_a_suspension_or_its_end_nothing_else_follows(plaque):
    assert follows(plaque, MeasureKind.SUSPEND) == []
    assert follows(plaque, MeasureKind.REINSTATE) == []


def test_the_dry_run_says_by_when_a_suspension_ends_and_the_reason_is_told_no_more(plaque):
    with translation.override("en"):
        ends, told = consequences_of(
            plaque,
            kind=MeasureKind.SUSPEND,
            until=dt.date(2027, 3, 1),
            told_until=dt.date(2027, 4, 1),
        )
    assert ends == "The suspension ends by itself after March 1, 2027."
    assert told == "Parents read the reason until April 1, 2027."


def test_the_dry_run_says_what_comes_back_with_a_plaque(plaque):
    take_back(plaque)
    asked, pledge = follows(plaque, MeasureKind.RESTORE)
    assert "no longer asked to take the plaque down" in asked
    assert "in force again" in pledge


def test_a_school_that_left_has_no_pledge_to_end(plaque):
    leave_association(school=plaque.school, acting_user=None)
    assert len(follows(plaque)) == 1


def test_the_page_to_decide_on_says_when_the_suspension_would_end(client, plaque):
    proposal = propose_danger(plaque)
    client.force_login(make_secretary(Role.APPROVER))
    page = client.get(f"/admin/measures/approve/{proposal.pk}/", {"lang": "en"})
    soup = BeautifulSoup(page.content, "html.parser")
    assert "ends by itself after" in soup.select_one("#follows").find_parent().get_text()
    day = add_working_days(clock.today(), 10)
    with translation.override("en"):
        assert f"{date_format(day, 'DATE_FORMAT')} at the latest" in soup.main.get_text()


def approve(proposal):
    approve_measure(proposal=proposal, acting_user=make_secretary(Role.APPROVER))


def test_each_is_told_of_a_taking_back_in_a_message_of_their_own(client, people, plaque):
    with hearing() as heard:
        take_back(plaque)
    assert heard.who("measure_taken_back") == TOLD
    day = clock.today() + dt.timedelta(days=10)
    for message in heard.messages.filter(kind="measure_taken_back"):
        for body in (message.body_zh, message.body_en):
            assert REASON in body
            assert f"https://plaque.example/verify/{plaque.number}/" in body
            assert plaque.token not in body
        with translation.override("en"):
            assert f"by {date_format(day, 'DATE_FORMAT')}" in message.body_en
        assert f"{day.year}年{day.month}月{day.day}日" in message.body_zh
        assert REASON not in message.subject_zh + message.short_zh
        assert opens(client, message)
    principal = heard.one("measure_taken_back", "principal")
    assert principal.link == f"/desk/{plaque.school.uscc}/plaques/{plaque.number}/bare-wall/"
    assert heard.one("measure_taken_back", "lead").link == "/alliance-desk/east/"


def test_the_messages_leave_as_letters_to_those_who_have_an_address(
    people, plaque, django_capture_on_commit_callbacks
):
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        take_back(plaque)
    letters = [letter for letter in mail.outbox if plaque.number in letter.subject]
    assert sorted(letter.to[0] for letter in letters) == [
        "lead@alliance.example",
        "principal@school.example",
    ]
    for letter in letters:
        assert len(letter.to + letter.cc + letter.bcc) == 1
        assert "\n" not in letter.subject


def test_a_message_names_nobody_of_the_association(people, plaque):
    clerk = make_secretary(last_name="诸葛", first_name="提议")
    proposal = propose_danger(plaque, acting_user=clerk)
    with hearing() as heard:
        approve(proposal)
    assert heard.who("measure_suspended") == TOLD
    for message in heard.messages:
        assert "诸葛" not in message.body_zh + message.body_en + message.subject_zh


def test_no_school_is_told_while_a_measure_is_only_proposed(plaque):
    case = make_danger_case(plaque)
    with hearing() as heard:
        propose_danger(plaque, basis=case.code)
    assert heard.kinds == []


def test_who_may_decide_on_danger_hears_that_it_waits_and_no_word_of_it(client, plaque):
    case = make_danger_case(plaque)
    approver = make_secretary(Role.APPROVER, name="approver")
    make_secretary(Role.SECRETARY_GENERAL, name="secretary-general")
    own = make_secretary(Role.APPROVER, name="of-the-school")
    plaque.school.representatives.create(user=own, capacity=Capacity.STAFF)
    both = make_secretary(name="proposer")
    give_role(user=both, role=Role.APPROVER)
    with hearing() as heard:
        proposal = propose_danger(plaque, basis=case.code, acting_user=both)
    assert heard.kinds == [("danger_waits", "approver"), ("danger_waits", "secretary-general")]
    message = heard.one("danger_waits", "approver")
    for text in (message.subject_zh, message.short_zh, message.body_zh, message.body_en):
        assert REASON not in text
        assert plaque.school.name not in text
    assert opens(client, message)
    with hearing() as heard:
        approve_measure(proposal=proposal, acting_user=approver)
    assert heard.who("proposal_approved") == ["proposer"]


def test_lifting_waits_on_the_board(plaque):
    approve(propose_danger(plaque))
    make_secretary(Role.APPROVER)
    with hearing() as heard:
        propose_lifting(plaque)
    assert heard.kinds == []


def test_whoever_proposed_hears_what_came_of_it(client, plaque):
    clerk = make_secretary(name="clerk")
    proposal = propose_danger(plaque, acting_user=clerk)
    with hearing() as heard:
        reject_measure(
            proposal=proposal, acting_user=make_secretary(Role.APPROVER), note="证据不足"
        )
    assert heard.kinds == [("proposal_rejected", "clerk")]
    message = heard.one("proposal_rejected")
    assert "证据不足" not in message.body_zh + message.body_en
    assert opens(client, message)
    mine = propose_danger(plaque, acting_user=clerk, basis=proposal.basis)
    with hearing() as heard:
        withdraw_proposal(proposal=mine, note="写错了", acting_user=clerk)
    assert heard.kinds == []


def test_a_proposal_that_a_decision_outran_is_told_as_set_aside(client, plaque):
    proposal = propose_danger(plaque, acting_user=make_secretary(name="clerk"))
    with hearing() as heard:
        set_aside_proposals(basis=proposal.basis)
    assert heard.kinds == [("proposal_set_aside", "clerk")]
    assert opens(client, heard.one("proposal_set_aside"))


def test_what_a_case_decides_is_no_proposal_of_anybodys(people, plaque):
    with hearing() as heard:
        take_back(plaque)
    assert [kind for kind, _name in heard.kinds if kind.startswith("proposal")] == []


def test_a_suspension_is_told_with_its_last_day_and_its_end_without_a_reason(
    client, people, plaque
):
    proposal = propose_danger(plaque)
    with hearing() as heard:
        approve(proposal)
    message = heard.one("measure_suspended", "lead")
    assert "The suspension ends by itself after" in message.body_en
    assert opens(client, message)
    lifting = propose_lifting(plaque, reason=REASON)
    with hearing() as heard:
        approve(lifting)
    assert heard.who("measure_lifted") == TOLD
    lifted = heard.one("measure_lifted", "lead")
    assert REASON not in lifted.body_zh + lifted.body_en


def test_without_a_principal_the_staff_are_written_to(people, plaque):
    dismiss_representative(appointment=people["principal"].representations.get(), acting_user=None)
    told = {person.user: person.is_written_to for person in told_of(plaque)}
    assert told[people["staff"]]
    with hearing() as heard:
        take_back(plaque)
    assert heard.who("measure_taken_back") == ["lead", "quiet", "staff"]


def test_a_plaque_given_back_is_told_once(client, people, plaque):
    case = put_in_force(plaque, reason=REASON)
    with hearing() as heard:
        withdraw_decision(case)
    assert heard.who("measure_given_back") == TOLD
    assert heard.who("take_down_closed") == []
    assert opens(client, heard.one("measure_given_back", "principal"))


def test_an_expulsion_is_told_to_those_the_dry_run_names(client, people, plaque):
    with hearing() as heard:
        make_case("in_force", school=plaque.school, measure="expel")
    assert not School.objects.members().filter(pk=plaque.school_id).exists()
    assert heard.who("measure_taken_back") == TOLD
    assert heard.who("member_expelled") == ["principal"]
    assert heard.who("alliance_shrank") == ["lead", "quiet"]
    for message in heard.messages.filter(kind="measure_taken_back"):
        assert "sign anew" not in message.body_en
        assert opens(client, message)


def test_the_message_of_a_precaution_says_that_nothing_is_decided(people, plaque):
    proposal = propose_danger(plaque)
    with hearing() as heard:
        approve(proposal)
    for message in heard.messages.filter(kind="measure_suspended"):
        assert "a precaution for people's safety. Nothing is decided" in message.body_en
        assert "尚未作出任何决定" in message.body_zh


def test_a_decision_that_fails_tells_nobody(plaque):
    proposal = propose_danger(plaque)
    with hearing() as heard, pytest.raises(RuleError):
        approve_measure(proposal=proposal, acting_user=proposal.proposed_by)
    assert heard.kinds == []
