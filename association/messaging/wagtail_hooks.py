from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import LogActionRegistry
from wagtail.permissions import register_permission_policy

from association.core.audit import register_verbs
from association.messaging.enums import Act
from association.messaging.models import Delivery, Message, MessageText
from association.messaging.permissions import delivery_policy, message_policy, text_policy
from association.messaging.viewsets.deliveries import DeliveryViewSet
from association.messaging.viewsets.texts import TextsMenuItem, TextsViewSet

# Before any viewset: a viewset that finds no policy makes one of its own.
register_permission_policy(Message, message_policy)
register_permission_policy(Delivery, delivery_policy)
register_permission_policy(MessageText, text_policy)


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    register_verbs(actions, app_label="messaging", verbs=Act)


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ViewSet]:
    return [DeliveryViewSet(), TextsViewSet()]


@hooks.register("register_admin_menu_item")
def register_inbox_menu_item() -> MenuItem:
    """Lead whoever works in the admin to what they were told themselves."""
    return MenuItem(
        _("Messages"), reverse("messaging:inbox"), name="inbox", icon_name="mail", order=105
    )


@hooks.register("register_settings_menu_item")
def register_texts_menu_item() -> MenuItem:
    return TextsMenuItem(
        _("Words of messages"),
        reverse("message_texts:index"),
        name="message-texts",
        icon_name="mail",
        order=700,
    )
