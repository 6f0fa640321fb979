"""States and kinds of checklists, rounds, draws and visits."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# -- checklists ------------------------------------------------------------------------------------


class ChecklistStatus(models.TextChoices):
    """The life of a checklist version. Only a draft's words can be changed."""

    DRAFT = "draft", pgettext_lazy("checklist", "Draft")
    CURRENT = "current", pgettext_lazy("checklist", "In use")
    RETIRED = "retired", pgettext_lazy("checklist", "Replaced")


CHECKLIST_TRANSITIONS = {
    ChecklistStatus.DRAFT: {ChecklistStatus.CURRENT},
    ChecklistStatus.CURRENT: {ChecklistStatus.RETIRED},
}


class AnswerType(models.TextChoices):
    """How an item is answered."""

    YES_NO = "yes_no", _("Yes, no, or does not apply")
    CHOICE = "choice", _("One of several")
    NUMBER = "number", _("Number")
    TEXT = "text", pgettext_lazy("answer type", "Text")
    PHOTO = "photo", _("Photo")


class Severity(models.TextChoices):
    """How grave it is when an item fails (domain: S1 轻微, S2 一般, S3 严重)."""

    S1 = "S1", _("S1, minor")
    S2 = "S2", _("S2, ordinary")
    S3 = "S3", _("S3, serious")


class Source(models.TextChoices):
    """How filled-in answers came in."""

    PAPER = "paper", _("On paper, typed in afterwards")
    ONLINE = "online", _("On this site")


# -- rounds ----------------------------------------------------------------------------------------


class RoundKind(models.TextChoices):
    """What a round is (domain: 自查, 互查, 排查, 随机抽查)."""

    SELF = "self", pgettext_lazy("round", "Self-check")
    MUTUAL = "mutual", pgettext_lazy("round", "Mutual visits")
    SWEEP = "sweep", pgettext_lazy("round", "Sweep")
    RANDOM = "random", pgettext_lazy("round", "Random draw")


DRAWN_KINDS = (RoundKind.MUTUAL, RoundKind.RANDOM)


class RoundScope(models.TextChoices):
    """Whose members take part, and who may visit whom."""

    ONE = "one", _("Within one alliance")
    EACH = "each", _("All four alliances")
    BETWEEN = "between", _("Between alliances")


class RoundStatus(models.TextChoices):
    """The life of a round (轮次). Self-checks and sweeps need no draw."""

    DRAFT = "draft", pgettext_lazy("round", "Being prepared")
    ANNOUNCED = "announced", pgettext_lazy("round", "Draw announced")
    DRAWN = "drawn", pgettext_lazy("round", "Drawn")
    RUNNING = "running", pgettext_lazy("round", "Running")
    CLOSED = "closed", pgettext_lazy("round", "Closed")
    CANCELLED = "cancelled", pgettext_lazy("round", "Called off")


ROUND_TRANSITIONS = {
    RoundStatus.DRAFT: {RoundStatus.ANNOUNCED, RoundStatus.RUNNING, RoundStatus.CANCELLED},
    RoundStatus.ANNOUNCED: {RoundStatus.DRAWN, RoundStatus.CANCELLED},
    RoundStatus.DRAWN: {RoundStatus.RUNNING, RoundStatus.CANCELLED},
    RoundStatus.RUNNING: {RoundStatus.CLOSED, RoundStatus.CANCELLED},
}
# Whatever the public reads of a round: from the announcement on, also what became of it.
PUBLISHED_STATUSES = (
    RoundStatus.ANNOUNCED,
    RoundStatus.DRAWN,
    RoundStatus.RUNNING,
    RoundStatus.CLOSED,
    RoundStatus.CANCELLED,
)


class Stratum(models.TextChoices):
    """Strata of a random draw, each with a rate of its own; no grades (docs/adr/0016)."""

    A = "A", "A"
    B = "B", "B"
    C = "C", "C"
    D = "D", "D"


class SelectionAlgorithm(models.TextChoices):
    """How the order follows from the seed."""

    HMAC = "hmac-sha256", _("Order by HMAC-SHA256")
    RFC3797 = "rfc3797", _("RFC 3797")


class TieKind(models.TextChoices):
    """Why two schools do not visit one another (关联与回避)."""

    OWNER = "owner", _("Common owner")
    CONFLICT = "conflict", _("Declared conflict")
    COMPLAINT = "complaint", _("Open complaint between them")


class VisitStatus(models.TextChoices):
    """The life of a visit (走访), as far as rounds know it."""

    PLANNED = "planned", pgettext_lazy("visit", "Planned")
    DONE = "done", pgettext_lazy("visit", "Answers handed in")
    CANCELLED = "cancelled", pgettext_lazy("visit", "Called off")


VISIT_TRANSITIONS = {
    VisitStatus.PLANNED: {VisitStatus.DONE, VisitStatus.CANCELLED},
}


class OpenedBy(models.TextChoices):
    """How a visitor showed to be at the school."""

    CODE = "code", _("The code on the school's screen")
    PLAQUE = "plaque", _("The plaque, scanned")
    DECLARED = "declared", _("Declared, with a reason")


# -- reports and findings --------------------------------------------------------------------------


class ReportStatus(models.TextChoices):
    """The life of a visit's report (走访报告)."""

    DIFFERING = "differing", pgettext_lazy("report", "Visitors differ")
    PROPOSED = "proposed", pgettext_lazy("report", "Agreement proposed")
    FINAL = "final", pgettext_lazy("report", "Final")


REPORT_TRANSITIONS = {
    ReportStatus.DIFFERING: {ReportStatus.PROPOSED, ReportStatus.FINAL},
    ReportStatus.PROPOSED: {ReportStatus.DIFFERING, ReportStatus.FINAL},
}


class FindingStatus(models.TextChoices):
    """The life of a finding (问题整改). Whether it is overdue follows from its days."""

    OPEN = "open", pgettext_lazy("finding", "To be mended")
    CONTESTED = "contested", pgettext_lazy("finding", "Facts contested")
    MENDED = "mended", pgettext_lazy("finding", "Mended, re-check to come")
    CLOSED = "closed", pgettext_lazy("finding", "Closed")
    WITHDRAWN = "withdrawn", pgettext_lazy("finding", "Fell away")


FINDING_TRANSITIONS = {
    FindingStatus.OPEN: {
        FindingStatus.CONTESTED,
        FindingStatus.MENDED,
        FindingStatus.CLOSED,
    },
    FindingStatus.CONTESTED: {FindingStatus.OPEN, FindingStatus.WITHDRAWN},
    FindingStatus.MENDED: {
        FindingStatus.CONTESTED,
        FindingStatus.CLOSED,
        FindingStatus.OPEN,
    },
}
# Mending at once costs nobody the right to be heard on the facts.
CONTESTABLE = (FindingStatus.OPEN, FindingStatus.MENDED)


class EntryKind(models.TextChoices):
    """What an entry on a finding is."""

    ANSWER = "answer", pgettext_lazy("entry", "Answer")
    CORRECTION = "correction", pgettext_lazy("entry", "Facts to correct")
    DECISION = "decision", pgettext_lazy("entry", "Decision on the facts")
    EXTENSION = "extension", pgettext_lazy("entry", "More time")
    PROOF = "proof", pgettext_lazy("entry", "Proof of mending")
    RECHECK = "recheck", pgettext_lazy("entry", "Re-check")


class ExtensionState(models.TextChoices):
    """Whether more time was asked for; it can be asked once."""

    NONE = "none", pgettext_lazy("extension", "Not asked")
    ASKED = "asked", pgettext_lazy("extension", "Asked")
    GRANTED = "granted", pgettext_lazy("extension", "Granted")
    REFUSED = "refused", pgettext_lazy("extension", "Refused")


class Verb(models.TextChoices):
    """Acts on checklists, rounds and visits; each leaves an event."""

    DRAFT_CHECKLIST = "draft_checklist", _("drafted the checklist version")
    EDIT_CHECKLIST = "edit_checklist", _("changed the draft's items")
    PUBLISH_CHECKLIST = "publish_checklist", _("put the checklist version in use")
    RETIRE_CHECKLIST = "retire_checklist", _("replaced the checklist version")
    PLAN_ROUND = "plan_round", _("prepared the round")
    EDIT_ROUND = "edit_round", _("changed the plan")
    ANNOUNCE_DRAW = "announce_draw", _("announced the draw")
    DRAW = "draw", _("entered the results and drew")
    OPEN_ROUND = "open_round", _("opened the round")
    CLOSE_ROUND = "close_round", _("closed the round")
    CANCEL_ROUND = "cancel_round", _("called the round off")
    RECUSE = "recuse", _("excused a visitor")
    SUBSTITUTE = "substitute", _("put another school in the place")
    PLAN_VISIT = "plan_visit", _("planned the visit")
    NAME_VISITOR = "name_visitor", _("named who will visit")
    UNSEAT_VISITOR = "unseat_visitor", _("took a visitor off the visit")
    HAND_IN = "hand_in", _("handed in answers")
    CANCEL_VISIT = "cancel_visit", _("called the visit off")
    DECLARE_TIE = "declare_tie", _("declared a tie between schools")
    END_TIE = "end_tie", _("ended a tie between schools")
    OPEN_ON_SITE = "open_on_site", _("opened the visit at the school")
    OPEN_REPORT = "open_report", _("put the answers together")
    PROPOSE_AGREEMENT = "propose_agreement", _("proposed what is kept of differing answers")
    REJECT_AGREEMENT = "reject_agreement", _("did not agree to the proposal")
    CONFIRM_AGREEMENT = "confirm_agreement", _("confirmed the agreement")
    DECIDE_AGREEMENT = "decide_agreement", _("decided between differing answers")
    TELL_FINDING = "tell_finding", _("told the school of a finding")
    ANSWER_FINDING = "answer_finding", _("answered")
    CONTEST_FACTS = "contest_facts", _("asked to correct the facts")
    UPHOLD_FACTS = "uphold_facts", _("let the facts stand")
    CORRECT_FACTS = "correct_facts", _("corrected the facts")
    DROP_FINDING = "drop_finding", _("let the finding fall away")
    ASK_EXTENSION = "ask_extension", _("asked for more time")
    GRANT_EXTENSION = "grant_extension", _("granted more time")
    REFUSE_EXTENSION = "refuse_extension", _("granted no more time")
    SHOW_MENDED = "show_mended", _("showed that it is mended")
    RECHECK = "recheck", _("re-checked")
    PLAN_OWN = "plan_own", _("set the own deadline")
    CLOSE_OWN = "close_own", _("closed the own finding")
