"""What the demo's rounds must have come to; called by the test that loads the demo."""

from statistics import mean

from django.db.models import F

from association.accounts.models import User
from association.alliances.models import Alliance
from association.core import clock
from association.peer_review import selection
from association.peer_review.enums import FindingStatus, Verb, VisitStatus
from association.peer_review.models import (
    ChecklistVersion,
    Finding,
    FindingEvent,
    Report,
    Round,
    Seat,
    Submission,
    Tie,
    Visit,
)
from association.peer_review.selectors.records import present_record
from association.peer_review.services import draw
from home.demo import lottery

OF_FINDINGS = (
    Verb.TELL_FINDING,
    Verb.CONTEST_FACTS,
    Verb.UPHOLD_FACTS,
    Verb.CORRECT_FACTS,
    Verb.DROP_FINDING,
    Verb.ASK_EXTENSION,
    Verb.GRANT_EXTENSION,
    Verb.SHOW_MENDED,
    Verb.RECHECK,
    Verb.CLOSE_OWN,
)


def has_its_rounds():
    version = ChecklistVersion.objects.get()
    drafted, published = version.events.all()
    assert version.status == "current"
    assert drafted.acting_user != published.acting_user
    rounds = {(row.kind, row.status, _alliance(row)): row for row in Round.objects.all()}
    assert set(rounds) == {
        ("self", "closed", "east"),
        ("mutual", "closed", ""),
        ("mutual", "running", ""),
        ("random", "running", ""),
        ("random", "announced", "west"),
        ("random", "announced", "north"),
    }
    _every_draw_can_be_repeated()
    _own_checks(rounds["self", "closed", "east"])
    _last_visits(rounds["mutual", "closed", ""])
    _visits_now(rounds["mutual", "running", ""])
    _drawn_at_random(rounds["random", "running", ""])
    _ties()
    _findings()
    _waits_for_results(rounds["random", "announced", "west"])
    _is_drawn_by_hand(rounds["random", "announced", "north"])


def _alliance(row):
    return row.alliance.code if row.alliance else ""


def _by_status(row):
    first = row.visits.filter(again_of__isnull=True)
    return {status: first.filter(status=status).count() for status in VisitStatus.values}


def _every_draw_can_be_repeated():
    drawn = Round.objects.filter(draw__record__isnull=False)
    assert drawn.count() == 3
    for row in drawn:
        assert selection.verify(present_record(row.draw)) == []


def _own_checks(row):
    visits = _by_status(row)
    assert (visits["planned"], visits["cancelled"]) == (0, 3)
    assert visits["done"] == row.participants.count() - 3 > 10
    assert Submission.objects.filter(visit__round=row, source="online").count() >= 3
    assert row.events.last().reason


def _last_visits(row):
    assert _by_status(row) == {"planned": 0, "done": 115, "cancelled": 1}
    sheets = Submission.objects.filter(visit__round=row, visit__again_of__isnull=True)
    assert sheets.count() == 2 * 115
    # Domain: 2 to 2.5 items fail; two visitors of one school need not see the same.
    assert 1.9 < mean(len(sheet.failed) for sheet in sheets) < 2.6
    pairs = {}
    for sheet in sheets:
        pairs.setdefault(sheet.visit_id, []).append(sheet.failed)
    assert 20 < sum(one != other for one, other in pairs.values()) < 100
    assert all(row.opens_on <= sheet.visited_on <= row.closes_on for sheet in sheets)
    excused = Seat.objects.get(visit__round=row, until__isnull=False)
    assert excused.end_reason
    assert excused.successor.submissions.exists()
    [amendment] = row.draw.amendments.all()
    assert amendment.entry["substitute"] == excused.successor.school.uscc


def _visits_now(row):
    visits = _by_status(row)
    assert 0.3 < visits["done"] / 116 < 0.37
    assert visits["planned"] == 116 - visits["done"]
    places = Seat.objects.filter(visit__round=row)
    assert places.filter(visitor__isnull=False).count() > 80
    school = User.objects.get(username="principal-signed").representations.get().school
    ours = row.visits.get(school=school, again_of__isnull=True)
    assert ours.findings.filter(status=FindingStatus.OPEN).count() >= 3
    pays = places.filter(school=school)
    assert sorted(str(place.visitor or "") for place in pays) == ["", "校长乙"]
    assert not Submission.objects.filter(seat__in=pays).exists()


def _drawn_at_random(row):
    assert row.participants.count() == 116
    assert set(row.participants.values_list("stratum", flat=True)) >= {"A", "C", "D"}
    left_out = row.participants.get(withdrawn_at__isnull=False)
    moved_up = row.draw.amendments.get().entry["substitute"]
    assert row.participants.get(school__uscc=moved_up).chosen
    left = row.visits.get(school=left_out.school, again_of__isnull=True)
    assert left.status == VisitStatus.CANCELLED
    assert row.visits.filter(status=VisitStatus.PLANNED, seats__isnull=True).exists()


def _ties():
    assert set(Tie.objects.standing().values_list("kind", flat=True)) == {"owner", "conflict"}
    ended = Tie.objects.get(ended_at__isnull=False)
    assert ended.end_reason


def _findings():
    """Every state is there to be looked at, and every act was done by somebody."""
    findings = Finding.objects.all()
    assert set(findings.values_list("status", flat=True)) == set(FindingStatus.values)
    acts = set(FindingEvent.objects.values_list("verb", flat=True))
    assert acts >= {verb.value for verb in OF_FINDINGS}
    # Some days after long holidays none is late that is not late for long.
    assert findings.overdue().count() >= findings.long_overdue().count() > 0
    assert findings.filter(own=True).count() > 10
    in_time = findings.filter(status=FindingStatus.CLOSED, mended_on__lte=F("due_on"))
    assert in_time.count() > 180
    assert set(Report.objects.values_list("status", flat=True)) >= {"differing", "final"}
    again = Visit.objects.filter(again_of__isnull=False)
    assert again.filter(status=VisitStatus.DONE).exists()
    assert again.filter(status=VisitStatus.PLANNED).exists()


def _waits_for_results(row):
    assert row.draw.results_known_on > clock.today().isoformat()


def _is_drawn_by_hand(row):
    """Its results are known today: any twenty numbers of each issue will do."""
    assert row.draw.results_known_on == clock.today().isoformat()
    sources = [selection.Source.from_json(source) for source in row.draw.announcement["sources"]]
    lead = User.objects.get(username="lead-north")
    draw(record=row, results=lottery.results(sources), acting_user=lead)
    assert row.visits.filter(school__in=_members("north")).count() >= 3


def _members(code):
    members = Alliance.objects.get(code=code).memberships.filter(status="active")
    return members.values("school")
