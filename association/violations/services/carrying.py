"""What a decision makes of plaques and pledge, and what undoing it leaves to those that stand.

A school can have more than one case. Whatever is undone, a plaque says what the hardest decision
says that is in force then; of equally hard ones, the one that lasts longest.
"""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from association.accounts.models import User
from association.alliances.models import School
from association.plaques.enums import LIVING_STATUSES, MeasureKind
from association.plaques.models import MeasureProposal, Plaque
from association.plaques.services import (
    carry_out_decision,
    end_what_plaques_stood_for,
    forget_suspension,
    tell_last_alone,
    tell_no_more,
)
from association.pledges.enums import PledgeStatus
from association.pledges.enums import Verb as PledgeVerb
from association.pledges.services import restore_pledge
from association.violations.enums import CaseStatus, Measure, Part, Verb
from association.violations.models import AppealVote, Case
from association.violations.selectors.carrying import (
    BACK,
    ON_PLAQUE,
    carried_out,
    decisions_on_plaques,
    is_last,
    plaques_changed,
    promise_on,
    still_holds,
    takes_back,
)
from association.violations.selectors.notices import words_of
from association.violations.services.danger import another_than


def carry_out_on_plaques(case: Case) -> None:
    """Change what plaques say by a decision that is in force, and end the pledge they stood for.

    The pledge ends as well where the school has no plaque yet. Called in the verb's transaction.
    """
    if Measure(case.measure) not in ON_PLAQUE:
        return
    for plaque in plaques_changed(case).select_related("pledge"):
        _carry_out_on(case, plaque)
    if takes_back(case):
        end_what_plaques_stood_for(
            school=case.school,
            reason=words_of(case),
            sign_anew=_("By a decision your school's pledge has ended. Please sign anew after it."),
            acting_user=_two_behind(case)[1],
        )


def give_back(*, case: Case, reason: str, acting_user: Any, proposed_by: Any) -> None:
    """Make plaques and pledge what they were before a decision that was withdrawn just now."""
    for done in _measures_of(case):
        _give_way(case, done, reason, acting_user, proposed_by)
    if takes_back(case):
        _restore_pledge(case, reason, acting_user)


def give_way(*, case: Case, reason: str, acting_user: Any, proposed_by: Any) -> None:
    """Lift the suspension by a decision whose entry was repaired just now.

    What was taken back stays so, and why is told no more.
    """
    for done in _measures_of(case):
        if done.kind == MeasureKind.SUSPEND:
            _give_way(case, done, reason, acting_user, proposed_by)
        elif not _take_over(done):
            tell_no_more(plaque=done.plaque, acting_user=acting_user)


def _measures_of(case: Case) -> list[MeasureProposal]:
    """Return what of a case plaques say now. What else is told of it ends on the way."""
    holding = []
    for done in carried_out(case):
        if done.kind in BACK and still_holds(done):
            holding.append(done)
        elif done.kind in BACK and not is_last(done):
            tell_last_alone(plaque=done.plaque, acting_user=None)
        elif done.kind == MeasureKind.SUSPEND:
            forget_suspension(plaque=done.plaque, acting_user=None)
    return holding


def _give_way(
    case: Case, done: MeasureProposal, reason: str, acting_user: Any, proposed_by: Any
) -> None:
    if _take_over(done):
        return
    first = acting_user or done.proposed_by
    carry_out_decision(
        plaque=done.plaque,
        kind=BACK[MeasureKind(done.kind)],
        promise=None,
        reason=reason,
        basis=case.code,
        proposed_by=another_than(first, proposed_by, *_upholders(case), *_two_behind(case)),
        decided_by=first,
        withdrawn=True,
    )
    plaque = Plaque.objects.select_related("pledge").get(pk=done.plaque_id)
    milder = next(iter(decisions_on_plaques(case.school)), None)
    if milder is not None and plaque.status in LIVING_STATUSES:
        _carry_out_on(milder, plaque, instead=True)


def _take_over(done: MeasureProposal) -> bool:
    """Let the hardest decision in force carry what a measure did. Returns whether one does."""
    hardest = next(iter(decisions_on_plaques(done.plaque.school)), None)
    if hardest is None or not (takes_back(hardest) or done.kind == MeasureKind.SUSPEND):
        return False
    _carry_out_on(hardest, done.plaque, instead=True)
    return True


def _carry_out_on(case: Case, plaque: Plaque, *, instead: bool = False) -> None:
    """Carry a decision out on one plaque. instead: of another one, of which nothing is told."""
    kind = ON_PLAQUE[Measure(case.measure)]
    proposer, decider = _two_behind(case)
    carry_out_decision(
        plaque=plaque,
        kind=kind,
        promise=promise_on(plaque, case),
        reason=words_of(case),
        basis=case.code,
        proposed_by=proposer,
        decided_by=decider,
        until=case.public_until if kind == MeasureKind.SUSPEND else None,
        told_until=case.public_until,
        withdrawn=instead,
    )


def _restore_pledge(case: Case, reason: str, acting_user: Any) -> None:
    """Put the pledge in force again that ended with a decision, once all such are withdrawn."""
    if any(takes_back(each) for each in decisions_on_plaques(case.school)):
        return
    if not School.objects.members().filter(pk=case.school_id).exists():
        return
    ended = case.school.pledges.filter(_ended_by_withdrawn(case.school), status=PledgeStatus.ENDED)
    if pledge := ended.order_by("-pk").first():
        restore_pledge(pledge=pledge, reason=reason, acting_user=acting_user)


def _ended_by_withdrawn(school: School) -> Q:
    """While a decision stands that takes plaques back, it alone has ended a pledge."""
    rows = Case.objects.filter(school=school, status=CaseStatus.ANNULLED, in_force_on__isnull=False)
    ended = Q(pk__in=[])
    for case in rows:
        if takes_back(case):
            begun = case.events.filter(verb=Verb.CARRY_OUT).latest("sequence").created_at
            spell = (begun, case.annulled_at)
            ended |= Q(events__verb=PledgeVerb.END, events__created_at__range=spell)
    return ended


def _upholders(case: Case) -> list[User]:
    """Return who voted for the school in its appeal."""
    votes = AppealVote.objects.filter(appeal__case=case, uphold=True).select_related("user")
    return [vote.user for vote in votes]


def _two_behind(case: Case) -> tuple[User, User]:
    """Return who proposed the measure, and whose vote made it the decision."""
    put = case.events.filter(verb=Verb.PUT).order_by("sequence").last()
    last = case.votes.filter(ballot=case.ballot, in_favour=True).order_by("pk").last()
    looked_into = case.people.filter(part=Part.INVESTIGATOR).order_by("pk").first()
    proposer = put.acting_user or (looked_into and looked_into.user)
    return proposer, last.user
