"""Nobody who had a part in a case looks at it once more: each part against each verb, refused."""

import pytest

from association.accounts.models import User
from association.accounts.roles import Role, give_role
from association.core.errors import RuleError
from association.plaques.services import approve_measure
from association.violations.enums import (
    AppealStatus,
    CaseStatus,
    Measure,
    ObjectionStatus,
    RepairStatus,
)
from association.violations.models import Objection
from association.violations.permissions_ways_back import appeal_policy
from association.violations.selectors.ways_back import possible_panel
from association.violations.selectors.ways_back_office import appeals_to_name
from association.violations.services import (
    accept_decision,
    carry_out_case,
    confirm_withdrawal,
    decide_objection,
    extend_objection,
    grant_repair,
    lodge_appeal,
    name_panel,
    propose_danger,
    propose_withdrawal,
    refuse_repair,
    refuse_withdrawal,
    vote_appeal,
)
from tests.factories import (
    make_accepted_pledge,
    make_active_plaque,
    make_school,
    make_secretary,
    make_visitor,
)
from tests.factories.cases import PUBLIC_WORDS, WAYS, Way, make_case
from tests.factories.findings import days_later
from tests.factories.ways_back import (
    REASONS,
    WORDS,
    deciders,
    let_repairs_be_early,
    make_appeal,
    make_entry,
    make_objection,
    make_repair,
    make_visit,
    panel_of,
    tomorrow,
    vote_all,
)
from tests.violations.acting import everything, open_on
from tests.violations.test_people import (
    SETTLED,
    act_for,
    make_against,
    make_looked_at_finding,
    make_tied,
)

pytestmark = pytest.mark.django_db


def make_parts(case):
    """Everybody who had a part in a case, or against whom something stands, by what it was."""
    people = {row.part: row.user for row in case.people.select_related("user")}
    rival, own = make_secretary(Role.APPROVER), make_secretary(Role.APPROVER)
    act_for(make_school(), rival)
    act_for(case.school, own)
    for user in people.values():
        give_role(user=user, role=Role.APPROVER)
    return {**people, "own": own, "rival": rival, "tied": make_tied(case.school)}


def fresh(person):
    """The same person, asked anew what they may."""
    return User.objects.get(pk=person.pk)


def entry_after_an_appeal():
    """A case in force whose appeal was rejected, so that somebody had every part there is."""
    appeal = make_appeal(AppealStatus.REJECTED)
    carry_out_case(case=appeal.case, acting_user=make_secretary())
    appeal.case.refresh_from_db()
    return appeal.case


def decide(objection, user):
    decide_objection(
        objection=objection, outcome=ObjectionStatus.REJECTED, reasons=REASONS, acting_user=user
    )


def extend(objection, user):
    extend_objection(objection=objection, asked_others="街道", acting_user=user)


def propose(objection, user):
    propose_withdrawal(objection=objection, reasons=REASONS, acting_user=user)


def confirm(objection, user):
    confirm_withdrawal(objection=objection, acting_user=user)


def keep_it(objection, user):
    refuse_withdrawal(objection=objection, words="属实", acting_user=user)


OBJECTING = {
    "decide": (ObjectionStatus.LODGED, decide),
    "extend": (ObjectionStatus.LODGED, extend),
    "propose": (ObjectionStatus.LODGED, propose),
    "confirm": (ObjectionStatus.PROPOSED, confirm),
    "refuse": (ObjectionStatus.PROPOSED, keep_it),
}
PARTS = ["investigator", "decider", "appeal", "own", "rival", "tied"]


@pytest.mark.parametrize("act", OBJECTING)
def test_nobody_with_a_part_answers_an_objection(act):
    case = entry_after_an_appeal()
    parts = make_parts(case)
    assert set(parts) == set(PARTS)
    status, do = OBJECTING[act]
    objection = make_objection(status, case=case)
    rows = everything()
    for name, person in parts.items():
        with pytest.raises(RuleError, match=r"others (look|deal)"):
            do(objection, fresh(person))
        assert everything() == rows, name
    do(objection, deciders(1)[0])
    assert everything() != rows


@pytest.mark.parametrize("act", ["grant", "refuse"])
def test_nobody_with_a_part_answers_a_repair(act):
    case = entry_after_an_appeal()
    parts = make_parts(case)
    repair = make_repair(case=case)
    with tomorrow():
        visitor = make_visitor("east")
        give_role(user=visitor, role=Role.APPROVER)
        visit = make_visit(case.school, visitor=visitor)
        if act == "grant":
            parts["visitor"] = visitor

        def do(user):
            if act == "grant":
                grant_repair(repair=repair, visit=visit, reasons=REASONS, acting_user=user)
            else:
                refuse_repair(repair=repair, reasons=REASONS, acting_user=user)

        rows = everything()
        for name, person in parts.items():
            with pytest.raises(RuleError, match=r"others (look|deal|grant)"):
                do(fresh(person))
            assert everything() == rows, name
        do(deciders(1)[0])
        assert everything() != rows


def test_nobody_with_a_part_hears_the_appeal():
    appeal = make_appeal()
    parts = make_parts(appeal.case)
    free = deciders(2)
    rows = everything()
    for name, person in parts.items():
        assert fresh(person) not in possible_panel(appeal.case), name
        with pytest.raises(RuleError, match="choose others"):
            name_panel(appeal=appeal, panel=[*free, person], acting_user=None)
    for person in (make_secretary(), make_secretary(Role.AUDITOR)):
        with pytest.raises(RuleError, match="choose others"):
            name_panel(appeal=appeal, panel=[*free, person], acting_user=None)
    assert everything() == rows


@pytest.mark.parametrize("kind", ["own", "rival", "tied"])
def test_nobody_against_whom_something_stands_names_the_panel(kind):
    appeal = make_appeal()
    person = make_parts(appeal.case)[kind]
    rows = everything()
    with pytest.raises(RuleError, match="others deal with the case"):
        name_panel(appeal=appeal, panel=deciders(3), acting_user=person)
    assert everything() == rows
    name_panel(appeal=appeal, panel=deciders(3), acting_user=make_secretary())


@pytest.mark.parametrize("kind", ["investigator", "decider"])
@pytest.mark.parametrize("status", [AppealStatus.LODGED, AppealStatus.HEARD])
def test_nobody_who_worked_on_the_case_names_or_adds_to_the_panel(kind, status):
    appeal = make_appeal(status)
    person, people = fresh(make_parts(appeal.case)[kind]), deciders(4)
    given = {"appeal": appeal, "reason": "一人住院"}
    given["panel"] = people[:3] if status == AppealStatus.LODGED else people[:2]
    assert not appeal_policy.user_has_permission_for_instance(person, "name", appeal)
    assert not appeals_to_name(person).exists()
    rows = everything()
    with pytest.raises(RuleError, match="others name who hears its appeal"):
        name_panel(acting_user=person, **given)
    assert everything() == rows
    assert appeals_to_name(people[3]).exists() == (status == AppealStatus.LODGED)
    name_panel(acting_user=people[3], **given)


def test_whoever_met_the_danger_names_nobody_to_hear_the_appeal():
    plaque = make_active_plaque()
    clerk = make_secretary()
    told = make_case(CaseStatus.TOLD, school=plaque.school, measure=Measure.SUSPEND, clerk=clerk)
    proposal = propose_danger(case=told, plaque=plaque, reason="正在漏电", acting_user=clerk)
    approver, free = deciders(2)
    approve_measure(proposal=proposal, acting_user=approver)
    for act in WAYS[CaseStatus.APPEALED][1:]:
        act(told, clerk, Way(Measure.SUSPEND, PUBLIC_WORDS))
    appeal = told.appeals.get()
    with pytest.raises(RuleError, match="others name who hears its appeal"):
        name_panel(appeal=appeal, panel=deciders(3), acting_user=approver)
    name_panel(appeal=appeal, panel=deciders(3), acting_user=free)


@pytest.mark.parametrize("kind", ["own", "rival", "tied"])
def test_what_comes_to_stand_against_one_of_the_panel_stops_the_vote(kind):
    appeal = make_appeal(AppealStatus.HEARD)
    first = panel_of(appeal)[0]
    if kind == "own":
        act_for(appeal.case.school, first)
    elif kind == "rival":
        act_for(make_school(), first)
    else:
        tied = make_tied(appeal.case.school)
        act_for(tied.representations.get().school, first)
    rows = everything()
    with pytest.raises(RuleError, match="others deal with the case"):
        vote_appeal(appeal=appeal, uphold=True, words=REASONS, acting_user=fresh(first))
    assert everything() == rows


def test_whoever_heard_the_appeal_has_no_other_part_in_the_case():
    appeal = make_appeal(AppealStatus.HEARD)
    named = panel_of(appeal)[0]
    vote_all(appeal, uphold=False)
    rows = everything()
    with pytest.raises(RuleError, match="named to decide"):
        carry_out_case(case=appeal.case, acting_user=named)
    assert everything() == rows


def test_who_noted_the_finding_has_no_part_in_any_way_back():
    finding, of_finding = make_looked_at_finding()

    make_accepted_pledge(finding.school)
    with days_later(SETTLED):
        case = open_on(finding, make_secretary())
        for act in WAYS[CaseStatus.DECIDED]:
            act(case, case.opened_by)
        against = make_against(finding, of_finding)
        appeal = lodge_appeal(case=case, words=WORDS, acting_user=None)
        for name, person in against.items():
            assert fresh(person) not in possible_panel(case), name
            with pytest.raises(RuleError, match="others deal with the case"):
                name_panel(appeal=appeal, panel=deciders(3), acting_user=fresh(person))


def test_whoever_met_the_danger_answers_no_objection_and_no_repair():
    plaque = make_active_plaque()
    clerk = make_secretary()
    told = make_case(CaseStatus.TOLD, school=plaque.school, measure=Measure.SUSPEND, clerk=clerk)
    proposal = propose_danger(case=told, plaque=plaque, reason="正在漏电", acting_user=clerk)
    [approver] = deciders(1)
    approve_measure(proposal=proposal, acting_user=approver)
    assert approver not in possible_panel(told)
    assert clerk not in possible_panel(told)


def test_a_withdrawal_takes_two_who_are_not_the_one_who_objected():
    case = make_entry()
    objection = make_objection(ObjectionStatus.PROPOSED, case=case)
    with pytest.raises(RuleError, match="Another person"):
        confirm(objection, objection.proposed_by)
    assert Objection.objects.get().status == ObjectionStatus.PROPOSED


def test_only_the_school_appeals_accepts_and_asks():
    let_repairs_be_early()
    case, decided = make_entry(), make_case(CaseStatus.DECIDED, measure=Measure.CIRCULAR)
    everybody = [*make_parts(decided).values(), *deciders(1), make_secretary()]
    strangers = [user for user in everybody if not user.representations.exists()]
    assert len(strangers) >= 4
    rows = everything()
    for person in strangers:
        for verb in (lodge_appeal, accept_decision):
            given = {"words": WORDS} if verb is lodge_appeal else {}
            with pytest.raises(RuleError, match="own people"):
                verb(case=decided, acting_user=person, **given)
    assert everything() == rows
    assert make_repair(case=case).status == RepairStatus.ASKED
