"""Appeals, objections and repairs, brought to their state by the real verbs."""

import datetime as dt

from association.accounts.roles import Role
from association.core import clock
from association.peer_review.enums import RoundKind
from association.peer_review.models import Visit
from association.peer_review.services import hand_in, seat_visitor
from association.violations.enums import (
    AppealStatus,
    CaseStatus,
    Measure,
    ObjectionStatus,
    RepairStatus,
)
from association.violations.models import CaseSettings
from association.violations.services import (
    ask_repair,
    confirm_withdrawal,
    decide_objection,
    grant_repair,
    lodge_appeal,
    lodge_objection,
    name_panel,
    propose_withdrawal,
    refuse_repair,
    vote_appeal,
)
from tests.factories.cases import make_case
from tests.factories.findings import opening_today
from tests.factories.notices import correct_notice
from tests.factories.people import make_secretary, make_visitor
from tests.factories.rounds import make_running_round

WORDS = "照片不是本校区。"
REASONS = "经核实，情况如下。"


def make_decided(measure=Measure.REVOKE, **given):
    """A case decided today, the school's days to appeal ahead."""
    return make_case(CaseStatus.DECIDED, measure=measure, **given)


def make_entry(measure=Measure.CIRCULAR, **given):
    """A case in force since today."""
    return make_case(CaseStatus.IN_FORCE, measure=measure, **given)


def deciders(count):
    """People who may decide and hear, without any part so far."""
    return [make_secretary(Role.APPROVER) for _each in range(count)]


def make_appeal(status=AppealStatus.LODGED, *, case=None):
    """An appeal in the given state."""
    appeal = lodge_appeal(case=case or make_decided(), words=WORDS, acting_user=None)
    if status != AppealStatus.LODGED:
        appeal = name_panel(appeal=appeal, panel=deciders(3), acting_user=None)
    if status in {AppealStatus.UPHELD, AppealStatus.REJECTED}:
        vote_all(appeal, uphold=status == AppealStatus.UPHELD)
    appeal.refresh_from_db()
    return appeal


def panel_of(appeal):
    """The people named to hear an appeal."""
    return [row.user for row in appeal.case.people.filter(part="appeal").order_by("pk")]


def vote_all(appeal, *, uphold):
    """Let as many of the panel vote alike as are needed."""
    panel = panel_of(appeal)
    for user in panel[: len(panel) // 2 + 1]:
        vote_appeal(appeal=appeal, uphold=uphold, words=REASONS, acting_user=user)
    appeal.refresh_from_db()
    appeal.case.refresh_from_db()


def make_objection(status=ObjectionStatus.LODGED, *, case=None, **given):
    """An objection from outside in the given state."""
    given = {"words": WORDS, **given}
    row = lodge_objection(case=case or make_entry(), **given)
    if status in {ObjectionStatus.PROPOSED, ObjectionStatus.WITHDRAWN}:
        first, second = deciders(2)
        row = propose_withdrawal(objection=row, reasons=REASONS, acting_user=first)
        if status == ObjectionStatus.WITHDRAWN:
            row = confirm_withdrawal(objection=row, acting_user=second)
    elif status != ObjectionStatus.LODGED:
        [decider] = deciders(1)
        if status == ObjectionStatus.CORRECTED:
            correct_notice(row.case)
        row = decide_objection(objection=row, outcome=status, reasons=REASONS, acting_user=decider)
    row.refresh_from_db()
    return row


def let_repairs_be_early():
    """Let a repair be asked for from the first day on."""
    rules = CaseSettings.load()
    rules.repair_months_s2 = rules.repair_months_s3 = 0
    rules.save()


def make_repair(status=RepairStatus.ASKED, *, case=None):
    """A repair in the given state, asked for today, or granted tomorrow on a clean visit."""
    let_repairs_be_early()
    case = case or make_entry()
    row = ask_repair(case=case, words=WORDS, acting_user=None)
    [decider] = deciders(1)
    if status == RepairStatus.GRANTED:
        with tomorrow():
            visit = make_visit(case.school)
            grant_repair(repair=row, visit=visit, reasons=REASONS, acting_user=decider)
    elif status == RepairStatus.REFUSED:
        refuse_repair(repair=row, reasons=REASONS, acting_user=decider)
    row.refresh_from_db()
    return row


def make_visit(school, *failed, visitor=None, alliance="east", **answers):
    """A visit to a school today with a final report. failed: items that do not hold.

    alliance: of the school. answers: of the notice board's item C81 by default.
    """
    row = make_running_round(RoundKind.SWEEP, alliance=alliance, **opening_today())
    visit = row.visits.get(school=school)
    visitor = visitor or make_visitor(alliance)
    seat = seat_visitor(visit=visit, user=visitor, acting_user=None)
    said = {"C81": "yes", **answers, **dict.fromkeys(failed, "no")}
    notes = {f"{code}_note": "未见" for code in failed}
    hand_in(
        visit=visit,
        seat=seat,
        source="online",
        visited_on=clock.today(),
        answers=said | notes,
        failed=list(failed),
        acting_user=visitor,
    )
    return Visit.objects.get(pk=visit.pk)


def tomorrow(days=1):
    """The clock some days from now."""
    return clock.at(clock.now() + dt.timedelta(days=days))
