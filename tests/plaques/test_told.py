"""Before the last click one reads who will be told; after it, they are."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.utils import translation
from django.utils.formats import date_format

from association.accounts.roles import Role
from association.alliances.enums import CampusKind, Capacity
from association.alliances.services import leave_association
from association.core import clock
from association.core.errors import RuleError
from association.plaques.enums import MeasureKind
from association.plaques.selectors import consequences_of, take_down_day, told_of
from association.plaques.services import (
    approve_measure,
    issue_plaque,
    propose_measure,
    tell_of_measure,
)
from association.pledges.enums import PledgeStatus
from tests.factories import (
    make_accepted_pledge,
    make_covenant,
    make_lead,
    make_principal,
    make_revoked_plaque,
    make_school,
    make_secretary,
)
from tests.factories.flows import hang

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


def propose(plaque, kind=MeasureKind.REVOKE, user=None):
    reinstate = kind == MeasureKind.REINSTATE
    promises = plaque.pledge.covenant_version.promises
    return propose_measure(
        plaque=plaque,
        kind=kind,
        promise=None if reinstate else promises.get(code="P6"),
        reason=REASON,
        acting_user=user or make_secretary(),
    )


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
    client.force_login(make_secretary())
    promise = plaque.pledge.covenant_version.promises.get(code="P6")
    values = {"kind": "revoke", "promise": promise.pk, "reason": REASON}
    preview = client.post(f"/admin/plaques/propose/{plaque.pk}/", values)
    proposal = propose(plaque)
    client.force_login(make_secretary(Role.APPROVER))
    decide = client.get(f"/admin/measures/approve/{proposal.pk}/")
    for page in (preview, decide):
        [told] = BeautifulSoup(page.content, "html.parser").select("ul.told")
        text = told.get_text(" ")
        assert all(str(user) in text for user in people.values())


def follows(plaque, kind=MeasureKind.REVOKE):
    with translation.override("en"):
        return consequences_of(plaque, kind=kind)


def take_back(plaque):
    approve_measure(proposal=propose(plaque), acting_user=make_secretary(Role.APPROVER))


def test_the_dry_run_says_by_when_it_has_to_be_down_and_that_the_pledge_ends(plaque):
    [down, ends] = follows(plaque)
    with translation.override("en"):
        day = date_format(clock.today() + dt.timedelta(days=10), "DATE_FORMAT")
    assert f"send a photo of the empty place; if approved today, by {day}." in down
    assert ends == (
        f"The school's pledge {plaque.pledge.receipt_no} ends; the school may sign anew."
    )
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


def test_with_another_plaque_the_pledge_stays_and_the_dry_run_says_so(plaque):
    school = plaque.school
    further = school.campuses.create(name="分校", kind=CampusKind.CAMPUS, address="示范路2号")
    issue_plaque(pledge=plaque.pledge, campus=further, acting_user=make_secretary())
    [_down, stays] = follows(plaque)
    assert "stays in force" in stays
    take_back(plaque)
    plaque.pledge.refresh_from_db()
    assert plaque.pledge.status == PledgeStatus.ACCEPTED


def test_of_a_plaque_that_never_hung_no_bare_wall_is_foretold_nor_asked_for(
    people, django_capture_on_commit_callbacks
):
    pledge = make_accepted_pledge(
        people["principal"].representations.get().school, signer=people["principal"]
    )
    plaque = issue_plaque(pledge=pledge, acting_user=make_secretary())
    assert "never confirmed at the gate" in follows(plaque)[0]
    assert "photo" not in follows(plaque)[0]
    letters = letters_after(propose(plaque), django_capture_on_commit_callbacks)
    for letter in letters.values():
        assert "Please do not hang it." in letter.body
        assert "Please take the plaque down by" not in letter.body
        assert f"/desk/{plaque.school.uscc}/plaques/{plaque.number}/bare-wall/" in letter.body


@pytest.mark.parametrize("kind", [MeasureKind.SUSPEND, MeasureKind.REINSTATE])
def test_nothing_else_follows_from_a_suspension_or_its_end(plaque, kind):
    assert follows(plaque, kind) == []


def test_a_school_that_left_has_no_pledge_to_end(plaque):
    leave_association(school=plaque.school, acting_user=None)
    assert len(follows(plaque)) == 1


def test_both_dry_runs_show_what_follows(client, plaque):
    client.force_login(make_secretary())
    promise = plaque.pledge.covenant_version.promises.get(code="P6")
    values = {"kind": "revoke", "promise": promise.pk, "reason": REASON}
    preview = client.post(f"/admin/plaques/propose/{plaque.pk}/", values)
    values["kind"] = "suspend"
    suspension = client.post(f"/admin/plaques/propose/{plaque.pk}/", values)
    proposal = propose(plaque)
    client.force_login(make_secretary(Role.APPROVER))
    decide = client.get(f"/admin/measures/approve/{proposal.pk}/")
    for page in (preview, decide):
        soup = BeautifulSoup(page.content, "html.parser")
        assert soup.select_one("#follows")
        assert plaque.pledge.receipt_no in soup.select_one(".dry-run section").get_text()
    assert BeautifulSoup(suspension.content, "html.parser").select_one("#follows") is None


def letters_after(proposal, capture):
    mail.outbox.clear()
    with capture(execute=True):
        approve_measure(proposal=proposal, acting_user=make_secretary(Role.APPROVER))
    return {letter.to[0]: letter for letter in mail.outbox}


def test_after_the_approval_each_gets_a_letter_of_their_own(
    people, plaque, django_capture_on_commit_callbacks
):
    clerk = make_secretary(last_name="诸葛", first_name="提议")
    proposal = propose(plaque, user=clerk)
    letters = letters_after(proposal, django_capture_on_commit_callbacks)
    assert set(letters) == {"principal@school.example", "lead@alliance.example"}
    for letter in letters.values():
        assert len(letter.to + letter.cc + letter.bcc) == 1
        assert plaque.number in letter.subject
        assert "\n" not in letter.subject
        assert REASON in letter.body
        assert f"https://plaque.example/verify/{plaque.number}/" in letter.body
        assert f"/desk/{plaque.school.uscc}/plaques/{plaque.number}/bare-wall/" in letter.body
        assert "诸葛" not in letter.body + letter.subject
        assert plaque.token not in letter.body


def test_nobody_is_written_to_while_a_measure_is_only_proposed_or_rejected(
    plaque, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        propose(plaque)
    assert mail.outbox == []


def test_lifting_a_suspension_is_told_as_well_and_without_a_reason(
    people, plaque, django_capture_on_commit_callbacks
):
    suspended = letters_after(
        propose(plaque, MeasureKind.SUSPEND), django_capture_on_commit_callbacks
    )
    assert "bare-wall" not in suspended["lead@alliance.example"].body
    lifted = letters_after(
        propose(plaque, MeasureKind.REINSTATE), django_capture_on_commit_callbacks
    )
    assert set(lifted) == set(suspended)
    assert REASON not in lifted["lead@alliance.example"].body


def test_a_measure_on_a_school_without_addresses_writes_to_nobody():
    plaque = make_revoked_plaque()
    assert tell_of_measure(proposal=plaque.proposals.get()) == 0
    assert mail.outbox == []


def test_a_decision_that_fails_tells_nobody(plaque, django_capture_on_commit_callbacks):
    proposal = propose(plaque)
    with django_capture_on_commit_callbacks() as callbacks, pytest.raises(RuleError):
        approve_measure(proposal=proposal, acting_user=proposal.proposed_by)
    assert callbacks == []
