"""States of a covenant version and of a pledge."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class VersionStatus(models.TextChoices):
    """The life of a covenant version. Only a draft's words can be changed."""

    DRAFT = "draft", pgettext_lazy("covenant", "Draft")
    CURRENT = "current", pgettext_lazy("covenant", "In force")
    RETIRED = "retired", pgettext_lazy("covenant", "Replaced")


VERSION_TRANSITIONS = {
    VersionStatus.DRAFT: {VersionStatus.CURRENT},
    VersionStatus.CURRENT: {VersionStatus.RETIRED},
}


class PledgeStatus(models.TextChoices):
    """The life of a pledge (承诺书), from the first tick to its end."""

    DRAFT = "draft", pgettext_lazy("pledge", "Being read")
    SUBMITTED = "submitted", pgettext_lazy("pledge", "Signed, in review")
    ACCEPTED = "accepted", pgettext_lazy("pledge", "Accepted")
    RETURNED = "returned", pgettext_lazy("pledge", "Returned")
    UNDONE = "undone", pgettext_lazy("pledge", "Undone by the signer")
    SUPERSEDED = "superseded", pgettext_lazy("pledge", "Replaced by a newer pledge")
    WITHDRAWN = "withdrawn", pgettext_lazy("pledge", "Ended by the school")
    ENDED = "ended", pgettext_lazy("pledge", "Ended: the plaque was taken back")


PLEDGE_TRANSITIONS = {
    PledgeStatus.DRAFT: {PledgeStatus.SUBMITTED, PledgeStatus.WITHDRAWN},
    PledgeStatus.SUBMITTED: {
        PledgeStatus.ACCEPTED,
        PledgeStatus.RETURNED,
        PledgeStatus.UNDONE,
        PledgeStatus.WITHDRAWN,
    },
    PledgeStatus.ACCEPTED: {
        PledgeStatus.SUPERSEDED,
        PledgeStatus.WITHDRAWN,
        PledgeStatus.ENDED,
    },
    # The decision by which it ended was withdrawn.
    PledgeStatus.ENDED: {PledgeStatus.ACCEPTED},
}

OPEN_STATUSES = (PledgeStatus.DRAFT, PledgeStatus.SUBMITTED)


class Term(models.IntegerChoices):
    """For how many months a pledge is given (承诺期限)."""

    HALF_YEAR = 6, _("a school term (6 months)")
    YEAR = 12, _("a year (12 months)")
    TWO_YEARS = 24, _("two years (24 months)")


class SignatureMethod(models.TextChoices):
    """How a person signed (签署方式)."""

    DRAWN = "drawn", _("Drawn by hand")
    TYPED = "typed", _("Name typed")


class PaperKind(models.TextChoices):
    """What the association issues about a pledge, as a signed PDF."""

    RECEIPT = "receipt", pgettext_lazy("signed paper", "Receipt")
    CERTIFICATE = "certificate", pgettext_lazy("signed paper", "Certificate of signing")


class AcceptanceOutcome(models.TextChoices):
    """What became of a pledge among many that were accepted in one go."""

    WAITING = "waiting", pgettext_lazy("of many pledges", "Waiting")
    ACCEPTED = "accepted", pgettext_lazy("of many pledges", "Accepted")
    REFUSED = "refused", pgettext_lazy("of many pledges", "Not accepted")


class Verb(models.TextChoices):
    """Acts on covenants and pledges; each but the last leaves an event."""

    DRAFT_VERSION = "draft_version", _("drafted the covenant version")
    EDIT_VERSION = "edit_version", _("changed the draft's words")
    PUBLISH_VERSION = "publish_version", _("put the covenant version in force")
    RETIRE_VERSION = "retire_version", _("replaced the covenant version")
    START = "start_pledge", _("began reading")
    ABANDON = "abandon_pledge", _("set the unsigned draft aside")
    SIGN = "sign_pledge", _("signed")
    CONFIRM = "confirm_pledge", _("handed in without waiting")
    UNDO = "undo_pledge", _("undid the signature")
    ACCEPT = "accept_pledge", _("accepted the pledge")
    RETURN = "return_pledge", _("returned the pledge")
    SUPERSEDE = "supersede_pledge", _("a newer pledge replaced it")
    WITHDRAW = "withdraw_pledge", _("the school ended its pledge")
    OPEN_RENEWAL = "open_renewal", _("let the school sign anew")
    END = "end_pledge", _("the pledge ended, for the plaque was taken back")
    RESTORE = "restore_pledge", _("the pledge is in force again: the decision was withdrawn")
    ISSUE_PAPER = "issue_paper", _("issued a signed paper")
