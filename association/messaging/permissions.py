"""Who reads which messages, sees to deliveries, and changes words."""

from typing import Any

from django.db.models import QuerySet

from association.core.policy import RowPolicy
from association.messaging.models import Delivery, Message, MessageText


class MessagePolicy(RowPolicy):
    """One's own messages and nobody else's: not even the secretariat reads another's desk."""

    def rows(self, user: Any, action: str) -> QuerySet:
        if not (user.is_authenticated and user.is_active):
            return self.model.objects.none()
        return self.model.objects.filter(recipient=user)


class DeliveryPolicy(RowPolicy):
    """The secretariat sees what was sent where; a clerk settles what is in doubt."""

    def _get_permission_codename(self, action: str) -> str:
        return "settle_delivery" if action == "settle" else super()._get_permission_codename(action)


message_policy = MessagePolicy(Message)
delivery_policy = DeliveryPolicy(Delivery)
text_policy = RowPolicy(MessageText)
