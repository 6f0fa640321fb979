"""Words with a fixed list of values, and the states of a membership and an invitation."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AllianceCode(models.TextChoices):
    """The four alliances (行业自律联盟) are working groups, not branches: 社团条例 art. 17."""

    EAST = "east", _("East")
    SOUTH = "south", _("South")
    WEST = "west", _("West")
    NORTH = "north", _("North")


class SchoolKind(models.TextChoices):
    """What a member is (办学类型)."""

    TRAINING = "training", _("Training school")
    KINDERGARTEN = "kindergarten", _("Kindergarten")
    DAYCARE = "daycare", _("After-school care")
    SCHOOL = "school", _("Private school")


class SubjectField(models.TextChoices):
    """What a training school teaches (办学内容)."""

    ARTS = "arts", _("Culture and arts")
    SPORTS = "sports", _("Sports")
    SCIENCE = "science", _("Science and technology")
    LANGUAGE = "language", _("Languages")
    ACADEMIC = "academic", _("Academic subjects")


class CampusKind(models.TextChoices):
    """A campus (校区) or a teaching point (教学点)."""

    MAIN = "main", _("Main campus")
    CAMPUS = "campus", _("Campus")
    TEACHING_POINT = "teaching_point", _("Teaching point")


class CoordinateSystem(models.TextChoices):
    """The system a coordinate was given in; kept beside the WGS-84 value."""

    WGS84 = "wgs84", "WGS-84"
    GCJ02 = "gcj02", "GCJ-02"
    BD09 = "bd09", "BD-09"


class MembershipStatus(models.TextChoices):
    """A membership (会员) is voluntary: it runs until the school leaves."""

    ACTIVE = "active", pgettext_lazy("membership", "Member")
    LEFT = "left", pgettext_lazy("membership", "Has left")


MEMBERSHIP_TRANSITIONS = {MembershipStatus.ACTIVE: {MembershipStatus.LEFT}}


class Capacity(models.TextChoices):
    """In what capacity a person acts for a school."""

    PRINCIPAL = "principal", _("Principal")
    STAFF = "staff", _("Staff")


class InvitationStatus(models.TextChoices):
    """The life of an invitation (邀请). That it has run out is a matter of the date."""

    SENT = "sent", _("Sent")
    ACCEPTED = "accepted", pgettext_lazy("invitation", "Accepted")
    REVOKED = "revoked", pgettext_lazy("invitation", "Taken back")


INVITATION_TRANSITIONS = {
    InvitationStatus.SENT: {InvitationStatus.ACCEPTED, InvitationStatus.REVOKED},
}


class ImportStatus(models.TextChoices):
    """The life of a ledger import (导入)."""

    UPLOADED = "uploaded", _("Read and checked")
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", pgettext_lazy("import", "Done")
    FAILED = "failed", pgettext_lazy("import", "Failed")


IMPORT_TRANSITIONS = {
    ImportStatus.UPLOADED: {ImportStatus.QUEUED},
    ImportStatus.QUEUED: {ImportStatus.RUNNING, ImportStatus.FAILED},
    ImportStatus.RUNNING: {ImportStatus.DONE, ImportStatus.FAILED},
    ImportStatus.FAILED: {ImportStatus.QUEUED},
}


class Verb(models.TextChoices):
    """Acts on schools, memberships, people and imports; each leaves an event."""

    REGISTER = "register_school", _("registered the school")
    UPDATE = "update_school", _("updated the school's data")
    JOIN = "join_alliance", _("joined the alliance")
    MOVE = "move_alliance", _("moved to another alliance")
    LEAVE = "leave_association", _("left the association")
    APPOINT = "appoint_representative", _("may now act for the school")
    DISMISS = "dismiss_representative", _("no longer acts for the school")
    RENAME = "rename_alliance", _("renamed the alliance")
    APPOINT_LEAD = "appoint_lead", _("now leads the alliance")
    DISMISS_LEAD = "dismiss_lead", _("no longer leads the alliance")
    INVITE = "invite", _("sent the invitation")
    ACCEPT_INVITATION = "accept_invitation", _("accepted the invitation")
    REVOKE_INVITATION = "revoke_invitation", _("took the invitation back")
    UPLOAD_ROSTER = "upload_roster", _("uploaded a ledger")
    CONFIRM_ROSTER = "confirm_roster", _("confirmed the import")
    RUN_ROSTER = "run_roster", _("began the import")
    FINISH_ROSTER = "finish_roster", _("finished the import")
    FAIL_ROSTER = "fail_roster", _("the import stopped")
