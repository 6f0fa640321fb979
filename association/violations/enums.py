"""States of a case, its measures, and who has which part in it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CaseSource(models.TextChoices):
    """What a case was opened from (来源)."""

    FINDING = "finding", pgettext_lazy("source of a case", "A finding")
    PATROL = "patrol", pgettext_lazy("source of a case", "A patrol")
    LETTER = "letter", pgettext_lazy("source of a case", "A letter of an authority")
    REPORT = "report", pgettext_lazy("source of a case", "A report from outside")


class CaseStatus(models.TextChoices):
    """The life of a case (案件)."""

    OPEN = "open", pgettext_lazy("case", "Being looked into")
    TOLD = "told", pgettext_lazy("case", "With the school")
    DECIDING = "deciding", pgettext_lazy("case", "Being decided")
    DECIDED = "decided", pgettext_lazy("case", "Decided")
    CLOSED = "closed", pgettext_lazy("case", "Closed")
    DISMISSED = "dismissed", pgettext_lazy("case", "Not pursued")


CASE_TRANSITIONS = {
    CaseStatus.OPEN: {CaseStatus.TOLD, CaseStatus.DISMISSED},
    CaseStatus.TOLD: {CaseStatus.DECIDING, CaseStatus.DISMISSED},
    # What finds no quorum, or is taken back, is with the school again.
    CaseStatus.DECIDING: {CaseStatus.DECIDED, CaseStatus.TOLD},
    CaseStatus.DECIDED: {CaseStatus.CLOSED},
}

# A case is the school's to read from the moment it was told.
TOLD_STATUSES = (CaseStatus.TOLD, CaseStatus.DECIDING, CaseStatus.DECIDED, CaseStatus.CLOSED)
UNFINISHED = (CaseStatus.OPEN, CaseStatus.TOLD, CaseStatus.DECIDING, CaseStatus.DECIDED)
# Evidence is gathered, and the investigator still has the case in hand.
IN_HAND = (CaseStatus.OPEN, CaseStatus.TOLD)


class Measure(models.TextChoices):
    """What a decision asks for, the mildest first (措施). Never a penalty: there are none here."""

    REMIND = "remind", pgettext_lazy("measure of a case", "Reminder")
    TALK = "talk", pgettext_lazy("measure of a case", "Talk")
    MEND = "mend", pgettext_lazy("measure of a case", "To be put right by a day")

    @property
    def weight(self) -> int:
        """How hard it is; a decision is never harder than what the school was told."""
        return list(Measure).index(self)


class Part(models.TextChoices):
    """What somebody does in a case; nobody has two parts in one."""

    INVESTIGATOR = "investigator", pgettext_lazy("part in a case", "Looks into it")
    DECIDER = "decider", pgettext_lazy("part in a case", "Decides")


class StatementKind(models.TextChoices):
    """What the school says."""

    ANSWER = "answer", pgettext_lazy("statement", "Answer")
    HEARING = "hearing", pgettext_lazy("statement", "Asks to be heard in person")


class CustodyAct(models.TextChoices):
    """What happened to a piece of evidence (保管链)."""

    TAKEN_IN = "taken_in", pgettext_lazy("evidence", "taken in")
    READ = "read", pgettext_lazy("evidence", "read")


class Verb(models.TextChoices):
    """Acts on cases; each leaves an event."""

    OPEN = "open_case", _("opened the case")
    AMEND = "amend_case", _("changed the facts before the school was told")
    ADD_EVIDENCE = "add_evidence", _("added evidence")
    TELL = "tell_school", _("told the school facts and rights")
    ANSWER = "answer_case", _("answered for the school")
    ASK_HEARING = "ask_hearing", _("asked to be heard in person")
    HOLD_HEARING = "hold_hearing", _("heard the school in person")
    PUT = "put_to_decision", _("put the case to decision")
    TAKE_BACK = "take_back_case", _("took the case back from decision")
    VOTE = "vote_case", _("voted")
    DECIDE = "decide_case", _("the case was decided")
    SEND_BACK = "send_back_case", _("the proposal found no quorum")
    CLOSE = "close_case", _("closed the case")
    DISMISS = "dismiss_case", _("did not pursue the case")
