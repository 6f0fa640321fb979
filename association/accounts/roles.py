"""Roles of the secretariat as data: each is a group with its permissions.

Schools' and alliances' people get their rights on single rows instead
(see `association.alliances.permissions`).
"""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """A role in the secretariat (秘书处). The value is the group's name."""

    CLERK = "clerk", _("Clerk")
    EDITOR = "editor", _("Editor")
    APPROVER = "approver", _("Approver")


ADMIN_ACCESS = "wagtailadmin.access_admin"
SEES_REGISTER = [
    ADMIN_ACCESS,
    "alliances.view_school",
    "alliances.view_alliance",
    "alliances.view_invitation",
    "pledges.view_pledge",
    "pledges.view_covenantversion",
    "plaques.view_plaque",
    "plaques.view_measureproposal",
]

PERMISSIONS: dict[str, list[str]] = {
    Role.CLERK: [
        *SEES_REGISTER,
        "alliances.import_roster",
        "alliances.view_rosterimport",
        "alliances.add_school",
        "alliances.change_school",
        "alliances.invite_principal",
        "pledges.review_pledge",
        "pledges.edit_covenant",
        "plaques.issue_plaque",
        "plaques.activate_plaque",
        "plaques.propose_measure",
    ],
    Role.EDITOR: [
        ADMIN_ACCESS,
        "wagtailimages.add_image",
        "wagtailimages.change_image",
        "wagtaildocs.add_document",
        "wagtaildocs.change_document",
        "core.change_associationprofile",
    ],
    Role.APPROVER: [*SEES_REGISTER, "plaques.decide_measure", "pledges.publish_covenant"],
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


def users_in(role: Role) -> models.QuerySet:
    """Return the active users of a role."""
    return get_user_model().objects.filter(is_active=True, groups__name=role)
