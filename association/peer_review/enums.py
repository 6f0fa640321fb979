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
    EACH = "each", _("Within each of the four alliances")
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
