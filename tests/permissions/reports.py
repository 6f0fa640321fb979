"""Reports for the matrix: one in which visitors differ, one proposed, at the own school."""

import datetime as dt
from types import SimpleNamespace

from association.accounts.models import User
from association.peer_review.models import FindingSettings, Report
from association.peer_review.services import ask_extension, propose_agreement, seat_visitor
from tests.factories import make_visitor
from tests.peer_review.reports.making import answer, make_visit


def make_reports(records: SimpleNamespace, people: dict[str, User]) -> None:
    """Add reports, and a finding about which more time is asked, to the records."""
    visitor, other = people["visitor"], make_visitor("east")
    records.differing = _differing(records.school, visitor, other).visit
    report = _differing(records.school, visitor, other)
    kept = {"C11": report.visit.seats.first().pk}
    propose_agreement(report=report, kept=kept, note="", acting_user=other)
    records.proposed = report.visit
    visit = make_visit(records.school, visitors=1)
    answer(visit, {"C13": "no"})
    records.asked_finding = ask_extension(
        finding=visit.findings.get(),
        until=visit.findings.get().due_on + dt.timedelta(days=3),
        words="施工排期",
        acting_user=people["principal"],
    )
    records.finding_settings = FindingSettings.load()
    records.finding_settings.agreement_days = 0  # so that whoever runs the round decides today
    records.finding_settings.save()


def _differing(school: object, *visitors: User) -> Report:
    visit = make_visit(school, visitors=0)
    for user in visitors:
        seat_visitor(visit=visit, user=user, acting_user=None)
    return answer(visit, {"C11": "yes"}, {"C11": "no"})
