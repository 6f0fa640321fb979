from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Channel(models.TextChoices):
    """By what way a message leaves the house; the desk shows every message besides."""

    EMAIL = "email", _("E-mail")
    SMS = "sms", _("Short message")
    WECHAT = "wechat", _("WeChat official account")


class DeliveryState(models.TextChoices):
    """Where a message is on one way (投递状态)."""

    WAITING = "waiting", pgettext_lazy("delivery", "Waiting")
    SENDING = "sending", pgettext_lazy("delivery", "Being sent")
    SENT = "sent", pgettext_lazy("delivery", "Sent")
    UNCERTAIN = "uncertain", pgettext_lazy("delivery", "May not have arrived")
    FAILED = "failed", pgettext_lazy("delivery", "Could not be sent")
    LEFT = "left", pgettext_lazy("delivery", "Left as it is")


TO_SETTLE = (DeliveryState.UNCERTAIN, DeliveryState.FAILED)


class Act(models.TextChoices):
    """Acts of people on messages; kept in the audit trail as `messaging.<act>`."""

    EDIT_TEXT = "edit_text", _("changed the words of a message")
    RESET_TEXT = "reset_text", _("took back the shipped words of a message")
    SEND_AGAIN = "send_again", _("had a message sent again")
    LEAVE = "leave_delivery", _("left a message as it is")
    REACH = "change_reach", _("changed how one is reached")
