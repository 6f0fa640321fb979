import datetime as dt

from association.core import clock
from association.peer_review.enums import FindingStatus, RoundKind
from association.peer_review.models import FindingSettings
from association.peer_review.services import (
    close_own,
    contest_facts,
    drop_finding,
    hand_in,
    recheck,
    seat_visitor,
    show_mended,
)
from tests.factories.people import make_secretary, make_visitor
from tests.factories.rounds import make_running_round

# One of each severity on the shipped checklist.
ITEMS = {"S1": "C11", "S2": "C13", "S3": "C12"}


def make_findings(*items, kind=RoundKind.SWEEP, note="墙上没有", **plan):
    """Findings of one visit, or of a self-check, told today.

    items: codes of what fails; without any the one item of S2.
    """
    row = make_running_round(kind, schools=plan.pop("schools", 1), **opening_today(), **plan)
    visit = row.visits.first()
    seat = None
    user = make_secretary()
    if kind != RoundKind.SELF:
        user = make_visitor("east")
        seat = seat_visitor(visit=visit, user=user, acting_user=None)
    items = items or (ITEMS["S2"],)
    answers = dict.fromkeys(items, "no") | {f"{code}_note": note for code in items}
    hand_in(
        visit=visit,
        seat=seat,
        source="online",
        visited_on=clock.today(),
        answers=answers,
        failed=list(items),
        acting_user=user,
    )
    return list(visit.findings.order_by("pk"))


def make_finding(status=FindingStatus.OPEN, *, item=ITEMS["S2"], **plan):
    """One finding in the given state, told today; re-checked some days later where it must be."""
    [finding] = make_findings(item, **plan)
    MAKE[status](finding)
    finding.refresh_from_db()
    return finding


def opening_today():
    """The plan of a round in which visits can be made from today on."""
    today = clock.today()
    return {
        "opens_on": today,
        "closes_on": today + dt.timedelta(days=30),
        "due_on": today + dt.timedelta(days=35),
    }


def days_later(days):
    """Some days from now."""
    return clock.at(clock.now() + dt.timedelta(days=days))


def _close(finding):
    if finding.own:
        close_own(finding=finding, words="已补齐", acting_user=None)
        return
    _mend(finding)
    with days_later(FindingSettings.load().settled_days):
        recheck(finding=finding, mended=True, words="已到位", acting_user=make_secretary())


def _mend(finding):
    show_mended(finding=finding, words="已挂好", acting_user=None)


def _contest(finding):
    contest_facts(finding=finding, words="当天已挂", acting_user=None)


def _drop(finding):
    _contest(finding)
    drop_finding(finding=finding, words="看错了", acting_user=make_secretary())


MAKE = {
    FindingStatus.OPEN: lambda _finding: None,
    FindingStatus.CONTESTED: _contest,
    FindingStatus.MENDED: _mend,
    FindingStatus.CLOSED: _close,
    FindingStatus.WITHDRAWN: _drop,
}
