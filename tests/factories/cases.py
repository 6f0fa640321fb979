import datetime as dt

from association.accounts.roles import Role
from association.core import clock
from association.core.workdays import add_working_days
from association.violations.enums import CaseSource, CaseStatus, Measure
from association.violations.services import (
    Accusation,
    add_evidence,
    answer_case,
    close_case,
    dismiss_case,
    open_case,
    put_to_decision,
    tell_school,
    vote_case,
)
from tests.factories.flows import make_accepted_pledge
from tests.factories.people import make_secretary
from tests.factories.photos import make_photo
from tests.factories.schools import make_school

FACTS = "10月12日查看，公示栏未公示收费项目和退费办法。"
FOUR_FACTS = {
    "content": "少儿舞蹈",
    "classes": "周末启蒙班",
    "learners": "小学一至三年级",
    "times": "周六上午9:00–10:30",
}


def make_accusation(school, *, promise="P8", breach="B81", severity="S2", **texts):
    """What a school is told, by the covenant it signed."""
    pledge = school.pledges.accepted().get()
    return Accusation(
        promise=pledge.covenant_version.promises.get(code=promise),
        breach=breach,
        severity=severity,
        **{"facts": FACTS, **FOUR_FACTS, **texts},
    )


def make_pledged_school(name=""):
    """A school whose pledge is in force, so that there is a promise to break."""
    school = make_school(name) if name else make_school()
    make_accepted_pledge(school)
    return school


def make_case(status=CaseStatus.OPEN, *, school=None, clerk=None, severity="S2", **texts):
    """A case from a patrol in the given state, brought there by whoever would do it, today.

    clerk: who looks into it. The school of a case that is decided answered on the day it was told.
    """
    school = school or make_pledged_school()
    clerk = clerk or make_secretary()
    case = open_case(
        school=school,
        source=CaseSource.PATROL,
        reference="10月12日巡查记录",
        accusation=make_accusation(school, severity=severity, **texts),
        acting_user=clerk,
    )
    for act in WAYS[CaseStatus(status)]:
        act(case, clerk)
    case.refresh_from_db()
    return case


def tell(case, clerk):
    """Add a photo, and tell the school."""
    add_evidence(
        case=case,
        title="公示栏照片",
        origin="10月12日巡查时拍摄",
        data=make_photo(),
        name="wall.jpg",
        acting_user=clerk,
    )
    tell_school(case=case, in_view=Measure.MEND, acting_user=clerk)


def answer(case, _clerk):
    """Let the school answer at once."""
    answer_case(case=case, words="已补充公示，附照片。", acting_user=None, said_all=True)


def put(case, clerk):
    """Put the case before as many people as its severity needs."""
    panel = [make_secretary(Role.APPROVER) for _each in range(3 if case.severity == "S3" else 2)]
    put_to_decision(
        case=case,
        measure=Measure.MEND,
        reasons="事实清楚，学校的说明已阅。",
        panel=panel,
        acting_user=clerk,
    )


def vote(case, _clerk):
    """Let everybody named vote in favour."""
    case.refresh_from_db()
    for person in case.people.filter(part="decider", ballot=case.ballot).order_by("pk"):
        vote_case(case=case, in_favour=True, words="", acting_user=person.user)


def close(case, clerk):
    """Close it: what was asked for is done."""
    close_case(case=case, words="复查已补充公示。", acting_user=clerk)


def dismiss(case, _clerk):
    """Let it rest."""
    dismiss_case(case=case, words="经核实不属实。", acting_user=make_secretary(Role.APPROVER))


def after_the_answer_days(case):
    """The first moment at which the school's days to answer are over."""
    case.refresh_from_db()
    day = case.answer_by + dt.timedelta(days=1)
    return clock.at(clock.now() + (day - clock.today()))


def answer_day(days=5):
    """The last day to answer what is told today."""
    return add_working_days(clock.today(), days)


WAYS = {
    CaseStatus.OPEN: (),
    CaseStatus.TOLD: (tell,),
    CaseStatus.DECIDING: (tell, answer, put),
    CaseStatus.DECIDED: (tell, answer, put, vote),
    CaseStatus.CLOSED: (tell, answer, put, vote, close),
    CaseStatus.DISMISSED: (dismiss,),
}
