"""Acts that belong to no room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Act(models.TextChoices):
    """What the audit trail tells of people's accounts, contacts and lists."""

    GIVE_ROLE = "give_role", _("gave a role")
    TAKE_ROLE = "take_role", _("took a role away")
    ACTIVATE_PERSON = "activate_person", _("made the account active")
    DEACTIVATE_PERSON = "deactivate_person", _("made the account inactive")
    CHANGE_PERSON = "change_person", _("changed the account")
    READ_CONTACT = "read_contact", _("read a contact")
    DOWNLOAD_LIST = "download_list", _("downloaded a list")
    DOWNLOAD_PRINT = "download_print", _("downloaded a file for print")
