"""Appeals, objections and repairs in the admin: found, read, answered by who may, foretold."""

import datetime as dt

import pytest

from association.accounts.roles import Role, give_role
from association.core import clock
from association.plaques.enums import PlaqueStatus
from association.violations.enums import (
    AppealStatus,
    CaseStatus,
    Measure,
    ObjectionStatus,
    RepairStatus,
)
from association.violations.services import lodge_objection
from tests.factories import make_active_plaque, make_principal, make_secretary
from tests.factories.notices import correct_notice
from tests.factories.ways_back import (
    REASONS,
    WORDS,
    deciders,
    make_appeal,
    make_entry,
    make_objection,
    make_repair,
    make_visit,
    panel_of,
    tomorrow,
    vote_all,
)
from tests.peer_review.portal.desk import enter, fields_of, links, words
from tests.pledges.desk import queries_of
from tests.violations.acting import on
from tests.violations.admin.desk import act_page as page
from tests.violations.admin.desk import board, found, make_own_clerk

pytestmark = pytest.mark.django_db
MAKERS = {"appeals": make_appeal, "objections": make_objection, "repairs": make_repair}


# -- lists -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("room", MAKERS)
def test_an_empty_list_says_so(client, clerk, room):
    assert client.get(f"/admin/{room}/").status_code == 200
    assert found(client, room) == set()


@pytest.mark.parametrize("room", MAKERS)
def test_they_are_found_by_number_case_school_and_state(client, clerk, room):
    one, other = MAKERS[room](), MAKERS[room]()
    assert found(client, room) == {one, other}
    assert found(client, room, q=one.code) == {one}
    assert found(client, room, q=one.case.code) == {one}
    assert found(client, room, q=one.case.school.name) == {one}
    assert found(client, room, status=one.status) == {one, other}
    assert found(client, room, waiting="overdue") == set()
    with on(one.answer_by + dt.timedelta(days=1)):
        enter(client, clerk)
        assert found(client, room, waiting="overdue") == {one, other}


@pytest.mark.parametrize("room", MAKERS)
@pytest.mark.parametrize("rows", [1, 3])
def test_lists_and_pages_are_read_in_a_fixed_number_of_queries(client, decider, room, rows):
    made = [MAKERS[room]() for _each in range(rows)]
    client.get(f"/admin/{room}/")
    assert queries_of(client, f"/admin/{room}/") == LISTS
    assert queries_of(client, page(made[0])) == PAGES[room]


LISTS = 11
PAGES = {"appeals": 21, "objections": 23, "repairs": 24}


@pytest.mark.parametrize("room", MAKERS)
def test_nobody_reads_them_of_a_school_they_act_for(client, room):
    record = MAKERS[room]()
    enter(client, make_own_clerk(record.case.school, Role.APPROVER))
    assert found(client, room) == set()
    assert client.get(page(record)).status_code == 404


@pytest.mark.parametrize("room", MAKERS)
def test_an_auditor_reads_and_does_nothing(client, room):
    record = MAKERS[room]()
    enter(client, make_secretary(Role.AUDITOR))
    response = client.get(page(record))
    assert record.code in words(response)
    assert not [
        link for link in links(response) if f"/{record.pk}/" in link and "cases" not in link
    ]


def test_what_waits_for_me_is_found(client):
    appeal, other = make_appeal(AppealStatus.HEARD), make_appeal()
    objection = make_objection(ObjectionStatus.PROPOSED)
    repair = make_repair()
    enter(client, panel_of(appeal)[0])
    assert found(client, "appeals", waiting="mine") == {appeal}
    assert found(client, "objections", waiting="mine") == {objection}
    enter(client, objection.proposed_by)
    assert found(client, "objections", waiting="mine") == set()
    assert found(client, "appeals", waiting="mine") == set()
    named = other.case.people.filter(part="decider").first().user
    enter(client, named)
    assert found(client, "repairs", waiting="mine") == {repair}
    enter(client, repair.case.people.filter(part="decider").first().user)
    assert found(client, "repairs", waiting="mine") == set()


def test_the_case_leads_to_its_ways_back(client, clerk):
    case = make_entry()
    made = [make_objection(case=case), make_repair(case=case)]
    there = links(client.get(f"/admin/cases/inspect/{case.pk}/"))
    assert {page(each) for each in made} <= there


# -- objections ------------------------------------------------------------------------------------


def test_who_objects_is_read_by_those_alone_who_may_answer(client):
    row = make_objection(who="王家长", contact="13800000000")
    [free] = deciders(1)
    enter(client, free)
    assert "13800000000" in words(client.get(page(row)))
    with_part = row.case.people.filter(part="decider").first().user
    for person in (with_part, make_secretary(), make_secretary(Role.AUDITOR)):
        enter(client, person)
        read = client.get(page(row)).content.decode()
        assert row.words in read
        assert "13800000000" not in read
        assert "王家长" not in read


def test_an_objection_is_answered(client, decider):
    row = make_objection()
    asked = words(client.get(page(row, "decide")))
    assert WORDS in asked
    assert row.case.public_words in asked
    assert client.post(page(row, "decide"), {"reasons": REASONS}).status_code == 422
    client.post(page(row, "decide"), {"outcome": "rejected", "reasons": REASONS})
    row.refresh_from_db()
    assert (row.status, row.decided_by) == (ObjectionStatus.REJECTED, decider)


def test_beside_corrected_stands_what_it_takes_and_where_that_is_done(client, decider):
    row = make_objection()
    sent = {"outcome": "corrected", "reasons": REASONS}
    asked = client.get(page(row, "decide"))
    assert "can be chosen once the notice's text was changed" in words(asked)
    assert f"/admin/cases/inspect/{row.case_id}/" in links(asked)
    refused = client.post(page(row, "decide"), sent)
    assert refused.status_code == 422
    assert "corrected and approved first" in words(refused)
    assert fields_of(refused)["reasons"] == REASONS
    notice = correct_notice(row.case)
    give_role(user=decider, role=Role.CLERK)
    asked = client.get(page(row, "decide"))
    assert "was changed and approved since this objection came" in words(asked)
    assert f"/admin/pages/{notice.pk}/edit/" in links(asked)
    client.post(page(row, "decide"), sent)
    row.refresh_from_db()
    assert (row.status, row.decided_by) == (ObjectionStatus.CORRECTED, decider)


def test_a_name_in_a_correction_is_told_and_the_words_stay(client, decider):
    row = make_objection()
    correct_notice(row.case)
    reasons = "请致电13812345678了解。"
    sent = client.post(page(row, "decide"), {"outcome": "corrected", "reasons": reasons})
    assert sent.status_code == 422
    assert "Others read this" in words(sent)
    assert fields_of(sent)["reasons"] == reasons


def test_the_longer_term_is_taken(client, decider):
    row = make_objection()
    before = row.answer_by
    client.post(page(row, "extend"), {"asked_others": "街道办"})
    row.refresh_from_db()
    assert row.answer_by > before
    assert page(row, "extend") not in links(client.get(page(row)))


def test_two_people_withdraw_and_read_before_what_follows(client, decider):
    plaque = make_active_plaque()
    row = make_objection(case=make_entry(Measure.REVOKE, school=plaque.school))
    for act in ("propose",):
        asked = words(client.get(page(row, act)))
        assert "The notice leaves this site now" in asked
        assert str(plaque) in asked
        assert "The plaque is given back" in asked
    client.post(page(row, "propose"), {"reasons": REASONS})
    own = client.get(page(row, "confirm"), follow=True)
    assert own.redirect_chain == [(page(row), 302)]
    row.case.refresh_from_db()
    assert row.case.status == CaseStatus.IN_FORCE
    enter(client, deciders(1)[0])
    asked = words(client.get(page(row, "confirm")))
    assert REASONS in asked
    assert str(decider) in asked
    client.post(page(row, "confirm"))
    row.refresh_from_db()
    plaque.refresh_from_db()
    assert (row.status, plaque.status) == (ObjectionStatus.WITHDRAWN, PlaqueStatus.ACTIVE)


def test_a_proposal_is_not_followed(client, decider):
    row = make_objection(ObjectionStatus.PROPOSED)
    client.post(page(row, "refuse"), {"words": "属实"})
    row.refresh_from_db()
    assert row.status == ObjectionStatus.LODGED


@pytest.mark.parametrize("act", ["decide", "extend", "propose"])
def test_whoever_had_a_part_reads_why_they_answer_nothing(client, act):
    row = make_objection()
    enter(client, row.case.people.filter(part="decider").first().user)
    response = client.get(page(row, act), follow=True)
    assert response.redirect_chain == [(page(row), 302)]
    assert "You had a part in this case, so others look at it once more." in words(response)


# -- repairs ---------------------------------------------------------------------------------------


def test_a_repair_is_granted_on_a_clean_visit(client):
    repair = make_repair()
    with tomorrow():
        enter(client, deciders(1)[0])
        assert "There is no visit yet that bears it out" in words(client.get(page(repair)))
        assert page(repair, "grant") not in links(client.get(page(repair)))
        visit = make_visit(repair.case.school)
        asked = words(client.get(page(repair, "grant")))
        assert visit.round.title in asked
        assert "The entry ends now" in asked
        assert client.post(page(repair, "grant"), {"reasons": REASONS}).status_code == 422
        client.post(page(repair, "grant"), {"visit": visit.pk, "reasons": REASONS})
        repair.refresh_from_db()
        assert repair.status == RepairStatus.GRANTED
        assert "Borne out by the visit" in words(client.get(page(repair)))


def test_a_granted_suspension_foretells_that_it_is_lifted(client):
    plaque = make_active_plaque()
    repair = make_repair(case=make_entry(Measure.SUSPEND, school=plaque.school))
    with tomorrow():
        make_visit(repair.case.school)
        enter(client, deciders(1)[0])
        assert "The suspension is lifted" in words(client.get(page(repair, "grant")))


def test_a_repair_is_refused_with_reasons(client, decider):
    repair = make_repair()
    client.post(page(repair, "refuse"), {"reasons": "尚无走访。"})
    repair.refresh_from_db()
    assert (repair.status, repair.reasons) == (RepairStatus.REFUSED, "尚无走访。")
    assert "Refused. The school may ask again." in words(client.get(page(repair)))


def test_after_the_entry_ended_the_page_asks_to_tell_the_school(client):
    repair = make_repair()
    make_objection(ObjectionStatus.WITHDRAWN, case=repair.case)
    enter(client, deciders(1)[0])
    assert "The entry has ended meanwhile" in words(client.get(page(repair)))
    assert page(repair, "refuse") in links(client.get(page(repair)))
    assert page(repair, "grant") not in links(client.get(page(repair)))


# -- the board -------------------------------------------------------------------------------------


def test_the_board_counts_what_waits(client):
    make_appeal()
    heard = make_appeal(AppealStatus.HEARD)
    make_objection(), make_objection(ObjectionStatus.PROPOSED), make_repair()
    with on(clock.today()):
        enter(client, panel_of(heard)[0])
        counted = board(client)
    assert counted["Appeals that nobody is named to hear"] == 1
    assert counted["Appeals that wait for your vote"] == 1
    assert counted["Objections for you to answer"] == 2
    assert counted["Repairs for you to answer"] == 1
    assert counted["Appeals not answered in time"] == 0
    assert counted["Objections not answered in time"] == 0
    assert counted["Repairs not answered in time"] == 0
    vote_all(heard, uphold=True)
    with tomorrow(60):
        enter(client, make_secretary(Role.APPROVER))
        counted = board(client)
        enter(client, make_secretary())
        by_clerk = board(client)
    for shown in (counted, by_clerk):
        assert shown["Appeals not answered in time"] == 1
        assert shown["Objections not answered in time"] == 2
        assert shown["Repairs not answered in time"] == 1


def test_the_board_of_an_auditor_has_no_duty(client):
    make_appeal()
    enter(client, make_secretary(Role.AUDITOR))
    assert "Appeals that nobody is named to hear" not in board(client)


def test_a_school_s_own_objection_tells_who_wrote_it(client, decider):
    case = make_entry()
    person = make_principal(case.school, "staff")
    row = lodge_objection(case=case, words=WORDS, acting_user=person)
    assert "by the school" in words(client.get(page(row)))
