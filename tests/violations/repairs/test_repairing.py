"""A repair: asked for after the least time, granted on a clean visit, asked again after a no."""

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from association.accounts.roles import Role, give_role
from association.core import clock
from association.core.clock import months_later
from association.core.errors import InvalidTransition, RuleError
from association.peer_review.enums import FindingStatus
from association.peer_review.services import (
    contest_facts,
    drop_finding,
    recheck,
    show_mended,
)
from association.plaques.enums import PlaqueStatus
from association.pledges.services import start_pledge
from association.violations.enums import CaseStatus, Measure, RepairStatus, Verb
from association.violations.models import Case, CaseSettings, Repair
from association.violations.selectors.clean_visits import possible_visits
from association.violations.selectors.ways_back import repair_day
from association.violations.services import ask_repair, end_cases, grant_repair, refuse_repair
from tests.factories import make_active_plaque, make_secretary, make_visitor
from tests.factories.cases import make_case
from tests.factories.files import PDF
from tests.factories.ways_back import (
    REASONS,
    WORDS,
    deciders,
    let_repairs_be_early,
    make_entry,
    make_repair,
    make_visit,
    tomorrow,
)
from tests.violations.acting import everything, on

pytestmark = pytest.mark.django_db
BROKEN, OTHER = "C84", "C13"  # items on the broken promise, P8, and on another


def ask(case, **given):
    return ask_repair(case=case, **{"words": WORDS, "acting_user": None, **given})


def test_asking_keeps_words_and_files_and_a_day():
    let_repairs_be_early()
    case = make_entry()
    principal = case.school.representatives.get().user
    repair = ask(case, acting_user=principal, files=[("公示栏.pdf", PDF)])
    assert repair.code == f"R-{clock.today().year}-0001"
    said = repair.statement
    assert (said.kind, said.words, said.author) == ("repair", WORDS, principal)
    assert said.evidence.get().by_school
    assert repair.events.get().verb == case.events.last().verb == Verb.ASK_REPAIR
    case.refresh_from_db()
    assert case.is_public


@pytest.mark.parametrize(
    ("asked", "answer_by"),
    [
        ("2026-09-23", "2026-10-21"),  # over 中秋 and 国庆, with the worked 10th
        ("2026-12-14", "2027-01-04"),  # 2027 has no notice yet: weekdays
    ],
)
def test_the_answer_is_due_in_fifteen_working_days(asked, answer_by):
    let_repairs_be_early()
    with on(dt.date.fromisoformat(asked)):
        assert ask(make_entry()).answer_by.isoformat() == answer_by


def test_it_can_be_asked_for_from_the_day_of_its_severity():
    rules = CaseSettings.load()
    rules.repair_months_s2 = 2
    rules.save()
    case = make_entry()
    first = months_later(clock.today(), 2)
    assert repair_day(case) == first
    with on(first - dt.timedelta(days=1)), pytest.raises(RuleError, match="can be asked for from"):
        ask(case)
    with on(first):
        assert ask(case).status == RepairStatus.ASKED


def test_an_entry_that_ends_before_that_day_ends_by_itself():
    case = make_entry()  # three months, and three before a repair
    assert repair_day(case) is None
    with on(case.public_until), pytest.raises(RuleError, match="ends by itself before"):
        ask(case)


def test_after_its_last_day_no_repair_is_needed():
    let_repairs_be_early()
    case = make_entry()
    with on(case.public_until):
        repair = ask(case)
    with on(case.public_until + dt.timedelta(days=1)):
        with pytest.raises(RuleError, match="no repair is needed"):
            ask(case)
        end_cases()
        with pytest.raises(InvalidTransition):
            ask(case)
        [decider] = deciders(1)
        visit = make_visit(case.school)
        with pytest.raises(RuleError, match="has ended already"):
            grant_repair(repair=repair, visit=visit, reasons=REASONS, acting_user=decider)
        refused = refuse_repair(repair=repair, reasons="公示已到期。", acting_user=decider)
    assert refused.status == RepairStatus.REFUSED


@pytest.mark.parametrize(
    "status", [CaseStatus.TOLD, CaseStatus.DECIDED, CaseStatus.CLOSED, CaseStatus.ANNULLED]
)
def test_only_an_entry_in_force_is_repaired(status):
    let_repairs_be_early()
    case = make_case(status)
    with pytest.raises(InvalidTransition):
        ask(case)


def test_only_the_schools_own_people_ask():
    let_repairs_be_early()
    case = make_entry()
    rows = everything()
    for person in (make_secretary(), *deciders(1)):
        with pytest.raises(RuleError, match="own people"):
            ask(case, acting_user=person)
    with pytest.raises(RuleError, match="a few words"):
        ask(case, words=" ")
    assert everything() == rows


def test_it_is_asked_once_at_a_time_and_again_after_a_no():
    repair = make_repair()
    with pytest.raises(RuleError, match="asked already"):
        ask(repair.case)
    [decider] = deciders(1)
    with pytest.raises(RuleError, match="the reasons"):
        refuse_repair(repair=repair, reasons="", acting_user=decider)
    refuse_repair(repair=repair, reasons="尚无走访。", acting_user=decider)
    assert repair.case.events.last().verb == Verb.REFUSE_REPAIR
    again = ask(repair.case)
    assert again.pk != repair.pk
    repair.case.refresh_from_db()
    assert repair.case.is_public


# -- clean visits ----------------------------------------------------------------------------------


def test_a_visit_after_the_entry_began_bears_it_out():
    case = make_entry()
    before = make_visit(case.school)
    with tomorrow():
        clean = make_visit(case.school)
        assert possible_visits(case) == [clean]
    with tomorrow(2):
        later = make_visit(case.school)
        assert possible_visits(case) == [later, clean]
    assert before not in possible_visits(case)


def test_a_visit_that_did_not_look_at_the_promise_bears_out_nothing():
    case = make_entry()
    with tomorrow():
        make_visit(case.school, C81="na", C11="yes")
        assert possible_visits(case) == []


def test_a_visit_that_left_something_open_bears_out_nothing_until_it_is_mended():
    case = make_entry()
    with tomorrow():
        visit = make_visit(case.school, OTHER)
        finding = visit.findings.get()
        assert possible_visits(case) == []
        show_mended(finding=finding, words="已补", acting_user=None)
    with tomorrow(30):
        recheck(finding=finding, mended=True, words="已看", acting_user=make_secretary())
        assert possible_visits(case) == [visit]


def test_a_visit_on_which_the_promise_failed_bears_out_nothing_even_when_mended():
    case = make_entry()
    with tomorrow():
        earlier = make_visit(case.school)
    with tomorrow(2):
        failed = make_visit(case.school, BROKEN)
        finding = failed.findings.get()
        assert finding.promise == "P8"
        assert possible_visits(case) == []
        show_mended(finding=finding, words="已补", acting_user=None)
    with tomorrow(30):
        recheck(finding=finding, mended=True, words="已看", acting_user=make_secretary())
        assert possible_visits(case) == []
        later = make_visit(case.school)
        assert possible_visits(case) == [later]
    assert earlier not in possible_visits(case)


def test_what_fell_away_is_no_failure():
    case = make_entry()
    with tomorrow():
        visit = make_visit(case.school, BROKEN)
        finding = visit.findings.get()
        contest_facts(finding=finding, words="当天有", acting_user=None)
        drop_finding(finding=finding, words="看错了", acting_user=make_secretary())
        finding.refresh_from_db()
        assert finding.status == FindingStatus.WITHDRAWN
        assert possible_visits(case) == [visit]


def test_an_older_finding_on_the_promise_that_is_not_mended_stands_in_the_way():
    case = make_entry()
    make_visit(case.school, BROKEN)
    with tomorrow():
        make_visit(case.school)
        assert possible_visits(case) == []


def test_another_school_s_visit_and_one_not_reported_bear_out_nothing():
    case, other = make_entry(), make_entry()
    with tomorrow():
        strange = make_visit(other.school)
        assert possible_visits(case) == []
        assert possible_visits(other) == [strange]
        # The same round planned a visit here as well, and nobody has made it.
        assert strange.round.visits.get(school=case.school).status == "planned"


def test_clean_visits_are_read_in_a_fixed_number_of_queries(django_assert_num_queries):
    case = make_entry()
    for day in (1, 2, 3):
        with tomorrow(day):
            make_visit(case.school)
    case = Case.objects.select_related("promise").get(pk=case.pk)
    with tomorrow(4), django_assert_num_queries(4):
        assert len(possible_visits(case)) == 3


# -- granting --------------------------------------------------------------------------------------


def test_a_granted_repair_ends_the_entry_at_once():
    repair = make_repair(RepairStatus.GRANTED)
    case = repair.case
    case.refresh_from_db()
    assert (case.status, case.ending) == (CaseStatus.CLOSED, REASONS)
    assert case.repaired_on == clock.today() + dt.timedelta(days=1)
    assert repair.visit.school == case.school
    assert not Case.objects.public().exists()


def test_it_lifts_a_suspension():
    plaque = make_active_plaque()
    case = make_entry(Measure.SUSPEND, school=plaque.school)
    plaque.refresh_from_db()
    assert plaque.status == PlaqueStatus.SUSPENDED
    make_repair(RepairStatus.GRANTED, case=case)
    plaque.refresh_from_db()
    assert plaque.status == PlaqueStatus.ACTIVE


def test_whoever_lost_the_plaque_signs_anew_and_gets_no_old_one_back():
    plaque = make_active_plaque()
    case = make_entry(Measure.REVOKE, school=plaque.school)
    with pytest.raises(RuleError, match="sign anew"):
        start_pledge(school=case.school, acting_user=None)
    make_repair(RepairStatus.GRANTED, case=case)
    plaque.refresh_from_db()
    assert plaque.status == PlaqueStatus.REVOKED
    assert start_pledge(school=case.school, acting_user=None).school == case.school


def test_only_a_clean_visit_with_reasons_that_name_nobody_is_granted():
    repair = make_repair()
    [decider] = deciders(1)
    with tomorrow():
        dirty = make_visit(repair.case.school, OTHER)
        clean = make_visit(repair.case.school)
        rows = everything()
        for visit, reasons, told in (
            (dirty, REASONS, "does not bear out"),
            (clean, " ", "the reasons"),
            (clean, "请致电13812345678。", "Others read this"),
        ):
            with pytest.raises(RuleError, match=told):
                grant_repair(repair=repair, visit=visit, reasons=reasons, acting_user=decider)
        assert everything() == rows


def test_it_is_not_granted_after_the_last_day_closed_or_not():
    repair = make_repair()
    case = repair.case
    with on(case.public_until):
        visit = make_visit(case.school)
    with on(case.public_until + dt.timedelta(days=1)), pytest.raises(RuleError, match="has ended"):
        grant_repair(repair=repair, visit=visit, reasons=REASONS, acting_user=deciders(1)[0])


def test_whoever_made_the_visit_does_not_grant_on_it():
    repair = make_repair()
    visitor = make_visitor("east")
    give_role(user=visitor, role=Role.APPROVER)
    with tomorrow():
        visit = make_visit(repair.case.school, visitor=visitor)
        with pytest.raises(RuleError, match="You made this visit"):
            grant_repair(repair=repair, visit=visit, reasons=REASONS, acting_user=visitor)
        [other] = deciders(1)
        grant_repair(repair=repair, visit=visit, reasons=REASONS, acting_user=other)


@pytest.mark.parametrize("status", [RepairStatus.GRANTED, RepairStatus.REFUSED])
def test_an_answer_stays(status):
    repair = make_repair(status)
    with pytest.raises(InvalidTransition):
        refuse_repair(repair=repair, reasons=REASONS, acting_user=deciders(1)[0])
    with pytest.raises(DatabaseError, match="violations_repair"), transaction.atomic():
        Repair.objects.filter(pk=repair.pk).update(reasons="别的")


def test_the_database_grants_nothing_without_a_visit():
    repair = make_repair()
    with pytest.raises(IntegrityError), transaction.atomic():
        Repair.objects.filter(pk=repair.pk).update(status="granted")
