"""What can be done to a case, with dice for the rest. Each act returns what the rules ask of it."""

from association.core import clock
from association.core.errors import RuleError
from association.peer_review.enums import Severity
from association.plaques.models import MeasureProposal
from association.plaques.services import approve_measure
from association.violations.enums import PUBLIC_MEASURES, CaseSource, Measure, possible_measures
from association.violations.models import CaseSettings
from association.violations.services import (
    Publication,
    accept_decision,
    add_evidence,
    amend_case,
    answer_case,
    ask_hearing,
    carry_out_case,
    close_case,
    dismiss_case,
    hold_hearing,
    open_case,
    propose_danger,
    put_to_decision,
    take_back_case,
    tell_school,
    vote_case,
)
from association.violations.services.appealing import lodge_appeal, name_panel, vote_appeal
from association.violations.services.objecting import (
    confirm_withdrawal,
    lodge_objection,
    propose_withdrawal,
    refuse_withdrawal,
)
from association.violations.services.repairing import ask_repair, grant_repair, refuse_repair
from tests.factories.cases import make_accusation
from tests.factories.files import PDF

WORDS = "如实说明"
MONTHS = (0, 3, 12, 12, 24, 36)


def begin(dice, world, user, before):
    """Open a case; returns it. before: the schools that have one, so that cases meet."""
    school = dice.choice([*world.schools, *before * 4])
    on_finding = school.pk == world.finding.school_id and dice.random() < 0.5
    source = CaseSource.FINDING if on_finding else CaseSource.PATROL
    return open_case(
        school=school,
        source=source,
        finding=world.finding if on_finding else None,
        reference="" if on_finding else "10月12日巡查记录",
        accusation=make_accusation(school, severity="S3" if dice.hurried else _severity(dice)),
        acting_user=user,
    )


def _severity(dice):
    return dice.choice([*Severity.values, "S3", "S3"])


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
    hardest = possible_measures(case.severity)[-3:]
    in_view = dice.choice(hardest if dice.hurried else [*Measure.values, *hardest * 3])
    tell_school(case=case, in_view=in_view, acting_user=user)
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
    # The first two look into cases now and then.
    fit, count = (people[2:8], 3) if dice.hurried else (people, dice.choice([1, 2, 2, 3, 3, 3, 4]))
    panel = dice.sample(fit, count)
    likely = [case.in_view or "remind"] * (40 if dice.hurried else 8)
    measure = dice.choice(["remind", *likely, *Measure.values])
    words = WORDS if dice.hurried else dice.choice([WORDS, WORDS, WORDS, ""])
    months = dice.choice(MONTHS[2:] if dice.hurried else MONTHS)
    publication = Publication(words=words, months=months)
    put_to_decision(
        case=case,
        measure=measure,
        reasons=WORDS,
        panel=panel,
        publication=publication,
        acting_user=user,
    )
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


def accept(_dice, case, user, _people):
    accept_decision(case=case, acting_user=user)
    return {}


def carry_out(_dice, case, user, _people):
    carry_out_case(case=case, acting_user=user)
    return {}


def warn(dice, case, user, _people):
    """Propose a suspension for danger."""
    plaque = dice.choice(list(case.school.plaques.all()))
    propose_danger(case=case, plaque=plaque, reason=WORDS, acting_user=user)
    return {}


def approve(_dice, case, user, _people):
    """Approve, as the second person, what was proposed for danger."""
    proposal = MeasureProposal.objects.open().filter(basis=case.code).first()
    if proposal is None:
        raise RuleError(WORDS)
    approve_measure(proposal=proposal, acting_user=user)
    return {"proposer": proposal.proposed_by_id}


def appeal(_dice, case, user, _people):
    lodge_appeal(case=case, words=WORDS, files=[], acting_user=user)
    return {}


def name_hearers(dice, case, user, people):
    """Name who hears the appeal, fit for it or not."""
    panel = dice.sample(people, dice.choice([1, 2, 3, 3, 3, 4, 5]))
    name_panel(appeal=_appeal_of(case), panel=panel, acting_user=user)
    return {"hearers": {each.pk for each in panel}}


def hear_appeal(dice, case, user, _people):
    uphold = dice.random() < 0.5
    vote_appeal(appeal=_appeal_of(case), uphold=uphold, words=WORDS, acting_user=user)
    return {"uphold": uphold}


def object_to(_dice, case, user, _people):
    lodge_objection(case=case, words=WORDS, who="", contact="", acting_user=user)
    return {}


def propose_to_withdraw(_dice, case, user, _people):
    propose_withdrawal(objection=_objection_of(case), reasons=WORDS, acting_user=user)
    return {}


def confirm_to_withdraw(_dice, case, user, _people):
    objection = _objection_of(case)
    proposer = objection.proposed_by_id
    confirm_withdrawal(objection=objection, acting_user=user)
    return {"proposer": proposer}


def refuse_to_withdraw(_dice, case, user, _people):
    refuse_withdrawal(objection=_objection_of(case), words=WORDS, acting_user=user)
    return {}


def plead(_dice, case, user, _people):
    """Ask for the repair."""
    ask_repair(case=case, words=WORDS, acting_user=user)
    return {}


def grant(_dice, case, user, _people):
    """Grant the repair on the school's visit to come, which is clean."""
    visit = case.school.visits.filter(report__status="final").latest("pk")
    grant_repair(repair=_repair_of(case), visit=visit, reasons=WORDS, acting_user=user)
    return {}


def refuse(_dice, case, user, _people):
    """Refuse the repair."""
    refuse_repair(repair=_repair_of(case), reasons=WORDS, acting_user=user)
    return {}


def _repair_of(case):
    found = case.repairs.last()
    if found is None:
        raise RuleError(WORDS)
    return found


def _appeal_of(case):
    found = case.appeals.first()
    if found is None:
        raise RuleError(WORDS)
    return found


def _objection_of(case):
    found = case.objections.last()
    if found is None:
        raise RuleError(WORDS)
    return found


ACTS = {
    act.__name__: act
    for act in (
        amend,
        show,
        tell,
        answer,
        ask,
        hear,
        put,
        vote,
        take_back,
        close,
        dismiss,
        accept,
        carry_out,
        warn,
        approve,
        appeal,
        name_hearers,
        hear_appeal,
        object_to,
        propose_to_withdraw,
        confirm_to_withdraw,
        refuse_to_withdraw,
        plead,
        grant,
        refuse,
    )
}
# What is likely to be done to a case in a state, so that enough sequences come to an end.
OPEN = ("tell",) * 6 + ("amend", "amend", "warn", "dismiss")
LIKELY = {
    "deciding": ("vote",) * 9 + ("take_back",),
    "decided": ("accept", "carry_out", "carry_out", "carry_out", "appeal", "appeal", "close"),
    "appealed": ("name_hearers", "hear_appeal", "hear_appeal", "hear_appeal", "hear_appeal"),
}


def _before_panel(case):
    if case.hearing_waits:
        return "hear"
    return "put" if case.is_heard_out else "answer"


def _after_panel(case):
    if case.measure not in PUBLIC_MEASURES:
        return "close"
    return "carry_out" if case.is_final else "accept"


SHORTEST = {
    "open": lambda case: "tell" if case.evidence.exists() else "show",
    "told": _before_panel,
    "deciding": lambda _case: "vote",
    "decided": _after_panel,
}


def _to_object(case):
    last = case.objections.last()
    if last is None or last.decided_at is not None:
        return ("object_to",)
    if last.status == "lodged":
        return ("propose_to_withdraw",) * 2
    return ("confirm_to_withdraw", "confirm_to_withdraw", "refuse_to_withdraw")


def _to_repair(case):
    waits = case.repairs.filter(status="asked").exists()
    return ("grant", "grant", "refuse") if waits else ("plead",)


def likely(dice, case):
    """Return what is likely to be done to a case now; anything where it has ended.

    Hurried dice choose the next step on the shortest way to an entry in force.
    """
    if dice.hurried and case.status in SHORTEST:
        return (SHORTEST[case.status](case),)
    if case.status == "open":
        return OPEN if case.evidence.exists() else ("show",)
    if case.status == "in_force":
        return _to_object(case) + _to_repair(case)
    if case.status != "told":
        return LIKELY.get(case.status, tuple(ACTS))
    if case.hearing_waits:
        return ("hear", "hear", "answer")
    if case.is_heard_out:
        return ("put", "put", "put", "put", "put", "approve", "warn")
    return ("answer", "answer", "answer", "answer", "ask", "warn", "approve", "show")
