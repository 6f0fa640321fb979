"""Cases for the matrix: one before each act, at the own school, and one at another."""

from types import SimpleNamespace

from association.accounts.models import User
from association.violations.enums import CaseStatus
from association.violations.models import CaseSettings
from association.violations.services import add_evidence, ask_hearing, put_to_decision
from tests.factories import make_active_plaque, make_danger_case, make_photo
from tests.factories.cases import accept, answer, make_case


def make_cases(records: SimpleNamespace, people: dict[str, User]) -> None:
    """Add cases to the records, which hold schools with pledges in force by now.

    On the one that is to be decided the approver and the secretary-general are named.
    """
    own, strange = records.school, records.strange_plaque.school
    records.open_case = make_case(school=own)
    records.case_to_tell = make_case(school=own)
    add_evidence(
        case=records.case_to_tell,
        title="公示栏照片",
        origin="巡查时拍摄",
        data=make_photo(),
        name="wall.jpg",
        acting_user=None,
    )
    records.told_case = make_case(CaseStatus.TOLD, school=own)
    records.case_evidence = records.told_case.evidence.get()
    records.case_to_hear = make_case(CaseStatus.TOLD, school=own)
    ask_hearing(case=records.case_to_hear, words="当面说明", acting_user=people["principal"])
    records.answered_case = make_case(CaseStatus.TOLD, school=own)
    answer(records.answered_case, None)
    records.case_to_decide = make_case(CaseStatus.TOLD, school=own)
    answer(records.case_to_decide, None)
    put_to_decision(
        case=records.case_to_decide,
        measure="mend",
        reasons="事实清楚",
        panel=[people["approver"], people["secretary"]],
        acting_user=None,
    )
    records.decided_case = make_case(CaseStatus.DECIDED, school=own)
    far = make_active_plaque()
    records.case_to_carry_out = make_case(CaseStatus.DECIDED, school=far.school, measure="revoke")
    accept(records.case_to_carry_out, None)
    records.plaque_in_danger = make_active_plaque()
    records.grave_case = make_danger_case(records.plaque_in_danger)
    records.strange_case = make_case(CaseStatus.TOLD, school=strange)
    records.strange_case_evidence = records.strange_case.evidence.get()
    records.case_settings = CaseSettings.load()
    records.case_settings.save()
