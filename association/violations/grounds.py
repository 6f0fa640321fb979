"""What other rooms ask of cases: whether a measure may be, and whether a school may sign."""

from collections.abc import Collection

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from association.alliances.models import School
from association.core.errors import RuleError
from association.peer_review.enums import Severity
from association.plaques.enums import MeasureKind
from association.plaques.models import MeasureProposal
from association.violations.enums import UNDECIDED, CaseStatus, Measure
from association.violations.models import Case
from association.violations.selectors.carrying import ON_PLAQUE
from association.violations.selectors.people import has_looked_into, refuse_part

LOSES_THE_PLAQUE = (Measure.REVOKE, Measure.EXPEL)


def refuse_without_case(proposal: MeasureProposal) -> None:
    """Raise RuleError unless the case a measure names carries it, on this plaque, now.

    A decision in force carries its own measure; while nothing is decided, a serious case carries a
    suspension for danger, once. What was suspended is lifted when no decision holds it any more,
    and a plaque is given back when its decision was withdrawn.
    """
    case = Case.objects.filter(code=proposal.basis, school=proposal.plaque.school_id).first()
    if case is None:
        raise RuleError(_("A plaque is suspended or taken back by a decided case only."))
    CHECKS[MeasureKind(proposal.kind)](case, proposal)


def why_not_sign(schools: Collection[School]) -> dict[int, str]:
    """Say of schools that cannot sign anew now why, by their keys. One query."""
    entries = Case.objects.public().filter(school__in=schools, measure__in=LOSES_THE_PLAQUE)
    return {entry.school_id: _why(entry) for entry in entries}


def _why(entry: Case) -> str:
    return _(
        "By the decision in case %(case)s your school's plaque was taken back. It can sign anew "
        "once it was repaired, or from the day after %(day)s on."
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
    before = MeasureProposal.objects.filter(
        basis=case.code,
        plaque=proposal.plaque_id,
        kind=MeasureKind.SUSPEND,
        carried_out_at__isnull=False,
    )
    if before.exclude(pk=proposal.pk).exists():
        raise RuleError(
            _("This plaque was suspended for danger in this case already. Decide the case.")
        )
    if proposal.decided_by is not None:
        refuse_part(proposal.decided_by, school=case.school, finding=case.finding)
        if has_looked_into(proposal.decided_by, case):
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
