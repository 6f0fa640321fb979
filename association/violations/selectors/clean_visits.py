"""Which visits bear out that a broken promise is kept again."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.db.models import Min, Q

from association.peer_review.checklists.questions import NOT_APPLICABLE
from association.peer_review.enums import AnswerType, FindingStatus, ReportStatus, VisitStatus
from association.peer_review.models import ChecklistItem, Finding, Visit
from association.peer_review.selectors.told_public import BY_PEERS
from association.violations.models import Case

NOTHING = (None, "", NOT_APPLICABLE)


def possible_visits(case: Case) -> list[Visit]:
    """Return the visits on which a repair can rest, the latest first, each with its `seen_on`.

    Made by others after the entry began, with a final report; the broken promise was looked at and
    held, and whatever else was found is mended. None while a finding on that promise is unfinished,
    and none made before a visit on which the promise failed once more. Four queries.
    """
    code = case.promise.code
    if _unfinished(case, code):
        return []
    visits = list(_reported(case))
    items = _items({visit.round.checklist_id for visit in visits}, code)
    clean = []
    for visit in visits:
        asked = items.get(visit.round.checklist_id, set())
        if _failed(visit, asked, code):
            break
        if _was_looked_at(visit, asked) and not _waits(visit):
            clean.append(visit)
    return clean


def _reported(case: Case) -> Any:
    """Return the visits after an entry began, the latest first."""
    rows = Visit.objects.filter(
        school=case.school_id,
        status=VisitStatus.DONE,
        report__status=ReportStatus.FINAL,
        round__kind__in=BY_PEERS,
    )
    present = Q(submissions__seat__until__isnull=True)
    seen = rows.annotate(seen_on=Min("submissions__visited_on", filter=present))
    after = seen.filter(seen_on__gt=case.in_force_on).select_related("round", "report")
    return after.prefetch_related("findings").order_by("-seen_on", "-pk")


def _unfinished(case: Case, code: str) -> bool:
    found = Finding.objects.of_others().unfinished()
    return found.filter(school=case.school_id, promise=code).exists()


def _items(checklists: Collection[int], code: str) -> Mapping[int, set[str]]:
    """Return the codes of the items on a promise, by checklist. A photo alone answers nothing."""
    found: dict[int, set[str]] = {}
    rows = ChecklistItem.objects.filter(section__version__in=checklists, promise=code)
    rows = rows.exclude(answer_type=AnswerType.PHOTO)
    for checklist, item in rows.values_list("section__version", "code"):
        found.setdefault(checklist, set()).add(item)
    return found


def _failed(visit: Visit, asked: set[str], code: str) -> bool:
    """Whether the promise did not hold; facts that fell away are no failure."""
    own = [each for each in visit.findings.all() if each.promise == code]
    fell_away = {each.item_code for each in own if each.status == FindingStatus.WITHDRAWN}
    stands = any(each.status != FindingStatus.WITHDRAWN for each in own)
    return stands or bool((asked & set(visit.report.failed)) - fell_away)


def _waits(visit: Visit) -> bool:
    return any(each.is_unfinished for each in visit.findings.all())


def _was_looked_at(visit: Visit, asked: set[str]) -> bool:
    answers = visit.report.answers or {}
    return any(each not in NOTHING for each in _answered(answers, asked))


def _answered(answers: Mapping[str, Any], asked: set[str]) -> Iterator[Any]:
    """Yield what was answered to some items, in each room or class."""
    for key, value in answers.items():
        if key in asked:
            yield value
        elif isinstance(value, list):
            for row in value:
                if isinstance(row, dict):
                    yield from _answered(row, asked)
