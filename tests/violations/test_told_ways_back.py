"""Appeals, objections and repairs: receipts, who is asked, and how each is answered."""

import pytest

from association.accounts.roles import Role
from association.core import clock
from association.core.errors import InvalidTransition, RuleError
from association.violations.enums import Measure, ObjectionStatus
from association.violations.services import (
    accept_decision,
    ask_repair,
    carry_out_case,
    confirm_withdrawal,
    decide_objection,
    extend_objection,
    grant_repair,
    lodge_appeal,
    lodge_objection,
    name_panel,
    propose_withdrawal,
    refuse_repair,
    refuse_withdrawal,
    vote_appeal,
)
from tests.factories import make_secretary
from tests.factories.people import make_department
from tests.factories.ways_back import REASONS, WORDS, let_repairs_be_early, make_visit, tomorrow
from tests.messaging.heard import hearing, opens
from tests.violations.filing.desk import make_sent
from tests.violations.test_told import in_both
from tests.violations.told import fresh, make_hearers, make_people, private_words_in, says

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return make_people()


@pytest.fixture
def entry(people):
    """A case in force since today."""
    case = accept_decision(case=people.decided(Measure.CIRCULAR), acting_user=people.principal)
    return carry_out_case(case=case, acting_user=people.clerk)


def appeal(people, case):
    return lodge_appeal(case=case, words=WORDS, acting_user=people.principal)


def vote(lodged, panel, *, uphold):
    for user in panel[:2]:
        vote_appeal(appeal=lodged, uphold=uphold, words=REASONS, acting_user=user)


# -- appeals ---------------------------------------------------------------------------------------


def test_whoever_appeals_gets_a_receipt_with_the_day_of_the_answer(client, people):
    case = people.decided()
    with hearing() as heard:
        lodged = appeal(people, case)
    assert heard.kinds == [("appeal_lodged", "principal"), ("case_progress", "clerk")]
    message = heard.one("appeal_lodged")
    assert lodged.code in message.subject_zh
    assert says(message, **in_both(lodged.answer_by))
    assert says(message, zh="决定不生效、不公示", en="Nothing takes effect or is published")
    assert private_words_in(heard.messages) == []
    assert all(opens(client, each) for each in heard.messages)


def test_a_second_appeal_is_refused_and_told_nobody(people):
    case = people.decided()
    appeal(people, case)
    with hearing() as heard, pytest.raises(InvalidTransition):
        appeal(people, case)
    assert heard.kinds == []


def test_each_of_the_panel_is_asked_once_however_many_are_added(client, people):
    lodged = appeal(people, people.decided())
    panel = make_hearers(5)
    with hearing() as heard:
        lodged = name_panel(appeal=lodged, panel=panel[:3], acting_user=None)
    assert heard.kinds == [("appeal_to_hear", f"hearer-{number}") for number in (1, 2, 3)]
    assert says(heard.one("appeal_to_hear", "hearer-1"), **in_both(lodged.answer_by))
    assert private_words_in(heard.messages) == []
    assert all(opens(client, each) for each in heard.messages)
    with hearing() as heard:
        name_panel(appeal=lodged, panel=panel[3:], reason="两人不能表决", acting_user=None)
    assert heard.kinds == [("appeal_to_hear", "hearer-4"), ("appeal_to_hear", "hearer-5")]


def test_an_appeal_that_is_upheld_is_told_the_school_in_one_message(client, people):
    lodged, panel = appeal(people, people.decided()), make_hearers()
    name_panel(appeal=lodged, panel=panel, acting_user=None)
    with hearing() as heard:
        vote_appeal(appeal=lodged, uphold=True, words=REASONS, acting_user=panel[0])
    assert heard.kinds == []
    with hearing() as heard:
        vote_appeal(appeal=lodged, uphold=True, words=REASONS, acting_user=panel[1])
    assert heard.kinds == [("appeal_upheld", "principal"), ("case_progress", "clerk")]
    assert says(heard.one("appeal_upheld"), zh="决定已撤销", en="is withdrawn")
    assert private_words_in(heard.messages) == []
    assert opens(client, heard.one("appeal_upheld"))


def test_an_appeal_that_is_rejected_is_told_with_the_new_day(client, people):
    lodged, panel = appeal(people, people.decided()), make_hearers()
    name_panel(appeal=lodged, panel=panel, acting_user=None)
    with hearing() as heard:
        vote(lodged, panel, uphold=False)
    assert heard.kinds == [("appeal_rejected", "principal"), ("case_progress", "clerk")]
    lodged.case.refresh_from_db()
    message = heard.one("appeal_rejected")
    assert f"Please put it right by {in_both(lodged.case.mend_by)['en']}." in message.body_en
    assert lodged.code in message.subject_en
    assert private_words_in(heard.messages) == []
    assert opens(client, message)


# -- objections ------------------------------------------------------------------------------------


def test_who_objects_from_outside_has_no_account_and_nobody_is_written_to(entry):
    with hearing() as heard:
        lodged = lodge_objection(case=entry, words=WORDS, who="李女士", contact="li@example.org")
        decider = make_secretary(Role.APPROVER)
        extend_objection(objection=lodged, asked_others="区教体局", acting_user=decider)
        decide_objection(
            objection=lodged,
            outcome=ObjectionStatus.REJECTED,
            reasons=REASONS,
            acting_user=decider,
        )
    assert heard.kinds == []


def test_a_school_that_objects_gets_a_receipt_the_new_day_and_the_answer(client, people, entry):
    with hearing() as heard:
        lodged = lodge_objection(case=entry, words=WORDS, acting_user=people.principal)
    assert heard.kinds == [("objection_lodged", "principal")]
    assert says(heard.one("objection_lodged"), **in_both(lodged.answer_by))
    assert opens(client, heard.one("objection_lodged"))
    decider = make_secretary(Role.APPROVER)
    with hearing() as heard:
        lodged = extend_objection(objection=lodged, asked_others="区教体局", acting_user=decider)
    assert heard.kinds == [("objection_extended", "principal")]
    assert says(heard.one("objection_extended"), **in_both(lodged.answer_by))
    with hearing() as heard:
        decide_objection(
            objection=lodged,
            outcome=ObjectionStatus.REJECTED,
            reasons=REASONS,
            acting_user=decider,
        )
    assert heard.kinds == [("objection_answered", "principal")]
    assert says(heard.one("objection_answered"), zh="公示不变", en="The entry stands")
    assert REASONS not in heard.one("objection_answered").body_zh
    assert opens(client, heard.one("objection_answered"))


def propose(objection, name="proposer"):
    user = make_secretary(Role.APPROVER, name=name)
    return propose_withdrawal(objection=objection, reasons=REASONS, acting_user=user)


def test_a_withdrawal_is_told_once_two_people_stand_behind_it(client, people, entry):
    lodged = lodge_objection(case=entry, words=WORDS)
    with hearing() as heard:
        lodged = propose(lodged)
    assert heard.kinds == []
    with hearing() as heard:
        confirm_withdrawal(objection=lodged, acting_user=make_secretary(Role.APPROVER))
    assert heard.kinds == [("case_progress", "clerk"), ("case_withdrawn", "principal")]
    assert private_words_in(heard.messages) == []
    assert opens(client, heard.one("case_withdrawn"))


def test_a_withdrawal_after_the_schools_own_objection_is_told_it_with_the_answer(people, entry):
    lodged = propose(lodge_objection(case=entry, words=WORDS, acting_user=people.principal))
    with hearing() as heard:
        confirm_withdrawal(objection=lodged, acting_user=make_secretary(Role.APPROVER))
    assert heard.kinds == [("case_progress", "clerk"), ("objection_answered", "principal")]
    assert "The entry was withdrawn" in heard.one("objection_answered").body_en


def test_who_proposed_a_withdrawal_hears_that_it_was_not_confirmed(client, entry):
    lodged = propose(lodge_objection(case=entry, words=WORDS))
    other = make_secretary(Role.APPROVER)
    with hearing() as heard:
        refuse_withdrawal(objection=lodged, words="材料不足", acting_user=other)
    assert heard.kinds == [("withdrawal_refused", "proposer")]
    assert opens(client, heard.one("withdrawal_refused"))


def test_who_takes_the_own_proposal_back_is_not_told_so(entry):
    lodged = propose(lodge_objection(case=entry, words=WORDS))
    with hearing() as heard:
        refuse_withdrawal(objection=lodged, words="再看一次", acting_user=lodged.proposed_by)
    assert heard.kinds == []


# -- repairs ---------------------------------------------------------------------------------------


def ask(people, entry):
    return ask_repair(case=entry, words=WORDS, acting_user=people.principal)


def test_a_repair_is_asked_for_refused_and_asked_for_again(client, people, entry):
    let_repairs_be_early()
    with hearing() as heard:
        asked = ask(people, entry)
    assert heard.kinds == [("repair_asked", "principal")]
    assert says(heard.one("repair_asked"), **in_both(asked.answer_by))
    assert opens(client, heard.one("repair_asked"))
    with hearing() as heard:
        refuse_repair(repair=asked, reasons=REASONS, acting_user=make_secretary(Role.APPROVER))
    assert heard.kinds == [("repair_refused", "principal")]
    assert opens(client, heard.one("repair_refused"))
    with hearing() as heard:
        ask(people, entry)
        with pytest.raises(RuleError):
            ask(people, entry)
    assert heard.kinds == [("repair_asked", "principal")]


def test_a_repair_that_is_granted_is_told_the_school_and_departments_that_had_a_filing(
    client, people, entry
):
    let_repairs_be_early()
    filing = make_sent(case=entry)
    make_department("market")
    asked = ask(people, entry)
    with tomorrow():
        visit = make_visit(people.school)
        with hearing() as heard:
            grant_repair(
                repair=asked,
                visit=visit,
                reasons=REASONS,
                acting_user=make_secretary(Role.APPROVER),
            )
    liaison = filing.department.liaisons.get().user.username
    assert heard.kinds == [("filing_later", liaison), ("repair_granted", "principal")]
    assert private_words_in(heard.messages) == []
    assert opens(client, heard.one("filing_later"))
    assert opens(client, heard.one("repair_granted"))


def test_a_department_hears_that_a_decision_it_was_sent_was_withdrawn(client, people, entry):
    filing = make_sent(case=entry)
    lodged = propose(lodge_objection(case=entry, words=WORDS))
    with hearing() as heard:
        confirm_withdrawal(objection=lodged, acting_user=make_secretary(Role.APPROVER))
    message = heard.one("filing_later")
    assert message.recipient == filing.department.liaisons.get().user
    assert message.link.endswith(f"/filings/{filing.code}/")
    assert opens(client, message)
    assert fresh(entry).annulled_at.date() <= clock.today()
