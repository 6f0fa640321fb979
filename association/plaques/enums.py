"""States of a plaque, what the public is told of each, and the life of a proposed measure."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class NumberSeries(models.TextChoices):
    """Numbers run on by themselves in each series and year."""

    MAIN = "main", pgettext_lazy("series", "Main campus")
    CAMPUS = "campus", pgettext_lazy("series", "Further campus")


class PlaqueStatus(models.TextChoices):
    """What the association has done with a plaque (诚信牌匾). Expiry is a matter of the date."""

    ISSUED = "issued", pgettext_lazy("plaque", "Issued, not activated")
    ACTIVE = "active", pgettext_lazy("plaque", "Active")
    SUSPENDED = "suspended", pgettext_lazy("plaque", "Suspended")
    REVOKED = "revoked", pgettext_lazy("plaque", "Taken back")
    SUPERSEDED = "superseded", pgettext_lazy("plaque", "Replaced")
    RETURNED = "returned", pgettext_lazy("plaque", "Given back")


PLAQUE_TRANSITIONS = {
    PlaqueStatus.ISSUED: {
        PlaqueStatus.ACTIVE,
        PlaqueStatus.SUSPENDED,
        PlaqueStatus.REVOKED,
        PlaqueStatus.SUPERSEDED,
        PlaqueStatus.RETURNED,
    },
    PlaqueStatus.ACTIVE: {
        # A copy that takes a lost one's place has to be confirmed at the gate again.
        PlaqueStatus.ISSUED,
        PlaqueStatus.SUSPENDED,
        PlaqueStatus.REVOKED,
        PlaqueStatus.SUPERSEDED,
        PlaqueStatus.RETURNED,
    },
    PlaqueStatus.SUSPENDED: {
        # What it was before, once nothing stands against it any more.
        PlaqueStatus.ISSUED,
        PlaqueStatus.ACTIVE,
        # A decision takes the place of a suspension for danger.
        PlaqueStatus.SUSPENDED,
        PlaqueStatus.REVOKED,
        PlaqueStatus.RETURNED,
    },
    # Leaving does not outrun a decision.
    PlaqueStatus.RETURNED: {PlaqueStatus.REVOKED},
    PlaqueStatus.REVOKED: {
        # The decision was withdrawn.
        PlaqueStatus.ISSUED,
        PlaqueStatus.ACTIVE,
        PlaqueStatus.RETURNED,
        # Another decision carries it from now on.
        PlaqueStatus.REVOKED,
    },
}

LIVING_STATUSES = (PlaqueStatus.ISSUED, PlaqueStatus.ACTIVE, PlaqueStatus.SUSPENDED)
# Nothing stands against these: they may get a new term or a new copy, run out or not.
RENEWABLE_STATUSES = (PlaqueStatus.ISSUED, PlaqueStatus.ACTIVE)
# Measures in force.
MEASURED_STATUSES = (PlaqueStatus.SUSPENDED, PlaqueStatus.REVOKED)


class PublicState(models.TextChoices):
    """What a reader is told, in the order of weight: the first that applies wins."""

    REVOKED = "revoked", pgettext_lazy("public state", "Taken back")
    SUSPENDED = "suspended", pgettext_lazy("public state", "Suspended")
    RETURNED = "returned", pgettext_lazy("public state", "Given back")
    EXPIRED = "expired", pgettext_lazy("public state", "Expired")
    SUPERSEDED = "superseded", pgettext_lazy("public state", "Replaced")
    # Never the state of a number, only of a printed copy that a new one took the place of.
    COPY_REPLACED = "copy_replaced", pgettext_lazy("public state", "This copy was replaced")
    NOT_ACTIVATED = "not_activated", pgettext_lazy("public state", "Not activated")
    VALID = "valid", pgettext_lazy("public state", "Valid")

    @property
    def sentence(self) -> str:
        """What the state means for someone standing at the gate."""
        return SENTENCES[self]


SENTENCES = {
    PublicState.REVOKED: _(
        "The association has taken this plaque back. It should no longer hang here."
    ),
    PublicState.SUSPENDED: _("This plaque may not be used for the time being."),
    PublicState.RETURNED: _(
        "The school has left the association and given the plaque back. That is no breach."
    ),
    PublicState.EXPIRED: _(
        "This plaque's time has run out. Ask the school whether it has signed again."
    ),
    PublicState.SUPERSEDED: _("A newer plaque took its place. This one should no longer hang."),
    PublicState.COPY_REPLACED: _(
        "The association has replaced this copy by a new one. Please report it if it hangs here."
    ),
    PublicState.NOT_ACTIVATED: _(
        "This number was issued, but the plaque has not been confirmed at the gate yet. "
        "Until then it proves nothing."
    ),
    PublicState.VALID: _("This school's integrity pledge is in force."),
}

# What a number can be told as; the odd one out is told of an old copy's code alone.
NUMBER_STATES = tuple(state for state in PublicState if state != PublicState.COPY_REPLACED)

STATUS_TO_STATE = {
    PlaqueStatus.ISSUED: PublicState.NOT_ACTIVATED,
    PlaqueStatus.ACTIVE: PublicState.VALID,
    PlaqueStatus.SUSPENDED: PublicState.SUSPENDED,
    PlaqueStatus.REVOKED: PublicState.REVOKED,
    PlaqueStatus.SUPERSEDED: PublicState.SUPERSEDED,
    PlaqueStatus.RETURNED: PublicState.RETURNED,
}


class MeasureKind(models.TextChoices):
    """What can be decided on a plaque (措施): in a case, or by two people where there is danger."""

    SUSPEND = "suspend", pgettext_lazy("measure", "Suspend the plaque")
    REVOKE = "revoke", pgettext_lazy("measure", "Take the plaque back")
    REINSTATE = "reinstate", pgettext_lazy("measure", "Lift the suspension")
    RESTORE = "restore", pgettext_lazy("measure", "Give the plaque back")


class ProposalStatus(models.TextChoices):
    """The life of a proposed measure."""

    OPEN = "open", pgettext_lazy("proposal", "Waiting for a second person")
    APPROVED = "approved", pgettext_lazy("proposal", "Approved")
    REJECTED = "rejected", pgettext_lazy("proposal", "Rejected")
    WITHDRAWN = "withdrawn", pgettext_lazy("proposal", "Withdrawn by the proposer")


PROPOSAL_TRANSITIONS = {
    ProposalStatus.OPEN: {
        ProposalStatus.APPROVED,
        ProposalStatus.REJECTED,
        ProposalStatus.WITHDRAWN,
    },
}


class Verb(models.TextChoices):
    """Acts on plaques and proposals; each leaves an event."""

    ISSUE = "issue_plaque", _("issued the plaque")
    ACTIVATE = "activate_plaque", _("confirmed the plaque at the gate")
    RETAKE = "retake_photo", _("sent a newer photo from the gate")
    HIDE_PHOTO = "hide_photo", _("took the gate photo off the web")
    SUSPEND = "suspend_plaque", _("suspended the plaque")
    REINSTATE = "reinstate_plaque", _("lifted the suspension")
    END_SUSPENSION = "end_suspension", _("the suspension ended by itself")
    REVOKE = "revoke_plaque", _("took the plaque back")
    RESTORE = "restore_plaque", _("gave the plaque back: the decision was withdrawn")
    SUPERSEDE = "supersede_plaque", _("a newer plaque replaced it")
    RETURN = "return_plaque", _("the school left and gave it back")
    RENEW = "renew_plaque", _("renewed the plaque on a new pledge")
    REPLACE = "replace_copy", _("replaced the printed copy")
    TELL_NO_MORE = "tell_no_more", _("the public is told no more why")
    REWORD = "reword_reason", _("put the reason in other words")
    PROPOSE = "propose_measure", _("proposed a measure")
    APPROVE = "approve_measure", _("approved the measure")
    REJECT = "reject_measure", _("rejected the measure")
    WITHDRAW = "withdraw_proposal", _("withdrew the proposal")
    OPEN_TAKE_DOWN = "open_take_down", _("asked for the plaque to be taken down")
    SHOW_BARE_WALL = "show_bare_wall", _("sent a photo of the bare wall")
    DOUBT_BARE_WALL = "doubt_bare_wall", _("asked for another photo")
    CLOSE_TAKE_DOWN = "close_take_down", _("closed the take-down")
    REOPEN_TAKE_DOWN = "reopen_take_down", _("opened the take-down again")
    REPORT = "report_plaque", _("a passer-by reported the plaque")
    CLOSE_REPORT = "close_report", _("closed the report")


class ReplacementReason(models.TextChoices):
    """Why a printed copy gives way to a new one (换牌)."""

    LOST = "lost", pgettext_lazy("copy", "Lost")
    STOLEN = "stolen", pgettext_lazy("copy", "Stolen")
    DAMAGED = "damaged", pgettext_lazy("copy", "Damaged")
    MISPRINTED = "misprinted", pgettext_lazy("copy", "Misprinted")
    RENAMED = "renamed", pgettext_lazy("copy", "Carries the school's former name")

    @property
    def is_missing(self) -> bool:
        """The copy may hang where nobody put it."""
        return self in {ReplacementReason.LOST, ReplacementReason.STOLEN}

    @property
    def sentence(self) -> str:
        """What the old copy's code tells somebody who stands before it."""
        return COPY_SENTENCES.get(self, SENTENCES[PublicState.COPY_REPLACED])


# Nothing is wrong with these, so nobody is called to report them.
COPY_SENTENCES = {
    ReplacementReason.DAMAGED: _(
        "This copy was damaged, and the association has made a new one to hang in its place."
    ),
    ReplacementReason.MISPRINTED: _(
        "This copy was misprinted, and the association has made a new one to hang in its place."
    ),
    ReplacementReason.RENAMED: _(
        "This copy carries the school's former name, and the association has made a new one to "
        "hang in its place."
    ),
}


class PhotoKind(models.TextChoices):
    """What a photo from the gate shows."""

    GATE = "gate", pgettext_lazy("photo", "The plaque at the gate")
    BARE_WALL = "bare_wall", pgettext_lazy("photo", "The bare wall")


class TakeDownStatus(models.TextChoices):
    """The life of a take-down (摘牌): the plaque was taken back and has to leave the wall."""

    OPEN = "open", pgettext_lazy("take-down", "Waiting for the photo")
    SHOWN = "shown", pgettext_lazy("take-down", "Photo to be looked at")
    CLOSED = "closed", pgettext_lazy("take-down", "Closed")


TAKE_DOWN_TRANSITIONS = {
    TakeDownStatus.OPEN: {TakeDownStatus.SHOWN, TakeDownStatus.CLOSED},
    TakeDownStatus.SHOWN: {TakeDownStatus.OPEN, TakeDownStatus.CLOSED},
    # Somebody may hang it up again.
    TakeDownStatus.CLOSED: {TakeDownStatus.OPEN},
}


class ReportKind(models.TextChoices):
    """What a passer-by reports about a plaque (举报)."""

    ELSEWHERE = "elsewhere", pgettext_lazy("report", "It hangs at another school or place")
    STILL_HANGING = "still_hanging", pgettext_lazy("report", "It still hangs though it may not")
    ALTERED = "altered", pgettext_lazy("report", "Name, number or code look changed")
    OTHER = "other", pgettext_lazy("report", "Something else about the plaque")


class ReportStatus(models.TextChoices):
    """The life of a report."""

    OPEN = "open", pgettext_lazy("report", "Open")
    CLOSED = "closed", pgettext_lazy("report", "Closed")


REPORT_TRANSITIONS = {ReportStatus.OPEN: {ReportStatus.CLOSED}}


class Colourway(models.TextChoices):
    """The two grounds a plaque is printed on."""

    PAPER = "paper", pgettext_lazy("colourway", "Ink on warm paper")
    BRONZE = "bronze", pgettext_lazy("colourway", "Gold on deep bronze")


class PrintState(models.TextChoices):
    """How far the print file of a batch is."""

    WAITING = "waiting", pgettext_lazy("print file", "Waiting")
    MAKING = "making", pgettext_lazy("print file", "Being made")
    READY = "ready", pgettext_lazy("print file", "Ready")
    FAILED = "failed", pgettext_lazy("print file", "Could not be made")
