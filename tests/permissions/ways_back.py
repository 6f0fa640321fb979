"""Appeals, objections and repairs for the matrix: one before each act, at the own school."""

import datetime as dt
from types import SimpleNamespace

from association.accounts.models import User
from association.core import clock
from association.violations.enums import AppealStatus, CaseStatus, Measure, ObjectionStatus
from association.violations.services import name_panel
from tests.factories import make_accepted_pledge, make_school
from tests.factories.cases import make_case
from tests.factories.notices import publish_notice
from tests.factories.ways_back import (
    deciders,
    let_repairs_be_early,
    make_appeal,
    make_decided,
    make_entry,
    make_objection,
    make_repair,
    make_visit,
)


def make_ways_back(records: SimpleNamespace, people: dict[str, User]) -> None:
    """Add them to the records, which hold cases by now.

    The appeal that is to be voted on is heard by the approver and the secretary-general.
    """
    own, strange = records.school, records.strange_plaque.school
    let_repairs_be_early()
    records.case_settings.refresh_from_db()
    records.appealable_case = make_decided(Measure.CIRCULAR, school=own)
    records.strange_appealable = make_decided(Measure.CIRCULAR, school=strange)
    records.entry, records.strange_entry = make_entry(school=own), make_entry(school=strange)
    publish_notice(records.entry)
    records.appeal_to_name = make_appeal(case=make_decided(Measure.CIRCULAR, school=own))
    records.appeal_to_hear = make_appeal(case=make_decided(Measure.CIRCULAR, school=own))
    panel = [people["approver"], people["secretary"], *deciders(1)]
    name_panel(appeal=records.appeal_to_hear, panel=panel, acting_user=None)
    records.appeal_answered = make_appeal(
        AppealStatus.UPHELD, case=make_decided(Measure.CIRCULAR, school=own)
    )
    records.objection = make_objection(case=records.entry)
    records.own_objection = make_objection(case=records.entry, acting_user=people["principal"])
    records.proposed_objection = make_objection(ObjectionStatus.PROPOSED, case=make_entry())
    _ask_for_repair(records)


def _ask_for_repair(records: SimpleNamespace) -> None:
    """A repair that can be granted: the entry began yesterday, and today's visit was clean."""
    school = make_school(alliance="west")
    make_accepted_pledge(school)
    with clock.at(clock.now() - dt.timedelta(days=1)):
        case = make_case(CaseStatus.IN_FORCE, school=school, measure=Measure.CIRCULAR)
    records.clean_visit = make_visit(school, alliance="west")
    records.repair = make_repair(case=case)
