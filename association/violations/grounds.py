"""What other rooms ask of cases: whether a measure may be, and what a school may not."""

from collections.abc import Collection
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from association.alliances.models import School
from association.core.errors import RuleError
from association.peer_review.enums import Severity
from association.plaques.enums import MeasureKind
from association.plaques.models import MeasureProposal
from association.violations.enums import MEETS_DANGER, UNDECIDED, CaseStatus, Measure
from association.violations.models import Case
from association.violations.selectors.carrying import ON_PLAQUE
from association.violations.selectors.danger import met_before
from association.violations.selectors.people import has_looked_into, refuse_part

LOSES_THE_PLAQUE = (Measure.REVOKE, Measure.EXPEL)


def refuse_without_case(proposal: MeasureProposal) -> None:
    """Raise RuleError unless the case a measure names carries it, on this plaque, now.

    A decision in force carries its own measure; while nothing is decided, a serious case carries a
    suspension for danger, once the school was told, and none at this campus before it in any case
    that is not decided yet. What was suspended is lifted when no decision holds it any more,
    and a plaque is given back when its decision was withdrawn.
    """
    case = Case.objects.filter(code=proposal.basis, school=proposal.plaque.school_id).first()
    if case is None:
        raise RuleError(_("A plaque is suspended or taken back by a decided case only."))
    CHECKS[MeasureKind(proposal.kind)](case, proposal)


def refuse_person(proposal: MeasureProposal, user: Any) -> None:
    """Raise RuleError where something stands against somebody's part in a measure's case."""
    cases = Case.objects.select_related("school", "finding")
    case = cases.filter(code=proposal.basis, school=proposal.plaque.school_id).first()
    if case is not None:
        refuse_part(user, school=case.school, finding=case.finding)


def why_not_sign(schools: Collection[School]) -> dict[int, str]:
    """Say of schools that cannot sign anew now why, by their keys. One query."""
    entries = Case.objects.public().filter(school__in=schools, measure__in=LOSES_THE_PLAQUE)
    return {entry.school_id: _why(entry) for entry in entries}


def why_not_lend(schools: Collection[School]) -> dict[int, str]:
    """Say of schools that are lent no plaque now why, by their keys. One query.

    A suspension is not outrun by a plaque that came later: by leaving and joining again, or where
    there was none yet. Signing is possible meanwhile.
    """
    entries = Case.objects.public().filter(school__in=schools, measure=Measure.SUSPEND)
    return {entry.school_id: _until(entry) for entry in entries.order_by("public_until")}


def _until(entry: Case) -> str:
    return _(
        "By the decision in case %(case)s the school's plaques are suspended until %(day)s. Until "
        "then none is issued or confirmed."
    ) % {"case": entry.code, "day": date_format(entry.public_until, "DATE_FORMAT")}


def why_not_join(schools: Collection[School]) -> dict[int, str]:
    """Say of expelled schools why they cannot join again now, by their keys. One query."""
    entries = Case.objects.public().filter(school__in=schools, measure=Measure.EXPEL)
    return {
        entry.school_id: _(
            "By the decision in case %(case)s the school's membership has ended. It can join again "
            "from the day after %(day)s on, or once the entry has ended before."
        )
        % {"case": entry.code, "day": date_format(entry.public_until, "DATE_FORMAT")}
        for entry in entries
    }


def _why(entry: Case) -> str:
    return _(
        "By the decision in case %(case)s your school's pledge has ended. It can sign anew once it "
        "was repaired, or from the day after %(day)s on."
    ) % {"case": entry.code, "day": date_format(entry.public_until, "DATE_FORMAT")}


def _suspend(case: Case, proposal: MeasureProposal) -> None:
    if case.status in UNDECIDED:
        _refuse_danger(case, proposal)
    else:
        _decided(case, proposal)


def _decided(case: Case, proposal: MeasureProposal) -> None:
    held = case.status == CaseStatus.IN_FORCE
    if not held or ON_PLAQUE.get(Measure(case.measure)) != proposal.kind:
        raise RuleError(_("A plaque is suspended or taken back by a decided case only."))


def _refuse_danger(case: Case, proposal: MeasureProposal) -> None:
    if case.severity != Severity.S3:
        raise RuleError(_("Only a serious case (S3) carries a suspension for danger."))
    if case.status not in MEETS_DANGER:
        raise RuleError(
            _("Please tell the school of the case first; then the plaque can be suspended at once.")
        )
    if before := met_before(proposal.plaque).exclude(pk=proposal.pk).first():
        raise RuleError(
            _(
                "The plaque at this campus was suspended for danger already, in case %(case)s. "
                "Please decide that case first."
            )
            % {"case": before.basis}
        )
    if proposal.decided_by is not None and has_looked_into(proposal.decided_by, case):
        raise RuleError(_("You looked into this case, so somebody else approves."))


def _reinstate(case: Case, _proposal: MeasureProposal) -> None:
    if case.status == CaseStatus.IN_FORCE:
        raise RuleError(
            _("This suspension was decided. It ends on its day, by repair, or by an appeal.")
        )


def _restore(case: Case, _proposal: MeasureProposal) -> None:
    if case.status != CaseStatus.ANNULLED:
        raise RuleError(_("A plaque is given back when the decision was withdrawn."))


CHECKS = {
    MeasureKind.SUSPEND: _suspend,
    MeasureKind.REVOKE: _decided,
    MeasureKind.REINSTATE: _reinstate,
    MeasureKind.RESTORE: _restore,
}
