import datetime as dt
from dataclasses import dataclass

from association.accounts.roles import Role
from association.core import clock
from association.core.workdays import add_working_days
from association.plaques.enums import MeasureKind
from association.violations.enums import MONTHS, CaseSource, CaseStatus, Measure
from association.violations.models import Case
from association.violations.services import (
    Accusation,
    Publication,
    accept_decision,
    add_evidence,
    answer_case,
    carry_out_case,
    close_case,
    dismiss_case,
    open_case,
    put_to_decision,
    tell_school,
    vote_case,
)
from association.violations.services.appealing import lodge_appeal, name_panel, vote_appeal
from association.violations.services.opening import SIGNED
from tests.factories.flows import make_accepted_pledge, make_active_plaque
from tests.factories.people import make_secretary
from tests.factories.photos import make_photo
from tests.factories.schools import make_school

FACTS = "10月12日查看，公示栏未公示收费项目和退费办法。"
PUBLIC_WORDS = "未公开收费项目"
FOUR_FACTS = {
    "content": "少儿舞蹈",
    "classes": "周末启蒙班",
    "learners": "小学一至三年级",
    "times": "周六上午9:00–10:30",
}


@dataclass(frozen=True)
class Way:
    """What a case comes to."""

    measure: Measure
    public_words: str


MILD = Way(Measure.MEND, PUBLIC_WORDS)
SEVERITIES = {Measure.SUSPEND: "S3", Measure.REVOKE: "S3", Measure.EXPEL: "S3"}


def make_accusation(school, *, promise="P8", breach="B81", severity="S2", **texts):
    """What a school is told, by the covenant it signed."""
    pledge = school.pledges.filter(status__in=SIGNED).latest("pk")
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


def make_case(
    status=CaseStatus.OPEN,
    *,
    school=None,
    clerk=None,
    severity="",
    measure="",
    public_words=PUBLIC_WORDS,
    **texts,
):
    """A case from a patrol in the given state, brought there by whoever would do it, today.

    clerk: who looks into it. measure: to be put right by a day, or a notice for a case in force.
    severity: that which the measure needs. The school of a case that is decided answered on the day
    it was told; that of one in force accepted the decision; a withdrawn one was appealed.
    """
    mild = Measure.CIRCULAR if status == CaseStatus.IN_FORCE else Measure.MEND
    measure = Measure(measure or mild)
    severity = severity or SEVERITIES.get(measure, "S2")
    way = Way(measure, public_words)
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
        act(case, clerk, way)
    case.refresh_from_db()
    return case


def tell(case, clerk, way=MILD):
    """Add a photo, and tell the school."""
    add_evidence(
        case=case,
        title="公示栏照片",
        origin="10月12日巡查时拍摄",
        data=make_photo(),
        name="wall.jpg",
        acting_user=clerk,
    )
    tell_school(case=case, in_view=way.measure, acting_user=clerk)


def answer(case, _clerk, _way=MILD):
    """Let the school answer at once."""
    answer_case(case=case, words="已补充公示，附照片。", acting_user=None, said_all=True)


def put(case, clerk, way=MILD):
    """Put the case before as many people as its severity needs."""
    panel = [make_secretary(Role.APPROVER) for _each in range(3 if case.severity == "S3" else 2)]
    months = MONTHS[case.severity][0] if way.measure.is_public else 0
    put_to_decision(
        case=case,
        measure=way.measure,
        reasons="事实清楚，学校的说明已阅。",
        panel=panel,
        publication=Publication(words=way.public_words, months=months),
        acting_user=clerk,
    )


def vote(case, _clerk, _way=MILD):
    """Let everybody named vote in favour, until it is decided."""
    case.refresh_from_db()
    for person in case.people.filter(part="decider", ballot=case.ballot).order_by("pk"):
        if Case.objects.get(pk=case.pk).status == CaseStatus.DECIDING:
            vote_case(case=case, in_favour=True, words="", acting_user=person.user)
    case.refresh_from_db()


def accept(case, _clerk, _way=MILD):
    """Let the school accept the decision, so that its days to appeal are over."""
    accept_decision(case=case, acting_user=None)


def carry_out(case, clerk, _way=MILD):
    """Put the decision in force."""
    carry_out_case(case=case, acting_user=clerk)
    case.refresh_from_db()


def appeal(case, _clerk, _way=MILD):
    """Let the school appeal."""
    lodge_appeal(case=case, words="请再看一次当天的照片。", acting_user=None)
    case.refresh_from_db()


def uphold(case, _clerk, _way=MILD):
    """Let three people who had no part in the case hear the appeal, and find it right."""
    panel = [make_secretary(Role.APPROVER) for _each in range(3)]
    lodged = name_panel(appeal=case.appeals.get(), panel=panel, acting_user=None)
    for user in panel[:2]:
        vote_appeal(appeal=lodged, uphold=True, words="照片与所述不符。", acting_user=user)
    case.refresh_from_db()


def close(case, clerk, _way=MILD):
    """Close it: what was asked for is done."""
    close_case(case=case, words="复查已补充公示。", acting_user=clerk)


def dismiss(case, _clerk, _way=MILD):
    """Let it rest."""
    dismiss_case(case=case, words="经核实不属实。", acting_user=make_secretary(Role.APPROVER))


def make_revoked_plaque(school=None, *, kind=MeasureKind.REVOKE, reason=PUBLIC_WORDS):
    """A plaque taken back, or suspended, by a decided case."""
    plaque = make_active_plaque(school)
    put_in_force(plaque, kind=kind, reason=reason)
    return plaque


def put_in_force(plaque, *, kind=MeasureKind.REVOKE, reason=PUBLIC_WORDS):
    """A case in force by which a plaque, and any other of its school, is taken back or suspended.

    reason: what parents read.
    """
    measure = Measure.REVOKE if kind == MeasureKind.REVOKE else Measure.SUSPEND
    case = make_case(
        CaseStatus.IN_FORCE, school=plaque.school, measure=measure, public_words=reason
    )
    plaque.refresh_from_db()
    return case


def make_danger_case(plaque):
    """A serious case the plaque's school was told of, on which a suspension for danger can rest."""
    return make_case(CaseStatus.TOLD, school=plaque.school, severity="S3")


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
    CaseStatus.IN_FORCE: (tell, answer, put, vote, accept, carry_out),
    CaseStatus.APPEALED: (tell, answer, put, vote, appeal),
    CaseStatus.ANNULLED: (tell, answer, put, vote, appeal, uphold),
    CaseStatus.CLOSED: (tell, answer, put, vote, close),
    CaseStatus.DISMISSED: (dismiss,),
}
