"""Before the last click one reads who will be told; after it, they are."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.utils import translation
from django.utils.formats import date_format

from association.accounts.roles import Role
from association.alliances.enums import CampusKind, Capacity
from association.alliances.models import School
from association.alliances.services import leave_association
from association.core import clock
from association.core.errors import RuleError
from association.core.workdays import add_working_days
from association.plaques.enums import MeasureKind
from association.plaques.selectors import consequences_of, take_down_day, told_of
from association.plaques.services import (
    approve_measure,
    issue_plaque,
    readers_of_measure,
    tell_of_measure,
)
from association.pledges.enums import PledgeStatus
from tests.factories import (
    make_accepted_pledge,
    make_covenant,
    make_danger_case,
    make_lead,
    make_principal,
    make_revoked_plaque,
    make_school,
    make_secretary,
    put_in_force,
)
from tests.factories.cases import make_case
from tests.factories.flows import hang
from tests.plaques.measures import propose_danger, propose_lifting

pytestmark = pytest.mark.django_db

REASON = "预收费未进监管账户"


@pytest.fixture
def people():
    """A school with a principal and a member of staff, its lead, and others whom it is nothing."""
    school = make_school()
    found = {
        "principal": make_principal(school, email="principal@school.example", first_name="甲"),
        "staff": make_principal(school, Capacity.STAFF, email="staff@school.example"),
        "lead": make_lead(email="lead@alliance.example"),
        "quiet lead": make_lead(),
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


def test_of_a_plaque_that_never_hung_no_bare_wall_is_foretold_nor_asked_for(
    people, django_capture_on_commit_callbacks
):
    pledge = make_accepted_pledge(
        people["principal"].representations.get().school, signer=people["principal"]
    )
    plaque = issue_plaque(pledge=pledge, acting_user=make_secretary())
    assert "never confirmed at the gate" in follows(plaque)[0]
    assert "photo" not in follows(plaque)[0]
    letters = letters_of(plaque, django_capture_on_commit_callbacks)
    for letter in letters.values():
        assert "Please do not hang it." in letter.body
        assert "Please take the plaque down by" not in letter.body
        assert f"/desk/{plaque.school.uscc}/plaques/{plaque.number}/bare-wall/" in letter.body


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


def letters_after(proposal, capture):
    mail.outbox.clear()
    with capture(execute=True):
        approve_measure(proposal=proposal, acting_user=make_secretary(Role.APPROVER))
    return {letter.to[0]: letter for letter in mail.outbox}


def letters_of(plaque, capture):
    """The letters after a decision took the plaque back, by whom they go to."""
    with capture() as callbacks:
        take_back(plaque)
    mail.outbox.clear()
    for callback in callbacks:
        callback()
    of_plaque = [letter for letter in mail.outbox if plaque.number in letter.subject]
    return {letter.to[0]: letter for letter in of_plaque}


def test_after_the_decision_each_gets_a_letter_of_their_own(
    people, plaque, django_capture_on_commit_callbacks
):
    letters = letters_of(plaque, django_capture_on_commit_callbacks)
    assert set(letters) == {"principal@school.example", "lead@alliance.example"}
    for letter in letters.values():
        assert len(letter.to + letter.cc + letter.bcc) == 1
        assert "\n" not in letter.subject
        assert REASON in letter.body
        assert f"https://plaque.example/verify/{plaque.number}/" in letter.body
        assert f"/desk/{plaque.school.uscc}/plaques/{plaque.number}/bare-wall/" in letter.body
        assert plaque.token not in letter.body


def test_a_letter_names_nobody_of_the_association(
    people, plaque, django_capture_on_commit_callbacks
):
    clerk = make_secretary(last_name="诸葛", first_name="提议")
    letters = letters_after(
        propose_danger(plaque, acting_user=clerk), django_capture_on_commit_callbacks
    )
    assert set(letters) == {"principal@school.example", "lead@alliance.example"}
    for letter in letters.values():
        assert "诸葛" not in letter.body + letter.subject


def test_nobody_is_written_to_while_a_measure_is_only_proposed_or_rejected(
    plaque, django_capture_on_commit_callbacks
):
    case = make_danger_case(plaque)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        propose_danger(plaque, basis=case.code)
    assert mail.outbox == []


def test_a_suspension_is_told_with_its_last_day_and_its_end_without_a_reason(
    people, plaque, django_capture_on_commit_callbacks
):
    suspended = letters_after(propose_danger(plaque), django_capture_on_commit_callbacks)
    letter = suspended["lead@alliance.example"]
    assert "bare-wall" not in letter.body
    assert "The suspension ends by itself after" in letter.body
    lifted = letters_after(
        propose_lifting(plaque, reason=REASON), django_capture_on_commit_callbacks
    )
    assert set(lifted) == set(suspended)
    assert REASON not in lifted["lead@alliance.example"].body


def test_a_measure_on_a_school_without_addresses_writes_to_nobody():
    plaque = make_revoked_plaque()
    mail.outbox.clear()
    proposal = plaque.proposals.get()
    assert readers_of_measure(proposal) == []
    assert tell_of_measure(proposal=proposal, readers=[]) == 0
    assert mail.outbox == []


def test_an_expulsion_is_told_to_those_the_dry_run_names(
    people, plaque, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as callbacks:
        make_case("in_force", school=plaque.school, measure="expel")
    assert not School.objects.members().filter(pk=plaque.school_id).exists()
    mail.outbox.clear()
    for callback in callbacks:
        callback()
    letters = {each.to[0]: each.body for each in mail.outbox if plaque.number in each.subject}
    assert set(letters) == {"principal@school.example", "lead@alliance.example"}
    for body in letters.values():
        assert f"the membership of {plaque.school.name} has ended" in body


def test_the_letter_of_a_precaution_says_that_nothing_is_decided(
    people, plaque, django_capture_on_commit_callbacks
):
    letters = letters_after(propose_danger(plaque), django_capture_on_commit_callbacks)
    for letter in letters.values():
        assert "a precaution for people's safety. Nothing is decided" in letter.body
    for letter in letters_of(plaque, django_capture_on_commit_callbacks).values():
        assert "precaution" not in letter.body
        assert "membership" not in letter.body


def test_a_decision_that_fails_tells_nobody(plaque, django_capture_on_commit_callbacks):
    proposal = propose_danger(plaque)
    with django_capture_on_commit_callbacks() as callbacks, pytest.raises(RuleError):
        approve_measure(proposal=proposal, acting_user=proposal.proposed_by)
    assert callbacks == []
