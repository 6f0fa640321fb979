"""What happens in a case is told to whom it concerns, once, and not before the desk shows it."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.formats import date_format

from association.accounts.roles import Role, give_role
from association.core import clock
from association.core.errors import InvalidTransition, RuleError
from association.violations.enums import CaseStatus, Measure
from association.violations.models import CaseSettings
from association.violations.services import (
    accept_decision,
    amend_case,
    ask_hearing,
    carry_out_case,
    close_case,
    dismiss_case,
    draft_notice,
    end_cases,
    hold_hearing,
    put_to_decision,
    reply_to_notice,
    take_back_case,
    tell_school,
    vote_case,
)
from tests.factories import make_secretary
from tests.factories.cases import answer_day, make_accusation
from tests.factories.notices import approve, correct_notice
from tests.messaging.heard import hearing, opens
from tests.violations.told import fresh, make_people, private_words_in, says, show

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return make_people()


@pytest.fixture
def told(people):
    case = people.open()
    people.tell(case)
    return fresh(case)


def in_both(day):
    """A day as letters write it, in Chinese and in English."""
    with translation.override("zh-hans"):
        chinese = date_format(day, "DATE_FORMAT")
    with translation.override("en"):
        return {"zh": chinese, "en": date_format(day, "DATE_FORMAT")}


# -- until the decision ----------------------------------------------------------------------------


def test_nobody_hears_of_a_case_before_the_school_is_told(people):
    with hearing() as heard:
        case = people.open()
        show(case, people.clerk)
        amend_case(case=case, accusation=make_accusation(people.school), acting_user=people.clerk)
    assert heard.kinds == []


def test_the_principal_is_told_by_when_to_answer_and_nothing_of_the_matter(client, people):
    case = people.open()
    with hearing() as heard:
        people.tell(case)
    assert heard.kinds == [("case_told", "principal")]
    message = heard.one("case_told")
    assert says(message, **in_both(answer_day()))
    assert says(message, zh="不会使结果更重", en="Nothing gets harder")
    assert case.code in message.subject_zh
    assert private_words_in(heard.messages) == []
    assert opens(client, message)


def test_what_is_refused_or_rolled_back_is_not_told(people, told):
    with hearing() as heard:
        with pytest.raises(InvalidTransition):
            tell_school(case=told, in_view=Measure.MEND, acting_user=people.clerk)
        case = people.open()
        show(case, people.clerk)
        with transaction.atomic():
            tell_school(case=case, in_view=Measure.MEND, acting_user=people.clerk)
            transaction.set_rollback(True)
    assert heard.kinds == []


def test_further_evidence_is_told_with_the_new_day(client, people, told):
    with clock.at(clock.now() + dt.timedelta(days=2)), hearing() as heard:
        show(told, people.clerk)
        day = answer_day()
    assert heard.kinds == [("case_evidence", "principal")]
    assert says(heard.one("case_evidence"), **in_both(day))
    assert opens(client, heard.one("case_evidence"))


def test_who_looks_into_it_hears_of_the_answer(client, people, told):
    with hearing() as heard:
        people.answer(told)
    assert heard.kinds == [("case_progress", "clerk")]
    assert says(heard.one("case_progress"), zh="代表学校答复", en="answered for the school")
    assert opens(client, heard.one("case_progress"))


def test_who_works_on_no_cases_any_more_hears_nothing_of_it(people, told):
    people.clerk.groups.clear()
    give_role(user=people.clerk, role=Role.EDITOR)
    with hearing() as heard:
        people.answer(told)
    assert heard.kinds == []


def test_a_hearing_is_asked_for_and_its_record_can_be_read(client, people, told):
    with hearing() as heard:
        ask_hearing(case=told, words="请当面听取", acting_user=people.principal)
    assert heard.kinds == [("case_progress", "clerk")]
    assert says(heard.one("case_progress"), zh="听取学校当面陈述", en="hear the school in person")
    with hearing() as heard:
        hold_hearing(
            case=told, held_on=clock.today(), record="校长到会说明。", acting_user=people.clerk
        )
    assert heard.kinds == [("case_heard", "principal")]
    message = heard.one("case_heard")
    assert says(message, **in_both(clock.today()))
    assert f"until {in_both(answer_day())['en']}".lower() in message.body_en.lower()
    assert opens(client, message)


def test_those_who_are_named_hear_that_they_decide_and_the_school_that_it_is_decided(
    client, people, told
):
    people.answer(told)
    with hearing() as heard:
        people.put(fresh(told))
    assert heard.kinds == [
        ("case_deciding", "principal"),
        ("case_to_decide", "decider-1"),
        ("case_to_decide", "decider-2"),
    ]
    assert private_words_in(heard.messages) == []
    assert all(opens(client, message) for message in heard.messages)


def test_a_proposal_that_is_taken_back_needs_no_vote_and_the_school_reads_no_vote(client, people):
    case = people.open()
    people.tell(case)
    people.answer(case)
    case = people.put(fresh(case))
    with hearing() as heard:
        take_back_case(case=case, reason="有人不能表决", acting_user=people.clerk)
    assert heard.kinds == [
        ("case_undecided", "principal"),
        ("case_vote_over", "decider-1"),
        ("case_vote_over", "decider-2"),
    ]
    assert "票" not in heard.one("case_undecided").body_zh
    assert opens(client, heard.one("case_undecided"))


def test_a_vote_without_a_decision_is_told_and_how_they_voted_is_not(people, told):
    people.answer(told)
    case = people.put(fresh(told))
    with hearing() as heard:
        vote_case(case=case, in_favour=False, words="理由", acting_user=people.deciders[0])
    assert heard.kinds == [
        ("case_progress", "clerk"),
        ("case_undecided", "principal"),
        ("case_vote_over", "decider-2"),
    ]
    taken_back = f"核查事项{told.code}这次没有形成决定"
    assert taken_back in heard.one("case_undecided").body_zh


def test_who_is_named_again_is_asked_again(people, told):
    people.answer(told)
    take_back_case(case=people.put(fresh(told)), reason="补充", acting_user=people.clerk)
    with hearing() as heard:
        people.put(fresh(told))
    assert heard.who("case_to_decide") == ["decider-1", "decider-2"]


# -- the decision ----------------------------------------------------------------------------------


def test_a_single_vote_of_several_is_told_nobody(people, told):
    people.answer(told)
    case = people.put(fresh(told))
    with hearing() as heard:
        vote_case(case=case, in_favour=True, words="", acting_user=people.deciders[0])
    assert heard.kinds == []


def test_the_school_hears_of_the_decision_and_until_when_it_can_appeal(client, people, told):
    people.answer(told)
    case = people.put(fresh(told))
    with hearing() as heard:
        case = people.vote(case)
    assert heard.kinds == [
        ("case_decided", "principal"),
        ("case_progress", "clerk"),
        ("case_vote_over", "decider-1"),
    ]
    message = heard.one("case_decided")
    assert says(message, **in_both(case.final_on - dt.timedelta(days=1)))
    assert says(message, **in_both(case.mend_by))
    assert "Nothing of it is published." in message.body_en
    assert "words beside" not in message.body_en
    assert private_words_in(heard.messages) == []
    assert all(opens(client, each) for each in heard.messages)


def test_of_a_public_decision_nothing_takes_effect_before_and_words_may_stand_beside_it(people):
    case = people.open(Measure.REVOKE)
    people.tell(case, Measure.REVOKE)
    people.answer(case)
    case = people.put(fresh(case), Measure.REVOKE)
    with hearing() as heard:
        people.vote(case)
    message = heard.one("case_decided")
    assert "Until then nothing takes effect, and nobody outside reads of it." in message.body_en
    assert "Your school can set its own words beside what the public will read." in message.body_en
    assert private_words_in(heard.messages) == []


def test_the_school_that_accepts_is_told_nothing_and_who_looks_into_it_is(people):
    case = people.decided(Measure.CIRCULAR)
    with hearing() as heard:
        accept_decision(case=case, acting_user=people.principal)
    assert heard.kinds == [("case_progress", "clerk")]
    assert says(heard.one("case_progress"), zh="使决定生效", en="put it in force")


def test_a_closed_case_is_told_with_what_is_left_of_the_days_to_appeal(client, people):
    case = people.decided()
    with hearing() as heard:
        close_case(case=case, words="复查已补充公示。", acting_user=people.clerk)
    assert heard.kinds == [("case_closed", "principal")]
    assert says(heard.one("case_closed"), **in_both(case.final_on - dt.timedelta(days=1)))
    assert opens(client, heard.one("case_closed"))


@pytest.mark.parametrize(
    ("was_told", "kinds"),
    [
        (False, [("case_progress", "clerk")]),
        (True, [("case_dismissed", "principal"), ("case_progress", "clerk")]),
    ],
)
def test_a_case_that_is_not_pursued_is_told_the_school_only_if_it_knows_of_it(
    client, people, was_told, kinds
):
    case = people.open()
    if was_told:
        people.tell(case)
    with hearing() as heard:
        dismiss_case(case=case, words="经核实不属实。", acting_user=people.deciders[0])
    assert heard.kinds == kinds
    assert all(opens(client, message) for message in heard.messages)


# -- in force --------------------------------------------------------------------------------------


def accepted(people, measure=Measure.CIRCULAR):
    return accept_decision(case=people.decided(measure), acting_user=people.principal)


def test_a_decision_in_force_is_told_with_its_days_and_the_ways_that_are_left(client, people):
    case = accepted(people)
    with hearing() as heard:
        case = carry_out_case(case=case, acting_user=people.clerk)
    assert heard.who("case_in_force") == ["principal"]
    message = heard.one("case_in_force")
    assert says(message, **in_both(case.public_until))
    assert says(message, zh="附上自己的说明", en="set its own words beside the notice")
    assert "for repair" not in message.body_en
    assert private_words_in(heard.messages.filter(kind__startswith="case_")) == []
    assert opens(client, message)


def test_from_when_on_a_repair_can_be_asked_for_is_told_where_it_can(people):
    rules = CaseSettings.load()
    rules.repair_months_s2 = 1
    rules.save()
    with hearing() as heard:
        carry_out_case(case=accepted(people), acting_user=people.clerk)
    day = in_both(clock.months_later(clock.today(), 1))
    assert f"From {day['en']} on you can ask for repair." in heard.one("case_in_force").body_en


def test_an_entry_that_ends_by_itself_is_told_after_its_last_day(client, people):
    case = carry_out_case(case=accepted(people), acting_user=people.clerk)
    last = clock.now() + (case.public_until - clock.today())
    with hearing() as heard:
        with clock.at(last):
            assert end_cases() == 0
        assert heard.kinds == []
        with clock.at(last + dt.timedelta(days=1)):
            assert end_cases() == 1
            assert end_cases() == 0
    assert heard.kinds == [("case_ended", "principal")]
    assert says(heard.one("case_ended"), **in_both(case.public_until))
    assert opens(client, heard.one("case_ended"))


def test_a_draft_of_a_notice_is_told_nobody_and_an_approved_one_only_once_it_is_read(
    client, people
):
    case = accepted(people)
    page = draft_notice(case=case, acting_user=people.clerk)
    with hearing() as heard:
        approve(page, by=people.clerk)
        reply_to_notice(case=case, words="我们已经改正。", acting_user=people.principal)
    assert heard.kinds == []
    carry_out_case(case=case, acting_user=people.clerk)
    with hearing() as heard:
        correct_notice(fresh(case))
    assert heard.kinds == [("notice_published", "principal")]
    assert says(heard.one("notice_published"), **in_both(case.public_until))
    assert private_words_in(heard.messages) == []
    assert opens(client, heard.one("notice_published"))


def test_a_notice_that_is_approved_after_the_decision_took_effect_is_told(people):
    case = carry_out_case(case=accepted(people), acting_user=people.clerk)
    page = draft_notice(case=case, acting_user=people.clerk)
    with hearing() as heard:
        approve(page, by=people.clerk)
    assert heard.kinds == [("notice_published", "principal")]


# -- all of it -------------------------------------------------------------------------------------


def test_no_letter_of_a_whole_case_says_anything_of_the_matter(people):
    with hearing() as heard:
        carry_out_case(case=accepted(people, Measure.CIRCULAR), acting_user=people.clerk)
    assert private_words_in(heard.messages) == []
    told = {name for _kind, name in heard.kinds}
    assert told == {"principal", "clerk", "decider-1", "decider-2"}


def test_what_is_refused_for_its_panel_names_nobody(people, told):
    people.answer(told)
    with hearing() as heard, pytest.raises(RuleError):
        put_to_decision(
            case=fresh(told),
            measure=Measure.MEND,
            reasons="理由",
            panel=[people.deciders[0]],
            acting_user=people.clerk,
        )
    assert heard.kinds == []
    assert fresh(told).status == CaseStatus.TOLD


def test_staff_are_told_where_a_school_has_no_principal(people):
    people.principal.representations.update(until=clock.now())
    case = people.open()
    with hearing() as heard:
        people.tell(case)
    assert heard.kinds == [("case_told", "staff")]


def test_naming_more_people_takes_no_more_statements_to_tell_them(people):
    statements = {}
    for count in (2, 5):
        while len(people.deciders) < count:
            people.deciders.append(make_secretary(Role.APPROVER))
        case = people.open()
        people.tell(case)
        people.answer(case)
        with CaptureQueriesContext(connection) as found:
            people.put(fresh(case), count=count)
        statements[count] = sum("messaging_" in each["sql"] for each in found)
    assert statements[2] == statements[5]
