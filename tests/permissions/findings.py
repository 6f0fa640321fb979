"""Findings for the matrix: what visitors found at two schools, and what one noted itself."""

from types import SimpleNamespace

from association.accounts.models import User
from association.alliances.models import School
from association.core import clock
from association.peer_review.enums import RoundKind, Source
from association.peer_review.models import EntryPhoto, Finding, Visit
from association.peer_review.services import (
    answer_finding,
    contest_facts,
    hand_in,
    seat_visitor,
    show_mended,
    uphold_facts,
)
from tests.factories import make_visitor
from tests.factories.files import picture_with_place
from tests.factories.findings import ITEMS, opening_today
from tests.factories.rounds import make_running_round


def make_findings(records: SimpleNamespace, people: dict[str, User]) -> None:
    """Add findings to the records, which hold schools and rounds by now."""
    principal = people["principal"]
    codes = [ITEMS[severity] for severity in ("S2", "S1", "S3")]
    found = _visited(records.school, "east", people["visitor"], codes)
    records.finding, records.contested_finding, records.mended_finding = found
    entry = answer_finding(
        finding=records.finding, words="说明", photos=[picture_with_place()], acting_user=principal
    )
    records.finding_photo = EntryPhoto.objects.get(entry=entry)
    contest_facts(finding=records.contested_finding, words="有误", acting_user=principal)
    # Facts that were decided on stand at once, so that visitors read them.
    contest_facts(finding=records.mended_finding, words="有误", acting_user=principal)
    uphold_facts(finding=records.mended_finding, words="属实", acting_user=people["clerk"])
    show_mended(finding=records.mended_finding, words="已整改", acting_user=principal)
    [records.strange_finding] = _visited(
        records.strange_plaque.school, "north", make_visitor("north"), codes[:1]
    )
    records.self_checked = _checked(records.school, principal, codes[:1])
    records.own_finding = records.self_checked.findings.get()


def _visited(school: School, alliance: str, visitor: User, codes: list[str]) -> list[Finding]:
    """Return what a visitor found at a school, in the order of the codes."""
    row = make_running_round(RoundKind.SWEEP, alliance=alliance, **opening_today())
    visit = row.visits.get(school=school)
    seat = seat_visitor(visit=visit, user=visitor, acting_user=None)
    _hand_in(visit, visitor, codes, seat=seat)
    return [visit.findings.get(item_code=code) for code in codes]


def _checked(school: School, user: User, codes: list[str]) -> Visit:
    """Return a school's check of itself, in which these items failed."""
    visit = make_running_round(RoundKind.SELF, **opening_today()).visits.get(school=school)
    _hand_in(visit, user, codes)
    return visit


def _hand_in(visit, user, codes, *, seat=None):
    hand_in(
        visit=visit,
        seat=seat,
        source=Source.ONLINE,
        visited_on=clock.today(),
        answers=dict.fromkeys(codes, "no"),
        failed=list(codes),
        acting_user=user,
    )
