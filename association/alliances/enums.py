"""Words with a fixed list of values, and the states of records about schools and people."""

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


class DepartmentKind(models.TextChoices):
    """What an authority is to the association (主管部门)."""

    SUPERVISING = "supervising", _("Supervising authority")
    APPROVAL = "approval", _("Approval bureau")
    REGISTRATION = "registration", _("Registration authority")
    MARKET = "market", _("Market regulation")
    OTHER = "other", pgettext_lazy("department", "Another department")


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


class HandoverStatus(models.TextChoices):
    """The life of a hand-over (校长交接): one principal goes, another comes."""

    STARTED = "started", pgettext_lazy("hand-over", "Successor invited")
    ACCEPTED = "accepted", pgettext_lazy("hand-over", "Waits for confirmation")
    CONFIRMED = "confirmed", pgettext_lazy("hand-over", "Confirmed")
    REFUSED = "refused", pgettext_lazy("hand-over", "Refused")
    CANCELLED = "cancelled", pgettext_lazy("hand-over", "Called off")


HANDOVER_TRANSITIONS = {
    HandoverStatus.STARTED: {HandoverStatus.ACCEPTED, HandoverStatus.CANCELLED},
    HandoverStatus.ACCEPTED: {
        HandoverStatus.CONFIRMED,
        HandoverStatus.REFUSED,
        HandoverStatus.CANCELLED,
    },
}
OPEN_HANDOVERS = (HandoverStatus.STARTED, HandoverStatus.ACCEPTED)


class ChangeStatus(models.TextChoices):
    """The life of a change request (变更申请)."""

    OPEN = "open", pgettext_lazy("change request", "Waits for the association")
    ACCEPTED = "accepted", pgettext_lazy("change request", "Accepted")
    DECLINED = "declined", pgettext_lazy("change request", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("change request", "Taken back")

    @property
    def look(self) -> str:
        """The key of the badge it wears."""
        return {"open": "submitted", "declined": "to_amend"}.get(self.value, self.value)


CHANGE_TRANSITIONS = {
    ChangeStatus.OPEN: {ChangeStatus.ACCEPTED, ChangeStatus.DECLINED, ChangeStatus.WITHDRAWN},
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
    EXPEL = "expel_member", _("the membership ended by a decision")
    APPOINT = "appoint_representative", _("may now act for the school")
    DISMISS = "dismiss_representative", _("no longer acts for the school")
    RENAME = "rename_alliance", _("renamed the alliance")
    APPOINT_LEAD = "appoint_lead", _("now leads the alliance")
    DISMISS_LEAD = "dismiss_lead", _("no longer leads the alliance")
    APPOINT_VISITOR = "appoint_visitor", _("now visits schools for the alliance")
    DISMISS_VISITOR = "dismiss_visitor", _("no longer visits schools for the alliance")
    ADD_DEPARTMENT = "add_department", _("entered the department")
    RENAME_DEPARTMENT = "rename_department", _("changed the department's entry")
    APPOINT_LIAISON = "appoint_liaison", _("now reads for the department")
    DISMISS_LIAISON = "dismiss_liaison", _("no longer reads for the department")
    INVITE = "invite", _("sent the invitation")
    ACCEPT_INVITATION = "accept_invitation", _("accepted the invitation")
    REVOKE_INVITATION = "revoke_invitation", _("took the invitation back")
    REPLACE_INVITATION = "replace_invitation", _("replaced the invitation by a newer one")
    EDIT_OWN_DETAILS = "edit_own_details", _("changed its own phone or introduction")
    HIDE_INTRODUCTION = "hide_introduction", _("took the introduction off the web")
    ASK_CHANGE = "ask_change", _("asked for a change of the register")
    WITHDRAW_CHANGE = "withdraw_change", _("took the change request back")
    ACCEPT_CHANGE = "accept_change", _("accepted the change request")
    DECLINE_CHANGE = "decline_change", _("declined the change request")
    START_HANDOVER = "start_handover", _("began the hand-over")
    ACCEPT_HANDOVER = "accept_handover", _("accepted to take over as principal")
    CONFIRM_HANDOVER = "confirm_handover", _("confirmed the hand-over")
    REFUSE_HANDOVER = "refuse_handover", _("refused the hand-over")
    CANCEL_HANDOVER = "cancel_handover", _("called the hand-over off")
    UPLOAD_ROSTER = "upload_roster", _("uploaded a ledger")
    CONFIRM_ROSTER = "confirm_roster", _("confirmed the import")
    RUN_ROSTER = "run_roster", _("began the import")
    FINISH_ROSTER = "finish_roster", _("finished the import")
    FAIL_ROSTER = "fail_roster", _("the import stopped")
