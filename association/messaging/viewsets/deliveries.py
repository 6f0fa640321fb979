"""What was sent to whom, and what a person has to decide on."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn

from association.core.contacts import masked
from association.core.viewsets import ActView, RecordIndexView, RecordInspectView, RecordViewSet
from association.messaging.enums import TO_SETTLE, Channel, DeliveryState
from association.messaging.models import Delivery
from association.messaging.services import leave_delivery, send_again
from association.messaging.wording import all_kinds, kind_of

SETTLE = "settle"


class DeliveryFilterSet(WagtailFilterSet):
    """By state, way and kind."""

    state = django_filters.ChoiceFilter(
        label=_("State"),
        method="in_state",
        choices=[(SETTLE, _("For you to decide")), *DeliveryState.choices],
    )
    channel = django_filters.ChoiceFilter(label=_("Way"), choices=Channel.choices)
    kind = django_filters.ChoiceFilter(
        label=_("Kind"),
        field_name="message__kind",
        choices=lambda: [(kind.code, kind.name) for kind in all_kinds()],
    )

    class Meta:
        model = Delivery
        fields: list[str] = []

    def in_state(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        return rows.to_settle() if value == SETTLE else rows.filter(state=value)


def masked_address(delivery: Delivery) -> str:
    """Return where a message went, so that it can be recognised and not copied."""
    name, at, host = delivery.address.partition("@")
    return f"{name[:2]}…@{host}" if at else masked(delivery.address)


class DeliveryIndexView(RecordIndexView):
    """All deliveries, the newest first."""

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().select_related("message__recipient")


class DeliveryInspectView(RecordInspectView):
    """One delivery: what was sent, what went wrong, what can be done."""

    template_name = "messaging/admin/delivery.html"

    def with_related(self, rows: QuerySet) -> QuerySet:
        return rows.select_related("message__recipient")

    def get_fields_context(self) -> list[dict[str, Any]]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        settles = self.user_has_permission(SETTLE) and self.object.state in TO_SETTLE
        return super().get_context_data(
            **kwargs,
            delivery=self.object,
            kind=kind_of(self.object.message.kind).name,
            address=masked_address(self.object),
            settles=settles,
        )


class SendAgainView(ActView):
    """Let a message leave once more."""

    permission_required = SETTLE
    page_title = _("Send again")
    question = _(
        "The message leaves once more, to the same address. If the first one did arrive after all, "
        "the person reads it twice."
    )
    button_label = _("Yes, send it again")
    success_message = _("The message leaves again.")

    def act(self, form: forms.Form) -> None:
        send_again(delivery=self.object, acting_user=self.request.user)


class LeaveView(ActView):
    """Leave a message as it is."""

    permission_required = SETTLE
    page_title = _("Leave as it is")
    question = _("Nothing more is sent. The message stands on the person's desk in any case.")
    button_label = _("Yes, leave it")
    success_message = _("The message is left as it is.")

    def act(self, form: forms.Form) -> None:
        leave_delivery(delivery=self.object, acting_user=self.request.user)


class DeliveryViewSet(RecordViewSet):
    """Messages that left the house (投递)."""

    model = Delivery
    name = "delivery_admin"
    url_prefix = "deliveries"
    menu_label = _("Messages sent")
    icon = "mail"
    menu_order = 190
    index_view_class = DeliveryIndexView
    inspect_view_class = DeliveryInspectView
    filterset_class = DeliveryFilterSet
    search_fields = ["message__subject_zh", "message__recipient__username"]
    list_display = [
        TitleColumn(
            "subject",
            label=_("Message"),
            accessor="message.subject",
            url_name="delivery_admin:inspect",
        ),
        Column("recipient", label=_("To"), accessor="message.recipient"),
        Column("channel", label=_("Way"), accessor="get_channel_display"),
        StatusTagColumn(
            "state",
            label=_("State"),
            accessor="get_state_display",
            primary=lambda delivery: delivery.state in TO_SETTLE,
        ),
        DateColumn("created_at", label=_("Written on"), accessor="message.created_at"),
        DateColumn("sent_at", label=_("Sent on")),
    ]
    acts = [("again", SendAgainView), ("leave", LeaveView)]
