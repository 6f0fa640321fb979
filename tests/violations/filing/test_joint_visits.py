"""A joint visit: asked for, answered by the department, put on record by the association."""

import datetime as dt

import pytest

from association.alliances.enums import DepartmentKind
from association.core import clock
from association.core.errors import InvalidTransition, RuleError
from association.violations.enums import CaseStatus, JointVisitStatus, Part
from association.violations.selectors.filing import visits_to_keep, visits_to_see_to
from association.violations.services import (
    answer_joint_visit,
    ask_joint_visit,
    dismiss_case,
    keep_joint_visit,
    miss_visit,
    withdraw_visit,
)
from tests.factories import make_principal, make_secretary
from tests.factories.cases import make_case
from tests.factories.people import make_department, make_liaison
from tests.violations.acting import everything, on
from tests.violations.filing.desk import ASK, liaison_of, make_approver, make_visit

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
RECORD = "执法人员两名到校，协会陪同并记录。"


def agree(visit, day=None, **given):
    known = {"agreed_on": day or clock.today(), "answer": "", "acting_user": liaison_of(visit)}
    return answer_joint_visit(joint_visit=visit, **(known | given))


def keep(visit, **given):
    known = {"held_on": clock.today(), "record": RECORD, "acting_user": make_secretary()}
    return keep_joint_visit(joint_visit=visit, **(known | given))


def test_a_visit_is_asked_for_agreed_and_put_on_record():
    visit, clerk = make_visit(), make_secretary()
    assert list(visits_to_keep(clerk)) == []
    agree(visit)
    assert list(visits_to_keep(clerk)) == [visit]
    keep(visit, acting_user=clerk)
    visit.refresh_from_db()
    assert (visit.status, visit.held_on) == (JointVisitStatus.HELD, clock.today())
    assert visit.record_words == RECORD
    assert visit.case.people.filter(user=clerk, part=Part.INVESTIGATOR).exists()


@pytest.mark.parametrize(
    ("given", "why"),
    [({"words": " "}, "why"), ({"wished_on": lambda: clock.today() - DAY}, "over")],
)
def test_words_and_a_day_to_come_are_needed(given, why):
    given = {name: value() if callable(value) else value for name, value in given.items()}
    case, department = make_case(CaseStatus.TOLD), make_department()
    before = everything()
    with pytest.raises(RuleError, match=why):
        ask(case, department, **given)
    assert everything() == before


def ask(case, department, **given):
    known = ASK | {"wished_on": clock.today(), "acting_user": make_secretary()}
    return ask_joint_visit(case=case, department=department, **(known | given))


def test_of_a_case_that_is_over_no_visit_is_asked_for():
    with pytest.raises(InvalidTransition):
        make_visit(case=make_case(CaseStatus.CLOSED))


def test_a_department_has_one_visit_of_a_case_at_a_time():
    visit = make_visit()
    with pytest.raises(RuleError, match="under way"):
        ask(visit.case, visit.department)
    agree(visit, None, agreed_on=None, answer="人手不足")
    assert ask(visit.case, visit.department)


def test_nobody_asks_about_the_own_school_and_no_decider_asks_at_all():
    case = make_case(CaseStatus.DECIDING)
    with pytest.raises(RuleError, match="You act for this school"):
        ask(case, make_department(), acting_user=make_principal(case.school, "staff"))
    decider = case.people.filter(part=Part.DECIDER).first().user
    with pytest.raises(RuleError, match="another part"):
        ask(case, make_department(DepartmentKind.MARKET), acting_user=decider)


def test_only_its_own_liaison_answers():
    visit = make_visit()
    stranger = make_liaison(make_department(DepartmentKind.MARKET))
    for person in (stranger, make_secretary()):
        with pytest.raises(RuleError, match="do not read"):
            agree(visit, acting_user=person)


def test_an_answer_is_a_day_to_come_or_a_reason():
    visit = make_visit()
    with pytest.raises(RuleError, match="over"):
        agree(visit, clock.today() - DAY)
    with pytest.raises(RuleError, match="few words"):
        agree(visit, agreed_on=None)
    agree(visit)
    with pytest.raises(InvalidTransition):
        agree(visit, clock.today() + DAY)
    agree(visit, agreed_on=None, answer="临时有事")
    visit.refresh_from_db()
    assert (visit.status, visit.agreed_on) == (JointVisitStatus.DECLINED, None)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"record": " "}, "what was seen"),
        ({"held_on": lambda: clock.today() + DAY}, "still to come"),
        ({"held_on": lambda: clock.today() - DAY}, "later than this day"),
    ],
)
def test_a_record_has_words_and_a_possible_day(given, why):
    visit = make_visit()
    agree(visit)
    given = {name: value() if callable(value) else value for name, value in given.items()}
    with pytest.raises(RuleError, match=why):
        keep(visit, **given)


@pytest.mark.parametrize("agreed", [False, True])
def test_a_visit_is_withdrawn_with_a_reason_and_asked_for_anew(agreed):
    visit, clerk = make_visit(), make_secretary()
    if agreed:
        agree(visit, clock.today() + DAY)
    with pytest.raises(RuleError, match="few words"):
        withdraw_visit(joint_visit=visit, reason=" ", acting_user=clerk)
    withdraw_visit(joint_visit=visit, reason="学校已先行改正。", acting_user=clerk)
    visit.refresh_from_db()
    assert (visit.status, visit.ending) == (JointVisitStatus.WITHDRAWN, "学校已先行改正。")
    for act in (agree, lambda row: withdraw_visit(joint_visit=row, reason="x", acting_user=clerk)):
        with pytest.raises(InvalidTransition):
            act(visit)
    assert ask(visit.case, visit.department)


def test_a_visit_that_did_not_happen_is_noted_once_its_day_has_come():
    visit, clerk = make_visit(), make_secretary()
    with pytest.raises(InvalidTransition):
        miss_visit(joint_visit=visit, reason="学校停课", acting_user=clerk)
    agree(visit, clock.today() + DAY)
    with pytest.raises(RuleError, match="still to come"):
        miss_visit(joint_visit=visit, reason="学校停课", acting_user=clerk)
    with on(clock.today() + DAY):
        miss_visit(joint_visit=visit, reason="学校停课", acting_user=clerk)
        assert list(visits_to_keep(clerk)) == []
    visit.refresh_from_db()
    assert (visit.status, visit.ending) == (JointVisitStatus.MISSED, "学校停课")


def test_nobody_of_the_school_or_of_the_panel_withdraws_a_visit():
    visit = make_visit(case=make_case(CaseStatus.DECIDING))
    decider = visit.case.people.filter(part=Part.DECIDER).first().user
    for person, why in (
        (make_principal(visit.case.school, "staff"), "You act for this school"),
        (decider, "another part"),
    ):
        with pytest.raises(RuleError, match=why):
            withdraw_visit(joint_visit=visit, reason="x", acting_user=person)


def test_what_the_department_reads_names_nobody_and_tells_no_number():
    visit, clerk = make_visit(), make_secretary(last_name="欧阳", first_name="核查")
    ask(visit.case, make_department(DepartmentKind.MARKET), acting_user=clerk)
    for words in ("反映人电话13812345678", f"{clerk.full_name}联系不上"):
        with pytest.raises(RuleError, match="Please take out"):
            withdraw_visit(joint_visit=visit, reason=words, acting_user=clerk)
        with pytest.raises(RuleError, match="Please take out"):
            ask(visit.case, make_department(DepartmentKind.OTHER), words=words)


def test_a_visit_hangs_past_the_wished_day_or_when_its_case_ends():
    visit, clerk = make_visit(), make_secretary()
    assert list(visits_to_see_to(clerk)) == []
    with on(clock.today() + DAY):
        assert list(visits_to_see_to(clerk)) == [visit]
    agree(visit, clock.today() + DAY)
    with on(clock.today() + DAY):
        # Its record is missing, which is a duty of its own.
        assert list(visits_to_see_to(clerk)) == []
        assert list(visits_to_keep(clerk)) == [visit]
    dismiss_case(case=visit.case, words="经核实不属实。", acting_user=make_approver())
    assert list(visits_to_see_to(clerk)) == [visit]
    withdraw_visit(joint_visit=visit, reason="核查已结束。", acting_user=clerk)
    assert list(visits_to_see_to(clerk)) == []


def test_no_record_is_kept_of_a_visit_that_was_not_agreed():
    with pytest.raises(InvalidTransition):
        keep(make_visit())
