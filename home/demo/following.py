"""What becomes of the demo's findings: most are mended in time, some contested, a few late."""

import datetime as dt
import random
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from association.accounts.models import User
from association.alliances.selectors import current_membership
from association.core import clock
from association.core.errors import RuleError
from association.peer_review.checklists.agreement import differences
from association.peer_review.checklists.questions import groups_of
from association.peer_review.enums import (
    ExtensionState,
    FindingStatus,
    ReportStatus,
    RoundKind,
    RoundStatus,
    Severity,
    Verb,
)
from association.peer_review.models import Finding, Report, Seat
from association.peer_review.selectors.clocks import earliest_recheck
from association.peer_review.selectors.sealed import sealed_answers
from association.peer_review.services import (
    ask_extension,
    close_own,
    confirm_agreement,
    contest_facts,
    correct_facts,
    decide_agreement,
    decide_extension,
    drop_finding,
    propose_agreement,
    recheck,
    show_mended,
    uphold_facts,
)
from association.pledges.enums import PledgeStatus
from home.demo.accusations import SCHOOLS
from home.demo.cast import SEED
from home.demo.chapters import principals
from home.demo.office import Secretariat

DAY, WEEK = dt.timedelta(days=1), dt.timedelta(days=7)
# Of a hundred findings of visitors; the rest is mended in time.
FATES = {"contested": 8, "extended": 8, "late": 7, "never": 2}
# The first of these is late, and still with the alliance.
FORGOTTEN = {
    "severity": Severity.S3,
    "visit__round__kind": RoundKind.MUTUAL,
    "visit__round__status": RoundStatus.RUNNING,
}
# Left undone by so many schools: three become cases, one is for whoever tries the demo. The clerk
# takes them up, so it is none on which the clerk decided between the visitors.
LEFT = 4
TO_TAKE_UP = {
    "severity__in": [Severity.S1, Severity.S2],
    "visit__round__kind": RoundKind.MUTUAL,
}
SLOW = 0.2  # of reports on which visitors differ
CLOSED_OWN = 0.7  # of what schools note about themselves

CONTESTS = "走访当天已经整改完毕，附当天照片说明，请核对。"
NEEDS_TIME = "已与施工方签好单子，材料下周到货，申请延期一周。"
MENDED = "已整改到位，责任人每周检查一次。"
OWN_CLOSED = "自查发现后已补齐，并写进每月检查表。"
UPHELD = "核对两位走访人员的记录，走访时确实如此；学校当天改好，按已整改提交即可。"
CORRECTED = "核对后事实部分更正。"
CORRECTED_FACTS = "走访时一处不符，其余符合；当天已着手整改。"
DROPPED = "核对原件，走访时看错了版本，予以撤销。"
GRANTED = "情况属实，同意延期。"
RECHECKED = "到校看过，已经落实。"
NOT_YET = "仍有一处没有落实，请继续整改。"
AGREED = "两人当面核对，以看到原件的一方为准。"
DECIDED = "两份记录不一致，电话核对后取看到问题的一份。"


@dataclass(frozen=True)
class Fate:
    """What a school does about one finding. days: until it is mended."""

    kind: str
    days: int
    chance: float


class Following:
    """Brings reports and findings on, each act by whoever would do it."""

    def __init__(self, *, office: Secretariat, head: User, ours: User) -> None:
        """head: decides what the clerk may not. ours: leaves what is new to be done in the demo."""
        self.office, self.head, self.ours = office, head, ours

    def work(self) -> None:
        """Do what is due on this day."""
        people = principals()
        self._agree(people)
        rows = Finding.objects.unfinished().select_related("school", "visit").order_by("pk")
        left = [rows.of_others().filter(**FORGOTTEN).first(), *self._left(rows, people)]
        for finding in rows.filter(cases__isnull=True):
            ours = people.get(finding.school_id) == self.ours
            if finding in left or (ours and _is_new(finding)):
                continue
            self._bring_on(finding, people.get(finding.school_id))

    def _left(self, rows: QuerySet[Finding], principal_of: dict[int, User]) -> list[Finding]:
        """Return what some schools never mend, so that the secretariat takes it up."""
        wanted = rows.of_others().filter(
            school__pledges__status=PledgeStatus.ACCEPTED, **TO_TAKE_UP
        )
        wanted = wanted.exclude(school__name__in=SCHOOLS)
        first: dict[int, Finding] = {}
        for finding in wanted.exclude(visit__report__events__verb=Verb.DECIDE_AGREEMENT):
            if principal_of.get(finding.school_id, self.ours) != self.ours:
                first.setdefault(finding.school_id, finding)
        return list(first.values())[:LEFT]

    def contest_one(self) -> None:
        """Leave one finding of these days contested: whoever tries the demo can decide on it."""
        people = principals()
        fresh = Finding.objects.of_others().filter(status=FindingStatus.OPEN)
        for finding in fresh.order_by("-pk"):
            principal = people.get(finding.school_id)
            if finding.facts_open and principal != self.ours:
                contest_facts(finding=finding, words=CONTESTS, acting_user=principal)
                return

    def _agree(self, principal_of: dict[int, User]) -> None:
        """Visitors who are named agree between themselves; for the others the clerk decides."""
        open_ones = Report.objects.exclude(status=ReportStatus.FINAL)
        for report in open_ones.select_related("visit__round__checklist", "visit__school").order_by(
            "pk"
        ):
            if principal_of.get(report.visit.school_id) != self.ours and _waits(report):
                continue  # some take their time
            kept = _kept(report)
            people = [seat.visitor for seat in _standing(report) if seat.visitor]
            if len(people) < 2:  # nobody to agree with
                clerk = self.office.clerk
                decide_agreement(report=report, kept=kept, note=DECIDED, acting_user=clerk)
            elif report.status == ReportStatus.DIFFERING:
                propose_agreement(report=report, kept=kept, note=AGREED, acting_user=people[0])
            else:
                confirm_agreement(report=report, acting_user=people[1])

    def _bring_on(self, finding: Finding, principal: User | None) -> None:
        fate, days = _fate(finding), (clock.today() - finding.told_on).days
        if finding.own:
            if fate.chance < CLOSED_OWN and days >= fate.days:
                close_own(finding=finding, words=OWN_CLOSED, acting_user=principal)
        elif finding.status == FindingStatus.CONTESTED:
            self._decide(finding, fate)
        elif finding.status == FindingStatus.MENDED:
            self._recheck(finding, fate)
        else:
            self._answer(finding, fate, days, principal)

    def _answer(self, finding: Finding, fate: Fate, days: int, principal: User | None) -> None:
        said = {"finding": finding, "acting_user": principal}
        if finding.extension == ExtensionState.ASKED:
            clerk = self.office.clerk
            decide_extension(finding=finding, granted=True, words=GRANTED, acting_user=clerk)
        elif fate.kind == "contested" and finding.facts_open:
            contest_facts(words=CONTESTS, **said)
        elif fate.kind == "extended" and _can_ask(finding):
            ask_extension(until=finding.due_on + WEEK, words=NEEDS_TIME, **said)
        elif days >= fate.days and (fate.kind != "never" or principal == self.ours):
            show_mended(words=MENDED, **said)

    def _decide(self, finding: Finding, fate: Fate) -> None:
        if clock.today() < finding.duty_rests_since + 4 * DAY:
            return
        said = {"finding": finding, "acting_user": self.head}
        if fate.chance < 0.3:
            drop_finding(words=DROPPED, **said)
        elif fate.chance < 0.6:
            correct_facts(facts=CORRECTED_FACTS, words=CORRECTED, **said)
        else:
            uphold_facts(words=UPHELD, **said)

    def _recheck(self, finding: Finding, fate: Fate) -> None:
        if clock.today() < earliest_recheck(finding):
            return
        again = fate.chance > 0.93 and finding.entries.filter(kind="recheck").count() == 0
        membership = current_membership(finding.school)
        lead = self.office.leads[membership.alliance.code] if membership else None
        for user in (lead, self.office.clerk):
            try:
                words = NOT_YET if again else RECHECKED
                recheck(finding=finding, mended=not again, words=words, acting_user=user)
            except RuleError:
                continue  # it was noted by this person's own school
            return


def _fate(finding: Finding) -> Fate:
    """Return the same fate for the same finding, whenever it is asked."""
    chance = random.Random(f"{SEED} {finding.code}")  # noqa: S311 -- a story, no secret
    kinds = [*FATES, "in time"]
    [kind] = chance.choices(kinds, [*FATES.values(), 100 - sum(FATES.values())])
    longest = (finding.due_on - finding.told_on).days
    days = longest + 9 if kind == "late" else chance.randint(2, max(3, longest - 2))
    return Fate(kind, days, chance.random())


def _waits(report: Report) -> bool:
    if clock.now() - report.created_at >= 2 * WEEK:
        return False
    return random.Random(f"{SEED} {report.visit.school.uscc}").random() < SLOW  # noqa: S311


def _is_new(finding: Finding) -> bool:
    return finding.told_on > timezone.localdate() - 2 * WEEK


def _can_ask(finding: Finding) -> bool:
    return finding.extension == ExtensionState.NONE and not finding.is_overdue


def _standing(report: Report) -> list[Seat]:
    rows = report.visit.seats.filter(until__isnull=True).select_related("visitor")
    return list(rows.order_by("pk"))


def _kept(report: Report) -> dict[str, int]:
    """Return for each difference the place that saw something, else the first."""
    groups = groups_of(report.visit.round.checklist)
    found = differences(groups, sealed_answers(report.visit))
    return {
        each.key: next(
            (place for place, answer in each.given.items() if answer == "no"), min(each.given)
        )
        for each in found
    }
