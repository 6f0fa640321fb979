"""Appeals, objections and repairs as the secretariat meets them: where each stands, what to do."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from association.plaques.enums import MeasureKind, PlaqueStatus
from association.plaques.models import MeasureProposal, Plaque
from association.plaques.selectors import consequences_of
from association.violations.enums import (
    AppealStatus,
    Measure,
    ObjectionStatus,
    RepairStatus,
)
from association.violations.models import Appeal, Case, Objection, Repair
from association.violations.permissions_ways_back import (
    appeal_policy,
    objection_policy,
    repair_policy,
)
from association.violations.selectors.carrying import (
    BACK,
    carried_out,
    decisions_on_plaques,
    still_holds,
    takes_back,
)
from association.violations.selectors.clean_visits import possible_visits
from association.violations.selectors.people import stands_against
from association.violations.selectors.standing import Act
from association.violations.selectors.ways_back import why_no_second_part, why_not_name


@dataclass(frozen=True, slots=True)
class GivenBack:
    """A plaque that a withdrawn decision gives back, and what follows, in sentences."""

    plaque: Plaque
    follows: list[str]


# -- whose turn it is ------------------------------------------------------------------------------


def appeals_to_name(user: Any) -> QuerySet[Appeal]:
    """Return the appeals that nobody is named to hear, and for which this person may name."""
    return appeal_policy.rows(user, "name").to_name()


def appeals_to_hear(user: Any) -> QuerySet[Appeal]:
    """Return the appeals on which a person is named and has not voted yet."""
    return appeal_policy.rows(user, "hear")


def overdue_appeals(user: Any) -> QuerySet[Appeal]:
    """Return the appeals that should be answered by now."""
    return appeal_policy.rows(user, "view").overdue()


def objections_to_answer(user: Any) -> QuerySet[Objection]:
    """Return the objections that a person may answer: no part in the case, not the own proposal."""
    rows = _without_part(objection_policy.rows(user, "decide"), user)
    return rows.exclude(status=ObjectionStatus.PROPOSED, proposed_by=user)


def overdue_repairs(user: Any) -> QuerySet[Repair]:
    """Return the repairs that should be answered by now."""
    return repair_policy.rows(user, "view").overdue()


def overdue_objections(user: Any) -> QuerySet[Objection]:
    """Return the objections that should be answered by now."""
    return objection_policy.rows(user, "view").overdue()


def repairs_to_answer(user: Any) -> QuerySet[Repair]:
    """Return the repairs that a person may answer: no part in the case."""
    return _without_part(repair_policy.rows(user, "decide"), user)


def _without_part(rows: QuerySet, user: Any) -> QuerySet:
    return rows.exclude(case__in=user.case_parts.values("case"))


# -- acts ------------------------------------------------------------------------------------------


def acts_on_appeal(user: Any, appeal: Appeal) -> list[Act]:
    """Return the acts that are possible now for a person; the one to do next comes first."""
    if _against(user, appeal.case):
        return []
    return list(_of_appeal(user, appeal))


def why_not_appeal(user: Any, appeal: Appeal) -> str:
    """Say why somebody who works on appeals does nothing in this one now; else empty."""
    works = any(appeal_policy.user_has_permission(user, action) for action in ("name", "hear"))
    if appeal.decided_at is not None or not works:
        return ""
    if why := _against(user, appeal.case):
        return why
    if appeal.votes.filter(user=user).exists():
        return _("You have voted. The others have not all voted yet.")
    return why_not_name(user, appeal.case)


def acts_on_objection(user: Any, objection: Objection) -> list[Act]:
    """Return the acts that are possible now for a person; the one to do next comes first."""
    may = objection_policy.user_has_permission_for_instance(user, "decide", objection)
    if not may or why_not_objection(user, objection):
        return []
    if objection.status == ObjectionStatus.LODGED:
        return list(_while_lodged(objection))
    return list(_while_proposed(user, objection))


def why_not_objection(user: Any, objection: Objection) -> str:
    """Say why somebody who decides cases does not answer this objection; else empty."""
    decides = objection_policy.user_has_permission(user, "decide")
    if not (objection.is_open and decides):
        return ""
    if objection.author_id == user.pk:
        return _("You objected yourself, so others answer.")
    return why_no_second_part(user, objection.case)


def reads_contact(user: Any, objection: Objection) -> bool:
    """Say whether a person reads who objected and how to reach them: whoever may answer it."""
    decides = objection_policy.user_has_permission(user, "decide")
    mine = objection_policy.user_has_permission_for_instance(user, "view", objection)
    return decides and mine and not why_no_second_part(user, objection.case)


def acts_on_repair(user: Any, repair: Repair) -> list[Act]:
    """Return the acts that are possible now for a person; the one to do next comes first."""
    may = repair_policy.user_has_permission_for_instance(user, "decide", repair)
    if not may or why_not_repair(user, repair):
        return []
    in_force = repair.case.is_public
    grant = [Act("grant", _("Grant the repair"))]
    can_grant = in_force and possible_visits(repair.case)
    return [*(grant if can_grant else []), Act("refuse", _("Refuse the repair"))]


def why_not_repair(user: Any, repair: Repair) -> str:
    """Say why somebody who decides cases does not answer this repair; else empty."""
    decides = repair_policy.user_has_permission(user, "decide")
    if repair.status != RepairStatus.ASKED or not decides:
        return ""
    return why_no_second_part(user, repair.case)


def _against(user: Any, case: Case) -> str:
    return stands_against(user, school=case.school, finding=case.finding)


def _of_appeal(user: Any, appeal: Appeal) -> Iterator[Act]:
    if appeal_policy.user_has_permission_for_instance(user, "hear", appeal):
        yield Act("vote", _("Read the appeal and vote"))
    if appeal_policy.user_has_permission_for_instance(user, "name", appeal):
        is_first = appeal.status == AppealStatus.LODGED
        yield Act("name", _("Name who hears it") if is_first else _("Name more people"))


def _while_lodged(objection: Objection) -> Iterator[Act]:
    yield Act("decide", _("Answer: the entry stands, or is corrected"))
    if objection.case.is_public:
        yield Act("propose", _("Propose to withdraw the entry"))
    if not (objection.asked_others or objection.is_overdue):
        yield Act("extend", _("Take the longer term"))


def _while_proposed(user: Any, objection: Objection) -> Iterator[Act]:
    in_force = objection.case.is_public
    if in_force and objection.proposed_by_id != user.pk:
        yield Act("confirm", _("Withdraw the entry"))
    yield Act("refuse", _("Do not withdraw it"))


# -- sentences -------------------------------------------------------------------------------------


def standing_of_appeal(appeal: Appeal) -> str:
    """Return in a sentence where an appeal stands, what comes next and who does it."""
    day = {"day": date_format(appeal.answer_by, "DATE_FORMAT")}
    if appeal.status == AppealStatus.LODGED:
        return (
            _("Nobody is named to hear it. Next the secretariat names them; answered by %(day)s.")
            % day
        )
    if appeal.status == AppealStatus.HEARD:
        return _("It is before its panel, to be answered by %(day)s.") % day
    if appeal.status == AppealStatus.UPHELD:
        return _("Upheld. The decision was withdrawn, and the school reads the reasons.")
    return _("Rejected. The decision is final, and the school reads the reasons.")


def standing_of_objection(objection: Objection) -> str:
    """Return in a sentence where an objection stands, what comes next and who does it."""
    day = {"day": date_format(objection.answer_by, "DATE_FORMAT")}
    if objection.status == ObjectionStatus.LODGED:
        return _("To be answered by %(day)s, by somebody who had no part in the case.") % day
    if objection.status == ObjectionStatus.PROPOSED:
        return (
            _("It is proposed to withdraw the entry. Next another person decides, by %(day)s.")
            % day
        )
    return _("Answered. Whoever objected reads the reasons.")


def standing_of_repair(repair: Repair) -> str:
    """Return in a sentence where a repair stands, what comes next and who does it."""
    if repair.status == RepairStatus.GRANTED:
        return _("Granted. The entry has ended.")
    if repair.status == RepairStatus.REFUSED:
        return _("Refused. The school may ask again.")
    day = {"day": date_format(repair.answer_by, "DATE_FORMAT")}
    if not repair.case.is_public:
        return (
            _("The entry has ended meanwhile. Please tell the school so, by %(day)s, by a refusal.")
            % day
        )
    if not possible_visits(repair.case):
        return (
            _(
                "To be answered by %(day)s. There is no visit yet that bears it out: made by "
                "others after the entry began, the promise kept, nothing left open. Plan one, or "
                "refuse with reasons."
            )
            % day
        )
    return _("To be answered by %(day)s, by somebody who had no part in the case.") % day


def ways_of_case(case: Case) -> list[dict[str, Any]]:
    """Return the appeals, objections and repairs of a case. Three queries once it is decided."""
    if case.decided_at is None:
        return []
    rooms = {"appeal": case.appeals, "objection": case.objections, "repair": case.repairs}
    return [
        {"record": each, "address": reverse(f"{room}_admin:inspect", args=[each.pk])}
        for room, rows in rooms.items()
        for each in rows.all()
    ]


# -- consequences ----------------------------------------------------------------------------------


def given_back(case: Case) -> list[GivenBack]:
    """Return the plaques that a decision holds and that change when it is withdrawn today."""
    rows = carried_out(case).filter(kind__in=list(BACK))
    return _given_back(case, [each for each in rows if still_holds(each)])


def follows_withdrawal(case: Case) -> list[str]:
    """Return in sentences what happens besides, at the moment a decision is withdrawn."""
    said = []
    if case.is_public:
        said.append(_("The notice leaves this site now; in its place stands the reason."))
    else:
        said.append(_("Nothing of the decision is published, now or later."))
    if case.in_force_on is not None and case.measure == Measure.EXPEL and not _expels_again(case):
        said.append(_("The school is a member of the association again."))
    said.append(_("The case ends. The school reads it on its desk."))
    return said


def _expels_again(case: Case) -> bool:
    others = Case.objects.public().filter(school=case.school_id, measure=Measure.EXPEL)
    return others.exclude(pk=case.pk).exists()


def lifted_by_repair(case: Case) -> list[GivenBack]:
    """Return the plaques whose suspension is lifted when a repair is granted today."""
    rows = carried_out(case).filter(kind=MeasureKind.SUSPEND, plaque__status=PlaqueStatus.SUSPENDED)
    return _given_back(case, [each for each in rows if still_holds(each)])


def _given_back(case: Case, measures: list[MeasureProposal]) -> list[GivenBack]:
    others = [each for each in decisions_on_plaques(case.school) if each.pk != case.pk]
    hardest = others[0] if others else None
    return [_as_given_back(each, hardest) for each in measures]


def _as_given_back(measure: MeasureProposal, hardest: Case | None) -> GivenBack:
    """hardest: the other decision on the school's plaques that stays in force."""
    if hardest and (takes_back(hardest) or measure.kind == MeasureKind.SUSPEND):
        said = _("Case %(case)s stays in force: from then on every scan says what it says.")
        return GivenBack(measure.plaque, [said % {"case": hardest.code}])
    if measure.kind == MeasureKind.SUSPEND:
        first = _("The suspension is lifted: every scan says again what it said before.")
    else:
        first = _("The plaque is given back: every scan says again what it said before.")
    kind = BACK[MeasureKind(measure.kind)]
    follows = [first, *consequences_of(measure.plaque, kind=kind)]
    if hardest:
        said = _("Case %(case)s stays in force: the plaque stays suspended until %(day)s.")
        day = date_format(hardest.public_until, "DATE_FORMAT")
        follows[0] = said % {"case": hardest.code, "day": day}
    return GivenBack(measure.plaque, follows)


def nearest_first(rows: QuerySet) -> QuerySet:
    """Return rows with those not answered first, and of these the nearest day first."""
    return rows.order_by(F("decided_at").desc(nulls_first=True), "answer_by", "pk")
