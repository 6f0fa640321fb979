"""What can be done to a case, with dice for the rest. Each act returns what the rules ask of it."""

from association.core import clock
from association.peer_review.enums import Severity
from association.violations.enums import CaseSource, Measure
from association.violations.models import CaseSettings
from association.violations.services import (
    add_evidence,
    amend_case,
    answer_case,
    ask_hearing,
    close_case,
    dismiss_case,
    hold_hearing,
    open_case,
    put_to_decision,
    take_back_case,
    tell_school,
    vote_case,
)
from tests.factories.cases import make_accusation
from tests.factories.files import PDF

WORDS = "如实说明"


def begin(dice, world, user):
    """Open a case; returns it."""
    school = dice.choice(world.schools)
    on_finding = school.pk == world.finding.school_id and dice.random() < 0.5
    source = CaseSource.FINDING if on_finding else CaseSource.PATROL
    return open_case(
        school=school,
        source=source,
        finding=world.finding if on_finding else None,
        reference="" if on_finding else "10月12日巡查记录",
        accusation=make_accusation(school, severity=dice.choice(Severity.values)),
        acting_user=user,
    )


def amend(dice, case, user, _people):
    accusation = make_accusation(case.school, severity=dice.choice(Severity.values), facts=WORDS)
    amend_case(case=case, accusation=accusation, acting_user=user)
    return {}


def show(_dice, case, user, _people):
    add_evidence(
        case=case, title="记录", origin="巡查", data=PDF, name="record.pdf", acting_user=user
    )
    return {"days": CaseSettings.load().answer_days}


def tell(dice, case, user, _people):
    tell_school(case=case, in_view=dice.choice(Measure.values), acting_user=user)
    return {"days": CaseSettings.load().answer_days}


def answer(_dice, case, user, _people):
    answer_case(case=case, words=WORDS, acting_user=user, said_all=True)
    return {}


def ask(_dice, case, user, _people):
    ask_hearing(case=case, words=WORDS, acting_user=user)
    return {}


def hear(_dice, case, user, _people):
    hold_hearing(case=case, held_on=clock.today(), record=WORDS, acting_user=user)
    return {}


def put(dice, case, user, people):
    """Name some of all who decide cases, fit for this one or not."""
    panel = dice.sample(people, dice.choice([1, 2, 2, 3, 3, 4]))
    measure = dice.choice(["remind", "remind", *Measure.values])
    put_to_decision(case=case, measure=measure, reasons=WORDS, panel=panel, acting_user=user)
    quorum = getattr(CaseSettings.load(), f"quorum_{case.severity.lower()}")
    return {"panel": {each.pk for each in panel}, "quorum": quorum}


def vote(dice, case, user, _people):
    in_favour = dice.random() < 0.8
    words = dice.choice([WORDS, WORDS, ""])
    vote_case(case=case, in_favour=in_favour, words=words, acting_user=user)
    return {"in_favour": in_favour, "words": words}


def take_back(_dice, case, user, _people):
    take_back_case(case=case, reason=WORDS, acting_user=user)
    return {}


def close(_dice, case, user, _people):
    close_case(case=case, words=WORDS, acting_user=user)
    return {}


def dismiss(_dice, case, user, _people):
    dismiss_case(case=case, words=WORDS, acting_user=user)
    return {}


ACTS = {
    act.__name__: act
    for act in (amend, show, tell, answer, ask, hear, put, vote, take_back, close, dismiss)
}
# What usually follows an act on a case, so that enough sequences come to an end.
NEXT = {
    "open": ("show",),
    "amend": ("show",),
    "show": ("tell", "tell", "answer"),
    "tell": ("answer", "answer", "ask", "put"),
    "answer": ("put", "put", "put", "ask"),
    "ask": ("hear",),
    "hear": ("answer", "put"),
    "put": ("vote",),
    "vote": ("vote", "vote", "vote", "close", "put"),
    "take_back": ("put",),
    "close": ("close",),
    "dismiss": ("dismiss",),
}
