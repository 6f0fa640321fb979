"""A case is opened, and its facts are put down before anybody is told."""

from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from association.alliances.models import School
from association.core import clock
from association.core.errors import InvalidTransition, RuleError
from association.core.numbering import next_number
from association.core.regulated import record_event
from association.peer_review.enums import FindingStatus
from association.peer_review.models import Finding
from association.pledges.enums import PledgeStatus
from association.pledges.models import Promise
from association.violations.enums import CaseSource, CaseStatus, Part, Verb
from association.violations.models import Case, CasePerson
from association.violations.models.case import FOUR_FACTS
from association.violations.private_words import refuse_private_words
from association.violations.selectors.people import refuse_part, was_named

# Accepted once, whatever became of it since.
SIGNED = (PledgeStatus.ACCEPTED, PledgeStatus.SUPERSEDED, PledgeStatus.ENDED)


@dataclass(frozen=True, kw_only=True)
class Accusation:
    """What a school is told. content, classes, learners, times: the four facts, where known."""

    promise: Promise
    breach: str
    severity: str
    facts: str
    content: str = ""
    classes: str = ""
    learners: str = ""
    times: str = ""


@transaction.atomic
def open_case(
    *,
    school: School,
    source: str,
    accusation: Accusation,
    acting_user: Any,
    finding: Finding | None = None,
    reference: str = "",
) -> Case:
    """Open a case. Whoever opens it looks into it, and never decides it.

    finding: what it comes from, where that is the source; otherwise `reference` names the letter
    or report.
    Returns the case. Raises RuleError where something stands against the person, for a promise
    the school did not sign or a breach that is none of it, without facts or source, where they name
    somebody or repeat what was written in confidence, for a finding of another school, one that is
    closed or whose facts do not stand, and while another case rests on the finding.
    """
    School.objects.select_for_update(no_key=True).get(pk=school.pk)
    _check_source(school, source, finding, reference)
    refuse_part(acting_user, school=school, finding=finding)
    _check(school, accusation)
    year = clock.today().year
    case = Case.objects.create(
        code=f"C-{year}-{next_number(series='case', year=year):04d}",
        school=school,
        source=source,
        finding=finding,
        reference=reference.strip(),
        opened_by=acting_user,
        **_cleaned(accusation),
    )
    _refuse_private_words(case)
    record_event(record=case, verb=Verb.OPEN, acting_user=acting_user, first=True)
    join(case, acting_user)
    return case


@transaction.atomic
def amend_case(*, case: Case, accusation: Accusation, acting_user: Any) -> Case:
    """Change what a case is about, while the school was not told yet.

    Returns the case. Raises InvalidTransition afterwards, RuleError as `open_case`.
    """
    row = in_hand(case, acting_user, CaseStatus.OPEN)
    _check(row.school, accusation)
    values = _cleaned(accusation)
    for name, value in values.items():
        setattr(row, name, value)
    _refuse_private_words(row)
    row.save(update_fields=list(values))
    record_event(record=row, verb=Verb.AMEND, acting_user=acting_user, old_status=row.status)
    return row


def in_hand(case: Case, user: Any, *statuses: CaseStatus) -> Case:
    """Return the locked case for whoever looks into it, and note that they do.

    Raises InvalidTransition in another state, RuleError where something stands against the person
    or where they were named to decide it, or to hear the appeal.
    """
    row = Case.locked(case.pk)
    if row.status not in statuses:
        raise InvalidTransition(record=row, status_label=row.get_status_display())
    refuse_part(user, school=row.school, finding=row.finding)
    if user is not None and was_named(user, row):
        raise RuleError(_("You were named to decide this case, so others look into it."))
    join(row, user)
    return row


def join(case: Case, user: Any) -> None:
    """Note that somebody looks into a case."""
    if user is not None:
        CasePerson.objects.get_or_create(case=case, user=user, part=Part.INVESTIGATOR, ballot=0)


def _check_source(school: School, source: str, finding: Finding | None, reference: str) -> None:
    if source != CaseSource.FINDING:
        if finding is not None or not reference.strip():
            raise RuleError(_("Please write which letter or report the case comes from."))
        return
    if finding is None or finding.school_id != school.pk or finding.own:
        raise RuleError(_("Please choose a finding of this school, noted by visitors."))
    if finding.status in {FindingStatus.CONTESTED, FindingStatus.WITHDRAWN}:
        raise RuleError(_("The facts of this finding do not stand, so no case rests on it."))
    if finding.status == FindingStatus.CLOSED:
        raise RuleError(_("This finding is closed: what it asked for is done."))
    if finding.facts_stand_on > clock.today():
        raise RuleError(_("The school can still correct the facts of this finding."))
    if finding.cases.holding_finding().exists():
        raise RuleError(_("There is a case on this finding already."))


def _check(school: School, accusation: Accusation) -> None:
    if not accusation.facts.strip():
        raise RuleError(_("Please write the facts: what happened, where and when."))
    promise = accusation.promise
    signed = school.pledges.filter(covenant_version=promise.version_id, status__in=SIGNED)
    if not signed.exists():
        raise RuleError(_("The school has not signed this promise."))
    if not promise.breach_codes.filter(code=accusation.breach).exists():
        raise RuleError(_("Please choose a breach code of this promise."))


def _refuse_private_words(case: Case) -> None:
    """The school reads the facts, and with a notice everybody reads the four short ones."""
    texts = [getattr(case, name) for name in ("facts", *FOUR_FACTS)]
    refuse_private_words(case, "\n".join(texts))


def _cleaned(accusation: Accusation) -> dict[str, Any]:
    values = {name: getattr(accusation, name) for name in asdict(accusation) if name != "promise"}
    texts = {name: value.strip() for name, value in values.items()}
    return {"promise": accusation.promise, **texts}
