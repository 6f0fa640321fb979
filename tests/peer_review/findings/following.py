"""What tests of those who follow findings share."""

from django.urls import reverse

from association.peer_review.enums import FindingStatus
from association.peer_review.services import ask_extension
from tests.factories import make_lead, make_principal, make_secretary, make_visitor
from tests.factories.findings import make_finding

ACTS = ("uphold_facts", "correct_facts", "drop_finding", "grant_time", "refuse_time", "recheck")
WORDS = {"words": "现场看过，如实记录"}
SENT = dict.fromkeys(ACTS, WORDS) | {
    "correct_facts": WORDS | {"facts": "入口左侧没有公示"},
    "recheck": WORDS | {"mended": "yes"},
}


def address(finding, act=""):
    return reverse(f"peer_review:{act or 'finding'}", args=[finding.code])


def make_asked(days=5, **plan):
    """A finding about which the school asked for more time."""
    finding = make_finding(**plan)
    until = finding.due_on.fromordinal(finding.due_on.toordinal() + days)
    ask_extension(finding=finding, until=until, words="施工排期", acting_user=None)
    finding.refresh_from_db()
    return finding


def noter_of(finding):
    return finding.visit.seats.get().visitor


# In which state each act begins, and how the finding is afterwards.
STATES = {
    "uphold_facts": (lambda: make_finding(FindingStatus.CONTESTED), FindingStatus.OPEN),
    "correct_facts": (lambda: make_finding(FindingStatus.CONTESTED), FindingStatus.OPEN),
    "drop_finding": (lambda: make_finding(FindingStatus.CONTESTED), FindingStatus.WITHDRAWN),
    "grant_time": (make_asked, FindingStatus.OPEN),
    "refuse_time": (make_asked, FindingStatus.OPEN),
    "recheck": (lambda: make_finding(FindingStatus.MENDED, item="C11"), FindingStatus.CLOSED),
}

PEOPLE = {
    "lead": lambda _finding: make_lead("east"),
    "clerk": lambda _finding: make_secretary(),
    "secretary-general": lambda _finding: make_secretary("secretary-general"),
    "auditor": lambda _finding: make_secretary("auditor"),
    "visitor": lambda _finding: make_visitor("east"),
    "noter": noter_of,
    "school": lambda finding: make_principal(finding.school),
    "another alliance's lead": lambda _finding: make_lead("west"),
    "another alliance's visitor": lambda _finding: make_visitor("west"),
}
