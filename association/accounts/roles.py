"""Roles in the admin as data: each is a group with its permissions.

People of schools, alliances and departments get their rights on single rows instead
(see `association.alliances.permissions`).
"""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """A role in the secretariat (秘书处), or its auditor (监事). The value is the group's name.

    A person may hold several. What takes two people takes two people all the same: the verbs ask
    who acted before, not for roles.
    """

    CLERK = "clerk", _("Clerk")
    EDITOR = "editor", _("Editor")
    APPROVER = "approver", _("Approver")
    SECRETARY_GENERAL = "secretary-general", _("Secretary-general")
    AUDITOR = "auditor", _("Auditor")


ADMIN_ACCESS = "wagtailadmin.access_admin"
SEES_REGISTER = [
    ADMIN_ACCESS,
    "alliances.view_school",
    "alliances.view_alliance",
    "alliances.view_department",
    "alliances.view_invitation",
    "alliances.view_handover",
    "alliances.view_changerequest",
    "pledges.view_pledge",
    "pledges.view_covenantversion",
    "plaques.view_plaque",
    "plaques.view_measureproposal",
    "plaques.view_plaquereport",
    "plaques.view_takedown",
    "peer_review.view_checklistversion",
    "peer_review.view_round",
    "peer_review.view_visit",
    "peer_review.view_finding",
    "violations.view_case",
    "violations.view_appeal",
    "violations.view_objection",
    "violations.view_repair",
    "violations.view_filing",
    "violations.view_jointvisit",
]
# What a clerk works with and others only read.
SEES_WORK = [
    "alliances.view_rosterimport",
    "core.view_calendarday",
    "messaging.view_delivery",
    "messaging.view_messagetext",
    "plaques.view_plaquebatch",
]
# What stands between two schools is for few: whoever declares it, and whoever answers for that.
SEES_TIES = "peer_review.view_tie"
DECIDES = [
    "alliances.confirm_handover",
    "plaques.decide_measure",
    "pledges.publish_covenant",
    "peer_review.publish_checklist",
    "violations.decide_case",
    "violations.hear_appeal",
]

AUDITS = "core.view_auditentry"

PERMISSIONS: dict[str, list[str]] = {
    Role.CLERK: [
        *SEES_REGISTER,
        *SEES_WORK,
        "alliances.import_roster",
        "alliances.add_school",
        "alliances.change_school",
        "alliances.invite_principal",
        "alliances.appoint_visitor",
        "messaging.settle_delivery",
        "pledges.review_pledge",
        "pledges.edit_covenant",
        "plaques.issue_plaque",
        "plaques.activate_plaque",
        "plaques.replace_copy",
        "plaques.change_takedown",
        "plaques.propose_measure",
        "plaques.change_plaquereport",
        "peer_review.edit_checklist",
        "peer_review.run_round",
        "peer_review.declare_tie",
        "peer_review.follow_finding",
        "violations.investigate_case",
        "core.add_calendarday",
        "core.change_calendarday",
        "core.delete_calendarday",
        SEES_TIES,
    ],
    Role.EDITOR: [
        ADMIN_ACCESS,
        "wagtailimages.add_image",
        "wagtailimages.change_image",
        "wagtaildocs.add_document",
        "wagtaildocs.change_document",
        "core.change_associationprofile",
        "messaging.view_messagetext",
        "messaging.change_messagetext",
    ],
    Role.APPROVER: [*SEES_REGISTER, *DECIDES, AUDITS],
    # Sees all and decides; proposes nothing, so that nobody decides on their own proposal.
    Role.SECRETARY_GENERAL: [
        *SEES_REGISTER,
        *SEES_WORK,
        *DECIDES,
        AUDITS,
        "alliances.change_alliance",
        "alliances.appoint_visitor",
        "alliances.add_department",
        "alliances.change_department",
        "messaging.change_messagetext",
        "pledges.change_pledgesettings",
        "peer_review.change_drawsettings",
        "peer_review.change_findingsettings",
        "peer_review.follow_finding",
        "violations.change_casesettings",
        SEES_TIES,
    ],
    # Reads all and changes nothing. Everything here begins with “view”, and a test keeps it so.
    Role.AUDITOR: [*SEES_REGISTER, *SEES_WORK, SEES_TIES, AUDITS],
}


def give_role(*, user: models.Model, role: Role) -> None:
    """Put a user into a role's group.

    Raises Group.DoesNotExist before the roles have been written to the database.
    """
    user.groups.add(Group.objects.get(name=role))


def write_roles() -> None:
    """Bring the groups in line with PERMISSIONS; run after every migrate.

    Raises KeyError for a permission that does not exist.
    """
    by_name = {
        f"{p.content_type.app_label}.{p.codename}": p
        for p in Permission.objects.select_related("content_type")
    }
    for role, names in PERMISSIONS.items():
        group, _created = Group.objects.get_or_create(name=role)
        group.permissions.set(by_name[name] for name in names)


def is_secretariat(user: models.Model) -> bool:
    """Say whether a user works in the Wagtail admin."""
    return user.is_active and user.has_perm(ADMIN_ACCESS)


def is_auditor(user: models.Model) -> bool:
    """Say whether a user audits: reads everything, changes nothing."""
    return user.is_active and user.groups.filter(name=Role.AUDITOR).exists()


def users_in(role: Role) -> models.QuerySet:
    """Return the active users of a role."""
    return get_user_model().objects.filter(is_active=True, groups__name=role)
