"""Who may have which part in a case: not the own school, a rival, or who judges their own work."""

import pytest

from association.accounts.roles import Role, give_role
from association.alliances.enums import Capacity
from association.alliances.services import appoint_representative, leave_association
from association.core import clock
from association.core.errors import RuleError
from association.peer_review.enums import TieKind
from association.peer_review.services import (
    contest_facts,
    declare_tie,
    recheck,
    show_mended,
    uphold_facts,
)
from association.violations.enums import CaseStatus, Measure
from association.violations.models import Case
from association.violations.selectors.people import possible_deciders
from association.violations.services import (
    add_evidence,
    amend_case,
    answer_case,
    ask_hearing,
    close_case,
    dismiss_case,
    hold_hearing,
    put_to_decision,
    take_back_case,
    tell_school,
    vote_case,
)
from tests.factories import make_accepted_pledge, make_principal, make_school, make_secretary
from tests.factories.cases import WAYS, answer, make_accusation, make_case, make_pledged_school
from tests.factories.files import PDF
from tests.factories.findings import days_later, make_finding
from tests.violations.acting import everything, open_on

pytestmark = pytest.mark.django_db
OPEN, TOLD, DECIDING, DECIDED, CLOSED, DISMISSED = list(CaseStatus)[:6]
WORDS = "如实说明"
SETTLED = 30  # days after which the facts of a finding stand and it was looked at again


def tie(one, other):
    declare_tie(one=one, other=other, kind=TieKind.CONFLICT, reason="同一举办人", acting_user=None)


def act_for(school, user):
    appoint_representative(school=school, user=user, capacity=Capacity.STAFF, acting_user=None)


def make_decider_of(school):
    """Somebody who may decide cases and acts for a school."""
    user = make_secretary(Role.APPROVER)
    act_for(school, user)
    return user


def make_tied(school):
    """Somebody of a school of another alliance that is tied to this one."""
    other = make_school(alliance="west")
    tie(other, school)
    return make_decider_of(other)


def make_looked_at_finding():
    """A finding whose facts were upheld, and which was found unmended, with those who did it."""
    judge, checker = make_secretary(Role.APPROVER), make_secretary(Role.APPROVER)
    finding = make_finding()
    contest_facts(finding=finding, words=WORDS, acting_user=None)
    uphold_facts(finding=finding, words=WORDS, acting_user=judge)
    with days_later(SETTLED):
        show_mended(finding=finding, words=WORDS, acting_user=None)
        recheck(finding=finding, mended=False, words=WORDS, acting_user=checker)
    finding.refresh_from_db()
    noter = finding.visit.seats.get().visitor
    give_role(user=noter, role=Role.APPROVER)
    return finding, {"noted": noter, "upheld": judge, "re-checked": checker}


def make_against(finding, of_finding):
    """Everybody against whom something stands in a case on the finding."""
    return {
        "own": make_decider_of(finding.school),
        "rival": make_decider_of(make_school()),
        "tied": make_tied(finding.school),
        **of_finding,
    }


def case_in(status, finding, clerk):
    """A case on a finding in the given state."""
    case = open_on(finding, clerk)
    for act in WAYS[status]:
        act(case, clerk)
    case.refresh_from_db()
    return case


def amend(case, user):
    amend_case(case=case, accusation=make_accusation(case.school), acting_user=user)


def show(case, user):
    add_evidence(case=case, title="记录", origin="巡查", data=PDF, name="a.pdf", acting_user=user)


def tell(case, user):
    tell_school(case=case, in_view=Measure.MEND, acting_user=user)


def hear(case, user):
    hold_hearing(case=case, held_on=clock.today(), record=WORDS, acting_user=user)


def put(case, user):
    panel = possible_deciders(case)[:2]
    put_to_decision(case=case, measure=Measure.REMIND, reasons=WORDS, panel=panel, acting_user=user)


def take_back(case, user):
    take_back_case(case=case, reason=WORDS, acting_user=user)


def close(case, user):
    close_case(case=case, words=WORDS, acting_user=user)


def dismiss(case, user):
    dismiss_case(case=case, words=WORDS, acting_user=user)


def ask(case, user):
    ask_hearing(case=case, words=WORDS, acting_user=user)


def say(case, user):
    answer_case(case=case, words=WORDS, acting_user=user, said_all=True)


# Each verb of the association with a state in which it can be done, and what else it needs.
ACTS = {
    "amend": (OPEN, amend, None),
    "add evidence": (OPEN, show, None),
    "add evidence later": (TOLD, show, None),
    "tell": (OPEN, tell, show),
    "hold the hearing": (TOLD, hear, ask),
    "put": (TOLD, put, say),
    "take back": (DECIDING, take_back, None),
    "close": (DECIDED, close, None),
    "dismiss": (OPEN, dismiss, None),
    "dismiss later": (TOLD, dismiss, None),
}
LOOKING_INTO = [act for act in ACTS if not act.startswith("dismiss")]
# A case that was before a panel is never open again.
AFTER_A_PANEL = [act for act in LOOKING_INTO if ACTS[act][0] != OPEN]


@pytest.fixture
def finding_and_people():
    """A finding that stands, and whoever had a part in it, on a day when a case can be opened."""
    finding, of_finding = make_looked_at_finding()
    make_accepted_pledge(finding.school)
    with days_later(SETTLED):
        yield finding, of_finding


@pytest.mark.parametrize("act", ACTS)
def test_nobody_acts_in_a_case_against_whom_something_stands(finding_and_people, act):
    finding, of_finding = finding_and_people
    against = make_against(finding, of_finding)
    status, do, before = ACTS[act]
    case = case_in(status, finding, make_secretary())
    for _each in range(2):
        make_secretary(Role.APPROVER)
    if before:
        before(case, None)
    rows = everything()
    for person in against.values():
        with pytest.raises(RuleError, match="others deal with the case"):
            do(case, person)
    assert everything() == rows
    do(case, make_secretary(Role.APPROVER))
    assert everything() != rows


def test_nobody_opens_a_case_against_whom_something_stands(finding_and_people):
    finding, of_finding = finding_and_people
    for person in make_against(finding, of_finding).values():
        with pytest.raises(RuleError, match="others deal with the case"):
            open_on(finding, person)
    assert not Case.objects.exists()
    clerk = make_secretary()
    case = open_on(finding, clerk)
    assert list(case.people.values_list("user", "part")) == [(clerk.pk, "investigator")]


def test_nobody_is_named_against_whom_something_stands(finding_and_people):
    finding, of_finding = finding_and_people
    against = make_against(finding, of_finding)
    clerk = make_secretary()
    case = case_in(TOLD, finding, clerk)
    answer(case, clerk)
    free = [make_secretary(Role.APPROVER) for _each in range(2)]
    assert {user.pk for user in possible_deciders(case)} == {user.pk for user in free}
    for person in [*against.values(), clerk, make_secretary()]:
        with pytest.raises(RuleError, match="Please choose others"):
            put_to_decision(
                case=case,
                measure=Measure.REMIND,
                reasons=WORDS,
                panel=[*free, person],
                acting_user=clerk,
            )
    case.refresh_from_db()
    assert (case.status, case.people.filter(part="decider").count()) == (TOLD, 0)


def test_who_had_a_part_in_another_finding_can_look_into_a_case(finding_and_people):
    finding, of_finding = finding_and_people
    case = make_case(school=finding.school)
    for person in of_finding.values():
        amend(case, person)


@pytest.mark.parametrize("act", AFTER_A_PANEL)
def test_who_was_named_to_decide_does_not_look_into_it(act):
    status, do, before = ACTS[act]
    clerk = make_secretary()
    case = make_case(DECIDED if status == DECIDED else DECIDING, clerk=clerk)
    named = case.people.filter(part="decider").first().user
    if status == TOLD:
        take_back(case, clerk)
    if before:
        before(case, None)
    rows = everything()
    with pytest.raises(RuleError, match="named to decide"):
        do(case, named)
    assert everything() == rows


@pytest.mark.parametrize("act", LOOKING_INTO)
def test_whoever_looks_into_it_neither_decides_it_nor_lets_it_rest(act):
    status, do, before = ACTS[act]
    case = make_case(status)
    for _each in range(2):
        make_secretary(Role.APPROVER)
    if before:
        before(case, None)
    person = make_secretary(Role.APPROVER)
    assert person in possible_deciders(case)
    do(case, person)
    assert person not in possible_deciders(case)
    case.refresh_from_db()
    if case.status in {OPEN, TOLD}:
        with pytest.raises(RuleError, match="somebody else lets it rest"):
            dismiss(case, person)


def test_whoever_opened_it_does_not_let_it_rest():
    clerk = make_secretary()
    case = make_case(clerk=clerk)
    with pytest.raises(RuleError, match="somebody else lets it rest"):
        dismiss(case, clerk)


def test_who_decides_once_and_looks_into_another_case_can_decide_again():
    clerk = make_secretary()
    case = make_case(DECIDING, clerk=clerk)
    named = [person.user for person in case.people.filter(part="decider")]
    take_back(case, clerk)
    make_case(clerk=named[0])
    assert set(named) <= set(possible_deciders(case))


@pytest.mark.parametrize("kind", ["own", "rival", "tied", "tied later"])
def test_what_comes_to_stand_against_a_decider_stops_the_vote(kind):
    case = make_case(DECIDING)
    [first, second] = [person.user for person in case.people.filter(part="decider")]
    other = make_school(alliance="east" if kind == "rival" else "west")
    if kind == "tied":
        tie(other, case.school)
    act_for(case.school if kind == "own" else other, first)
    if kind == "tied later":
        tie(case.school, other)
    rows = everything()
    with pytest.raises(RuleError, match="others deal with the case"):
        vote_case(case=case, in_favour=True, words="", acting_user=first)
    assert everything() == rows
    vote_case(case=case, in_favour=True, words="", acting_user=second)
    case.refresh_from_db()
    assert case.status == DECIDING


def test_a_tie_that_ended_or_people_who_left_are_free_again():
    school = make_pledged_school()
    person = make_decider_of(school)
    case = make_case(school=school)
    assert person not in possible_deciders(case)
    person.representations.update(until=clock.now())
    assert person in possible_deciders(case)


@pytest.mark.parametrize("gone", ["the judge's school", "the school of the case"])
def test_a_rival_that_has_left_competes_on(gone):
    school, other = make_pledged_school(), make_school()
    judge, case = make_decider_of(other), make_case(school=school)
    leave_association(school=other if gone == "the judge's school" else school, acting_user=None)
    assert judge not in possible_deciders(case)


def test_a_school_of_another_alliance_is_no_rival():
    judge = make_decider_of(make_school(alliance="west"))
    assert judge in possible_deciders(make_case())


@pytest.mark.parametrize("do", [say, ask])
def test_only_the_schools_own_people_speak_for_it(do):
    case = make_case(DECIDING)
    decider = case.people.filter(part="decider").first().user
    clerk = case.opened_by
    take_back(case, clerk)
    left = make_principal(case.school, Capacity.STAFF)
    left.representations.update(until=clock.now())
    others = [
        decider,
        clerk,
        left,
        make_secretary(Role.SECRETARY_GENERAL),
        make_decider_of(make_school()),
        make_tied(case.school),
    ]
    rows = everything()
    for person in others:
        with pytest.raises(RuleError, match="own people"):
            do(case, person)
    assert everything() == rows
    own = make_principal(case.school, Capacity.STAFF)
    do(case, own)
    assert case.statements.last().author == own


def test_only_people_who_may_decide_and_can_sign_in_are_named():
    case = make_case(TOLD)
    approver, gone = make_secretary(Role.APPROVER), make_secretary(Role.APPROVER)
    gone.is_active = False
    gone.save(update_fields=["is_active"])
    auditor = make_secretary(Role.AUDITOR)
    assert approver in possible_deciders(case)
    assert not {gone, auditor} & set(possible_deciders(case))
