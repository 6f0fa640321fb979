"""States of a case, its measures, and who has which part in it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from association.peer_review.enums import Severity


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
    APPEALED = "appealed", pgettext_lazy("case", "Under appeal")
    IN_FORCE = "in_force", pgettext_lazy("case", "In force")
    ANNULLED = "annulled", pgettext_lazy("case", "Decision withdrawn")


CASE_TRANSITIONS = {
    CaseStatus.OPEN: {CaseStatus.TOLD, CaseStatus.DISMISSED},
    CaseStatus.TOLD: {CaseStatus.DECIDING, CaseStatus.DISMISSED},
    # What finds no quorum, or is taken back, is with the school again.
    CaseStatus.DECIDING: {CaseStatus.DECIDED, CaseStatus.TOLD},
    CaseStatus.DECIDED: {CaseStatus.CLOSED, CaseStatus.APPEALED, CaseStatus.IN_FORCE},
    # A rejected appeal leaves the case where it was.
    CaseStatus.APPEALED: {CaseStatus.DECIDED, CaseStatus.CLOSED, CaseStatus.ANNULLED},
    CaseStatus.IN_FORCE: {CaseStatus.CLOSED, CaseStatus.ANNULLED},
    # A reminder is soon done; its days to appeal run on.
    CaseStatus.CLOSED: {CaseStatus.APPEALED},
}

# A case is the school's to read from the moment it was told.
TOLD_STATUSES = (
    CaseStatus.TOLD,
    CaseStatus.DECIDING,
    CaseStatus.DECIDED,
    CaseStatus.APPEALED,
    CaseStatus.IN_FORCE,
    CaseStatus.CLOSED,
    CaseStatus.ANNULLED,
)
UNFINISHED = (
    CaseStatus.OPEN,
    CaseStatus.TOLD,
    CaseStatus.DECIDING,
    CaseStatus.DECIDED,
    CaseStatus.APPEALED,
    CaseStatus.IN_FORCE,
)
# Nothing is decided yet.
UNDECIDED = (CaseStatus.OPEN, CaseStatus.TOLD, CaseStatus.DECIDING)
# The school was told, so danger can be met by a suspension for some days before it is heard.
MEETS_DANGER = (CaseStatus.TOLD, CaseStatus.DECIDING)
# Evidence is gathered, and the investigator still has the case in hand.
IN_HAND = (CaseStatus.OPEN, CaseStatus.TOLD)


class Measure(models.TextChoices):
    """What a decision asks for, the mildest first (措施). Never a penalty: there are none here."""

    REMIND = "remind", pgettext_lazy("measure of a case", "Reminder")
    TALK = "talk", pgettext_lazy("measure of a case", "Talk")
    MEND = "mend", pgettext_lazy("measure of a case", "To be put right by a day")
    CIRCULAR = "circular", pgettext_lazy("measure of a case", "Notice to the trade")
    SUSPEND = "suspend", pgettext_lazy("measure of a case", "Suspend the plaque")
    REVOKE = "revoke", pgettext_lazy("measure of a case", "Take the plaque back")
    EXPEL = "expel", pgettext_lazy("measure of a case", "End the membership")

    @property
    def weight(self) -> int:
        """How hard it is; a decision is never harder than what the school was told."""
        return list(Measure).index(self)

    @property
    def is_public(self) -> bool:
        """The public reads of it, once it is in force."""
        return self in PUBLIC_MEASURES

    @property
    def is_on_plaque(self) -> bool:
        """It changes what a scanned plaque says."""
        return self in PLAQUE_MEASURES


PLAQUE_MEASURES = (Measure.SUSPEND, Measure.REVOKE, Measure.EXPEL)
PUBLIC_MEASURES = (Measure.CIRCULAR, *PLAQUE_MEASURES)
# What is slight is never published; a plaque is at stake only where it is serious.
HARDEST = {
    Severity.S1: Measure.MEND,
    Severity.S2: Measure.CIRCULAR,
    Severity.S3: Measure.EXPEL,
}
# For how many months an entry stands, at least and at most (发改委令第36号, as a default).
MONTHS = {Severity.S2: (3, 12), Severity.S3: (12, 36)}


def possible_measures(severity: str) -> list[Measure]:
    """Return the measures a severity allows, the mildest first."""
    return [each for each in Measure if each.weight <= HARDEST[Severity(severity)].weight]


class Part(models.TextChoices):
    """What somebody does in a case; nobody has two parts in one."""

    INVESTIGATOR = "investigator", pgettext_lazy("part in a case", "Looks into it")
    DECIDER = "decider", pgettext_lazy("part in a case", "Decides")
    APPEAL = "appeal", pgettext_lazy("part in a case", "Hears the appeal")


class StatementKind(models.TextChoices):
    """What the school says."""

    ANSWER = "answer", pgettext_lazy("statement", "Answer")
    HEARING = "hearing", pgettext_lazy("statement", "Asks to be heard in person")
    REPLY = "reply", pgettext_lazy("statement", "Words beside the notice")
    APPEAL = "appeal", pgettext_lazy("statement", "Appeal")
    REPAIR = "repair", pgettext_lazy("statement", "Asks for repair")


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
    ACCEPT = "accept_decision", _("accepted the decision for the school")
    CARRY_OUT = "carry_out_case", _("put the decision in force")
    RUN_OUT = "end_case", _("the entry ended by itself")
    PUT_DANGER = "propose_danger", _("proposed a suspension for danger")
    REPLY = "reply_to_notice", _("wrote the school's words beside the notice")
    APPEAL = "lodge_appeal", _("appealed for the school")
    NAME_PANEL = "name_panel", _("named who hears the appeal")
    VOTE_APPEAL = "vote_appeal", _("voted on the appeal")
    UPHOLD_APPEAL = "uphold_appeal", _("the appeal was upheld")
    REJECT_APPEAL = "reject_appeal", _("the appeal was rejected")
    ANNUL = "annul_case", _("the decision was withdrawn")
    OBJECT = "lodge_objection", _("objected to the entry")
    EXTEND_OBJECTION = "extend_objection", _("asked others, and told so")
    PROPOSE_WITHDRAWAL = "propose_withdrawal", _("proposed to withdraw the entry")
    REFUSE_WITHDRAWAL = "refuse_withdrawal", _("did not withdraw the entry as proposed")
    DECIDE_OBJECTION = "decide_objection", _("decided on the objection")
    ASK_REPAIR = "ask_repair", _("asked for repair")
    GRANT_REPAIR = "grant_repair", _("granted the repair")
    REFUSE_REPAIR = "refuse_repair", _("refused the repair")
    DRAFT_NOTICE = "draft_notice", _("drafted the notice")
    PREPARE_FILING = "prepare_filing", _("prepared the filing")
    DROP_FILING = "drop_filing", _("dropped the filing")
    SEND_FILING = "send_filing", _("sent the filing to the department")
    CHASE_FILING = "chase_filing", _("reminded the department of the filing")
    ACKNOWLEDGE_FILING = "acknowledge_filing", _("acknowledged the filing")
    ASK_SOURCE = "ask_source", _("asked to name the source in the filing")
    AGREE_SOURCE = "agree_source", _("agreed to name the source in the filing")
    ASK_JOINT_VISIT = "ask_joint_visit", _("asked for a joint visit")
    ANSWER_JOINT_VISIT = "answer_joint_visit", _("answered about the joint visit")
    KEEP_JOINT_VISIT = "keep_joint_visit", _("kept the record of the joint visit")
    WITHDRAW_VISIT = "withdraw_visit", _("withdrew the joint visit")
    MISS_VISIT = "miss_visit", _("noted that the joint visit did not take place")


class AppealStatus(models.TextChoices):
    """The life of an appeal (申诉)."""

    LODGED = "lodged", pgettext_lazy("appeal", "Lodged")
    HEARD = "heard", pgettext_lazy("appeal", "Before its panel")
    REJECTED = "rejected", pgettext_lazy("appeal", "Rejected")
    UPHELD = "upheld", pgettext_lazy("appeal", "Upheld")


APPEAL_TRANSITIONS = {
    AppealStatus.LODGED: {AppealStatus.HEARD},
    AppealStatus.HEARD: {AppealStatus.REJECTED, AppealStatus.UPHELD},
}


class ObjectionStatus(models.TextChoices):
    """The life of an objection to a published entry (异议)."""

    LODGED = "lodged", pgettext_lazy("objection", "Being looked at")
    PROPOSED = "proposed", pgettext_lazy("objection", "Withdrawal waits for a second person")
    REJECTED = "rejected", pgettext_lazy("objection", "The entry stands")
    CORRECTED = "corrected", pgettext_lazy("objection", "The entry was corrected")
    WITHDRAWN = "withdrawn", pgettext_lazy("objection", "The entry was withdrawn")


OBJECTION_TRANSITIONS = {
    ObjectionStatus.LODGED: {
        ObjectionStatus.PROPOSED,
        ObjectionStatus.REJECTED,
        ObjectionStatus.CORRECTED,
    },
    ObjectionStatus.PROPOSED: {ObjectionStatus.LODGED, ObjectionStatus.WITHDRAWN},
}
OPEN_OBJECTIONS = (ObjectionStatus.LODGED, ObjectionStatus.PROPOSED)


class RepairStatus(models.TextChoices):
    """The life of a repair (信用修复)."""

    ASKED = "asked", pgettext_lazy("repair", "Being looked at")
    GRANTED = "granted", pgettext_lazy("repair", "Granted")
    REFUSED = "refused", pgettext_lazy("repair", "Refused")


REPAIR_TRANSITIONS = {RepairStatus.ASKED: {RepairStatus.GRANTED, RepairStatus.REFUSED}}


class FilingKind(models.TextChoices):
    """What the authority receives a case for."""

    RECORD = "record", pgettext_lazy("filing", "For the record")
    HAND_OVER = "hand_over", pgettext_lazy("filing", "Handed over")


class FilingStatus(models.TextChoices):
    """The life of a filing with an authority (备案)."""

    PREPARED = "prepared", pgettext_lazy("filing", "Prepared")
    SENT = "sent", pgettext_lazy("filing", "Sent")
    DROPPED = "dropped", pgettext_lazy("filing", "Dropped")
    ACKNOWLEDGED = "acknowledged", pgettext_lazy("filing", "Acknowledged")


FILING_TRANSITIONS = {
    FilingStatus.PREPARED: {FilingStatus.SENT, FilingStatus.DROPPED},
    FilingStatus.SENT: {FilingStatus.ACKNOWLEDGED},
}
# With the department, which reads it.
RECEIVED = (FilingStatus.SENT, FilingStatus.ACKNOWLEDGED)


class Aftermath(models.TextChoices):
    """What became of a decision later. Nothing of it where the decision stands."""

    WITHDRAWN = "withdrawn", pgettext_lazy("decision", "Withdrawn")
    REPAIRED = "repaired", pgettext_lazy("decision", "Repaired")
    RUN_OUT = "run_out", pgettext_lazy("decision", "Ended by itself")


class JointVisitStatus(models.TextChoices):
    """The life of a joint visit (联合检查): an authority inspects, the association accompanies."""

    ASKED = "asked", pgettext_lazy("joint visit", "Asked for")
    AGREED = "agreed", pgettext_lazy("joint visit", "Agreed")
    DECLINED = "declined", pgettext_lazy("joint visit", "Declined")
    HELD = "held", pgettext_lazy("joint visit", "Took place")
    WITHDRAWN = "withdrawn", pgettext_lazy("joint visit", "Withdrawn")
    MISSED = "missed", pgettext_lazy("joint visit", "Did not take place")


JOINT_VISIT_TRANSITIONS = {
    JointVisitStatus.ASKED: {
        JointVisitStatus.AGREED,
        JointVisitStatus.DECLINED,
        JointVisitStatus.WITHDRAWN,
    },
    JointVisitStatus.AGREED: {
        JointVisitStatus.HELD,
        JointVisitStatus.DECLINED,
        JointVisitStatus.WITHDRAWN,
        JointVisitStatus.MISSED,
    },
}
OPEN_VISITS = (JointVisitStatus.ASKED, JointVisitStatus.AGREED)
