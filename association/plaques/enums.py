"""States of a plaque, what the public is told of each, and the life of a proposed measure."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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
        PlaqueStatus.REVOKED,
        PlaqueStatus.SUPERSEDED,
        PlaqueStatus.RETURNED,
    },
    PlaqueStatus.ACTIVE: {
        PlaqueStatus.SUSPENDED,
        PlaqueStatus.REVOKED,
        PlaqueStatus.SUPERSEDED,
        PlaqueStatus.RETURNED,
    },
    PlaqueStatus.SUSPENDED: {
        PlaqueStatus.ACTIVE,
        PlaqueStatus.REVOKED,
        PlaqueStatus.RETURNED,
    },
    # Leaving does not outrun a measure that was proposed before.
    PlaqueStatus.RETURNED: {PlaqueStatus.REVOKED},
}

LIVING_STATUSES = (PlaqueStatus.ISSUED, PlaqueStatus.ACTIVE, PlaqueStatus.SUSPENDED)


class PublicState(models.TextChoices):
    """What a reader is told, in the order of weight: the first that applies wins."""

    REVOKED = "revoked", pgettext_lazy("public state", "Taken back")
    SUSPENDED = "suspended", pgettext_lazy("public state", "Suspended")
    RETURNED = "returned", pgettext_lazy("public state", "Given back")
    EXPIRED = "expired", pgettext_lazy("public state", "Expired")
    SUPERSEDED = "superseded", pgettext_lazy("public state", "Replaced")
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
    PublicState.SUSPENDED: _(
        "This plaque may not be used for the time being. The matter is still open."
    ),
    PublicState.RETURNED: _(
        "The school has left the association and given the plaque back. That is no breach."
    ),
    PublicState.EXPIRED: _(
        "This plaque's time has run out. Ask the school whether it has signed again."
    ),
    PublicState.SUPERSEDED: _("The school has a newer plaque. This one should no longer hang."),
    PublicState.NOT_ACTIVATED: _(
        "This number was issued, but the plaque has not been confirmed at the gate yet."
    ),
    PublicState.VALID: _("This school's integrity pledge is in force."),
}

STATUS_TO_STATE = {
    PlaqueStatus.ISSUED: PublicState.NOT_ACTIVATED,
    PlaqueStatus.ACTIVE: PublicState.VALID,
    PlaqueStatus.SUSPENDED: PublicState.SUSPENDED,
    PlaqueStatus.REVOKED: PublicState.REVOKED,
    PlaqueStatus.SUPERSEDED: PublicState.SUPERSEDED,
    PlaqueStatus.RETURNED: PublicState.RETURNED,
}


class MeasureKind(models.TextChoices):
    """What two people can decide on a plaque (措施)."""

    SUSPEND = "suspend", pgettext_lazy("measure", "Suspend the plaque")
    REVOKE = "revoke", pgettext_lazy("measure", "Take the plaque back")
    REINSTATE = "reinstate", pgettext_lazy("measure", "Lift the suspension")


class ProposalStatus(models.TextChoices):
    """The life of a proposed measure."""

    OPEN = "open", pgettext_lazy("proposal", "Waiting for a second person")
    APPROVED = "approved", pgettext_lazy("proposal", "Approved")
    REJECTED = "rejected", pgettext_lazy("proposal", "Rejected")


PROPOSAL_TRANSITIONS = {
    ProposalStatus.OPEN: {ProposalStatus.APPROVED, ProposalStatus.REJECTED},
}


class Verb(models.TextChoices):
    """Acts on plaques and proposals; each leaves an event."""

    ISSUE = "issue_plaque", _("issued the plaque")
    ACTIVATE = "activate_plaque", _("confirmed the plaque at the gate")
    SUSPEND = "suspend_plaque", _("suspended the plaque")
    REINSTATE = "reinstate_plaque", _("lifted the suspension")
    REVOKE = "revoke_plaque", _("took the plaque back")
    SUPERSEDE = "supersede_plaque", _("a newer plaque replaced it")
    RETURN = "return_plaque", _("the school left and gave it back")
    PROPOSE = "propose_measure", _("proposed a measure")
    APPROVE = "approve_measure", _("approved the measure")
    REJECT = "reject_measure", _("rejected the measure")
