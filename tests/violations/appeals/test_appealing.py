"""An appeal: lodged in time, heard by people not involved, answered by a majority with reasons."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from association.accounts.roles import Role
from association.alliances.enums import Capacity
from association.alliances.services import appoint_representative
from association.core import clock
from association.core.errors import InvalidTransition, RuleError
from association.core.workdays import add_working_days
from association.peer_review.enums import FindingStatus
from association.plaques.enums import PlaqueStatus
from association.plaques.services import approve_measure
from association.violations.enums import AppealStatus, CaseStatus, Measure, Part, Verb
from association.violations.models import Appeal, AppealVote, Case, CaseSettings
from association.violations.selectors.office import findings_to_take_up
from association.violations.selectors.ways_back import possible_panel
from association.violations.services import (
    accept_decision,
    carry_out_case,
    close_case,
    lodge_appeal,
    name_panel,
    propose_danger,
    vote_appeal,
)
from tests.factories import make_accepted_pledge, make_active_plaque, make_principal, make_secretary
from tests.factories.cases import PUBLIC_WORDS, WAYS, Way, make_case, make_pledged_school, put, vote
from tests.factories.files import PDF
from tests.factories.findings import days_later, make_finding
from tests.factories.ways_back import (
    REASONS,
    WORDS,
    deciders,
    make_appeal,
    make_decided,
    panel_of,
    tomorrow,
    vote_all,
)
from tests.violations.acting import everything, open_on

pytestmark = pytest.mark.django_db


def lodge(case, **given):
    return lodge_appeal(case=case, **{"words": WORDS, "acting_user": None, **given})


def test_an_appeal_keeps_words_and_files_and_holds_the_case():
    case = make_decided()
    principal = case.school.representatives.first().user
    appeal = lodge(case, acting_user=principal, files=[("证明.pdf", PDF)])
    case.refresh_from_db()
    assert case.status == CaseStatus.APPEALED
    assert appeal.code == f"A-{clock.today().year}-0001"
    assert (appeal.status, appeal.came_from) == (AppealStatus.LODGED, CaseStatus.DECIDED)
    assert appeal.answer_by == clock.today() + dt.timedelta(days=21)
    said = appeal.statement
    assert (said.kind, said.words, said.author) == ("appeal", WORDS, principal)
    assert [each.title for each in said.evidence.all()] == ["证明.pdf"]
    assert case.events.last().verb == appeal.events.get().verb == Verb.APPEAL


def test_while_it_runs_nothing_takes_effect():
    plaque = make_active_plaque()
    case = make_decided(school=plaque.school)
    make_appeal(AppealStatus.HEARD, case=case)
    with tomorrow(400):
        with pytest.raises(InvalidTransition):
            carry_out_case(case=case, acting_user=make_secretary())
        with pytest.raises(InvalidTransition):
            accept_decision(case=case, acting_user=None)
    plaque.refresh_from_db()
    assert plaque.status == PlaqueStatus.ACTIVE
    assert not Case.objects.public().exists()


def test_the_last_day_to_appeal_is_the_twenty_first():
    case = make_decided()
    with tomorrow(22), pytest.raises(RuleError, match="days to appeal are over"):
        lodge(case)
    with tomorrow(21):
        lodge(case)
    assert Appeal.objects.count() == 1


@pytest.mark.parametrize("words", ["", "  \n", "长" * 2001])
def test_an_appeal_needs_words_and_not_too_many(words):
    case = make_decided()
    rows = everything()
    with pytest.raises(RuleError):
        lodge(case, words=words)
    assert everything() == rows


def test_an_unusable_file_leaves_nothing_behind():
    case = make_decided()
    rows = everything()
    with pytest.raises(RuleError, match="JPEG, PNG, WebP or PDF"):
        lodge(case, files=[("a.docx", b"x")])
    with pytest.raises(RuleError, match="At most 6 files"):
        lodge(case, files=[("a.pdf", PDF)] * 7)
    assert everything() == rows


def test_whoever_accepted_the_decision_does_not_appeal():
    case = make_decided()
    accept_decision(case=case, acting_user=None)
    with pytest.raises(RuleError, match="has accepted the decision"):
        lodge(case)


def test_there_is_one_appeal_in_a_case():
    appeal = make_appeal(AppealStatus.REJECTED)
    with pytest.raises(RuleError, match="appealed already"):
        lodge(appeal.case)


@pytest.mark.parametrize(
    "status", [CaseStatus.OPEN, CaseStatus.TOLD, CaseStatus.DECIDING, CaseStatus.IN_FORCE]
)
def test_only_a_decision_is_appealed(status):
    case = make_case(status)
    with pytest.raises(InvalidTransition):
        lodge(case)


def test_only_the_schools_own_people_appeal():
    case = make_decided()
    left = make_principal(case.school, Capacity.STAFF)
    left.representations.update(until=clock.now())
    stranger = make_pledged_school().representatives.get().user
    rows = everything()
    for person in (left, stranger, make_secretary(Role.SECRETARY_GENERAL), *deciders(1)):
        with pytest.raises(RuleError, match="own people"):
            lodge(case, acting_user=person)
    assert everything() == rows


def test_a_reminder_that_was_closed_can_be_appealed_and_comes_back_closed():
    case = make_case(CaseStatus.CLOSED, measure=Measure.REMIND)
    appeal = make_appeal(AppealStatus.HEARD, case=case)
    assert appeal.came_from == CaseStatus.CLOSED
    vote_all(appeal, uphold=False)
    assert appeal.case.status == CaseStatus.CLOSED


def test_while_a_closed_case_can_be_appealed_no_other_rests_on_its_finding():
    finding = make_finding(FindingStatus.MENDED)
    make_accepted_pledge(finding.school)
    with days_later(10):
        clerk = make_secretary()
        case = open_on(finding, clerk)
        for act in WAYS[CaseStatus.CLOSED]:
            act(case, clerk)
        assert list(findings_to_take_up(finding.school_id)) == []
        with pytest.raises(RuleError, match="a case on this finding already"):
            open_on(finding, clerk)
        assert make_appeal(case=case).came_from == CaseStatus.CLOSED
    with days_later(10 + 22):
        assert list(findings_to_take_up(finding.school_id)) == []


# -- the panel -------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [0, 1, 2, 4])
def test_a_panel_is_three_people_at_least_and_an_odd_number(count):
    appeal = make_appeal()
    rows = everything()
    with pytest.raises(RuleError, match="an odd number of people, at least 3"):
        name_panel(appeal=appeal, panel=deciders(count), acting_user=None)
    assert everything() == rows
    appeal = name_panel(appeal=appeal, panel=deciders(5), acting_user=None)
    assert appeal.status == AppealStatus.HEARD
    assert {row.ballot for row in appeal.case.people.filter(part=Part.APPEAL)} == {0}


def test_the_setting_says_how_many():
    rules = CaseSettings.load()
    rules.appeal_people = 5
    rules.save()
    appeal = make_appeal()
    with pytest.raises(RuleError, match="at least 5"):
        name_panel(appeal=appeal, panel=deciders(3), acting_user=None)


def test_people_are_added_in_pairs_with_a_reason_and_nobody_is_taken_off():
    appeal = make_appeal(AppealStatus.HEARD)
    first = panel_of(appeal)
    more = deciders(2)
    for panel, reason, told in (
        (more, "  ", "why more people"),
        (more[:1], "一人住院", "stay odd"),
        ([], "一人住院", "stay odd"),
    ):
        with pytest.raises(RuleError, match=told):
            name_panel(appeal=appeal, panel=panel, acting_user=None, reason=reason)
    name_panel(appeal=appeal, panel=more, acting_user=None, reason="一人住院")
    assert panel_of(appeal) == [*first, *more]
    assert appeal.events.last().reason == "一人住院"
    for user in (*first[:1], more[0]):
        vote_appeal(appeal=appeal, uphold=True, words=REASONS, acting_user=user)
    appeal.refresh_from_db()
    assert appeal.status == AppealStatus.HEARD
    vote_appeal(appeal=appeal, uphold=True, words=REASONS, acting_user=more[1])
    appeal.refresh_from_db()
    assert appeal.status == AppealStatus.UPHELD


def test_whoever_met_the_danger_does_not_hear_the_appeal():
    plaque = make_active_plaque()
    clerk = make_secretary()
    case = make_case(CaseStatus.TOLD, school=plaque.school, measure=Measure.SUSPEND, clerk=clerk)
    proposal = propose_danger(case=case, plaque=plaque, reason="正在漏电", acting_user=clerk)
    [approver] = deciders(1)
    approve_measure(proposal=proposal, acting_user=approver)
    assert approver not in possible_panel(case)
    assert deciders(1)[0] in possible_panel(case)


# -- votes -----------------------------------------------------------------------------------------


def test_a_majority_upholds_it_and_the_decision_is_withdrawn_at_once():
    appeal = make_appeal(AppealStatus.HEARD)
    first, second, third = panel_of(appeal)
    vote_appeal(appeal=appeal, uphold=True, words="照片是别处。", acting_user=first)
    vote_appeal(appeal=appeal, uphold=False, words="事实清楚。", acting_user=second)
    appeal.refresh_from_db()
    assert appeal.status == AppealStatus.HEARD
    vote_appeal(appeal=appeal, uphold=True, words="日期不符。", acting_user=third)
    appeal.refresh_from_db()
    assert appeal.status == AppealStatus.UPHELD
    assert appeal.reasons == "照片是别处。\n\n日期不符。"
    assert appeal.case.status == CaseStatus.ANNULLED
    assert appeal.decided_at is not None
    assert list(appeal.events.values_list("verb", flat=True))[-2:] == [
        Verb.VOTE_APPEAL,
        Verb.UPHOLD_APPEAL,
    ]


def test_an_upheld_appeal_lifts_a_suspension_for_danger():
    plaque = make_active_plaque()
    clerk = make_secretary()
    case = make_case(CaseStatus.TOLD, school=plaque.school, measure=Measure.SUSPEND, clerk=clerk)
    proposal = propose_danger(case=case, plaque=plaque, reason="正在漏电", acting_user=clerk)
    approve_measure(proposal=proposal, acting_user=deciders(1)[0])
    case.said_all = True
    case.save(update_fields=["said_all"])
    put(case, clerk, Way(Measure.SUSPEND, PUBLIC_WORDS))
    vote(case, clerk)
    plaque.refresh_from_db()
    assert plaque.status == PlaqueStatus.SUSPENDED
    vote_all(make_appeal(AppealStatus.HEARD, case=case), uphold=True)
    plaque.refresh_from_db()
    assert plaque.status == PlaqueStatus.ACTIVE


def test_a_majority_rejects_it_and_the_decision_is_final():
    appeal = make_appeal(AppealStatus.REJECTED)
    case = appeal.case
    assert (appeal.status, case.status) == (AppealStatus.REJECTED, CaseStatus.DECIDED)
    assert appeal.reasons == f"{REASONS}\n\n{REASONS}"
    assert case.takes_effect
    carry_out_case(case=case, acting_user=make_secretary())
    assert Case.objects.public().get() == case


def test_what_was_to_be_put_right_gets_its_days_anew():
    case = make_decided(Measure.MEND)
    before = case.mend_by
    appeal = make_appeal(AppealStatus.HEARD, case=case)
    with tomorrow(60):
        vote_all(appeal, uphold=False)
        assert appeal.case.mend_by == add_working_days(clock.today(), 15) > before
        assert not appeal.case.is_overdue
        close_case(case=appeal.case, words="已补充公示。", acting_user=make_secretary())


@pytest.mark.parametrize("words", ["", "  "])
@pytest.mark.parametrize("uphold", [True, False])
def test_each_vote_has_its_reasons(uphold, words):
    appeal = make_appeal(AppealStatus.HEARD)
    with pytest.raises(RuleError, match="the school reads your reasons"):
        vote_appeal(appeal=appeal, uphold=uphold, words=words, acting_user=panel_of(appeal)[0])
    assert not AppealVote.objects.exists()


def test_whoever_is_not_named_or_has_voted_does_not_vote():
    appeal = make_appeal(AppealStatus.HEARD)
    with pytest.raises(RuleError, match="not named"):
        vote_appeal(appeal=appeal, uphold=True, words=REASONS, acting_user=deciders(1)[0])
    first = panel_of(appeal)[0]
    vote_appeal(appeal=appeal, uphold=True, words=REASONS, acting_user=first)
    with pytest.raises(RuleError, match="voted already"):
        vote_appeal(appeal=appeal, uphold=True, words=REASONS, acting_user=first)


def test_what_comes_to_stand_against_somebody_named_stops_the_vote():
    appeal = make_appeal(AppealStatus.HEARD)
    first = panel_of(appeal)[0]
    appoint_representative(
        school=appeal.case.school, user=first, capacity=Capacity.STAFF, acting_user=None
    )
    with pytest.raises(RuleError, match="others deal with the case"):
        vote_appeal(appeal=appeal, uphold=False, words=REASONS, acting_user=first)


@pytest.mark.parametrize("status", [AppealStatus.UPHELD, AppealStatus.REJECTED])
def test_an_answered_appeal_stays_answered(status):
    appeal = make_appeal(status)
    with pytest.raises(InvalidTransition):
        vote_appeal(appeal=appeal, uphold=True, words=REASONS, acting_user=panel_of(appeal)[-1])
    with pytest.raises(InvalidTransition):
        name_panel(appeal=appeal, panel=deciders(2), acting_user=None, reason="补充")


# -- the database's own guard ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"status": "upheld"},
        {"status": "rejected"},
        {"came_from": "closed"},
        {"answer_by": dt.date(2030, 1, 1)},
    ],
    ids=str,
)
def test_the_database_refuses_an_answer_without_votes(change):
    appeal = make_appeal(AppealStatus.HEARD)
    with pytest.raises(DatabaseError, match="violations_appeal"), transaction.atomic():
        Appeal.objects.filter(pk=appeal.pk).update(**change)


def test_the_database_refuses_a_withdrawal_without_an_upheld_appeal():
    appeal = make_appeal(AppealStatus.HEARD)
    with pytest.raises(DatabaseError, match="violations_case"), transaction.atomic():
        Case.objects.filter(pk=appeal.case_id).update(status="annulled")


def test_the_database_refuses_a_vote_of_somebody_not_named():
    appeal = make_appeal(AppealStatus.HEARD)
    with pytest.raises(DatabaseError, match="violations_appealvote"), transaction.atomic():
        AppealVote.objects.create(appeal=appeal, user=make_secretary(), uphold=True, words=REASONS)
