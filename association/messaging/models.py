"""Messages to people (消息), the ways they leave by, and the words the association gave them."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from association.core import clock
from association.core.bilingual import Bilingual
from association.messaging.enums import TO_SETTLE, Channel, DeliveryState


class MessageQuerySet(models.QuerySet):
    """What a person says about their messages."""

    def unread(self) -> Self:
        """Not opened yet."""
        return self.filter(read_at__isnull=True)


class Message(Bilingual, models.Model):
    """What one person is told about one event, once (消息).

    Written in the transaction of the event, with its words as they were then. key: names the event;
    the same event never reaches a person twice. link: where to go on this site.
    """

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="messages"
    )
    kind = models.CharField(_("kind"), max_length=40)
    key = models.CharField(max_length=120)
    subject_zh = models.CharField(_("subject in Chinese"), max_length=200)
    subject_en = models.CharField(_("subject in English"), max_length=300)
    body_zh = models.TextField(_("text in Chinese"))
    body_en = models.TextField(_("text in English"))
    short_zh = models.CharField(_("short text in Chinese"), max_length=200, blank=True)
    short_en = models.CharField(_("short text in English"), max_length=300, blank=True)
    link = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(_("time"), default=clock.now)
    read_at = models.DateTimeField(_("read on"), null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [models.Index(fields=["recipient", "-created_at"], name="messaging_of_person")]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "key"], name="messaging_message_once")
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def subject(self) -> str:
        return self.in_language("subject")

    @property
    def body(self) -> str:
        return self.in_language("body")


class DeliveryQuerySet(models.QuerySet):
    """What the delivering task and the clerk ask."""

    def due(self) -> Self:
        """To be sent now."""
        return self.filter(state=DeliveryState.WAITING, next_at__lte=clock.now())

    def to_settle(self) -> Self:
        """For a person to decide: nobody knows whether they arrived, or they cannot be sent."""
        return self.filter(state__in=TO_SETTLE)


class Delivery(models.Model):
    """A message on one way out of the house (投递).

    Moved on by `services.delivering` and `services.settling` alone, each step by one conditional
    UPDATE. reference: what the way outside knows it by. address: as it was at the event.
    """

    audit_school = ""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="deliveries")
    channel = models.CharField(_("way"), max_length=10, choices=Channel.choices)
    address = models.CharField(_("address"), max_length=254)
    reference = models.UUIDField(unique=True)
    state = models.CharField(
        _("state"), max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_at = models.DateTimeField(_("next attempt"), default=clock.now)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(_("sent on"), null=True)
    fault = models.CharField(_("what went wrong"), max_length=200, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        default_permissions = ["view"]
        permissions = [("settle_delivery", "Can decide on messages that may not have arrived")]
        indexes = [
            models.Index(
                fields=["next_at"],
                condition=models.Q(state="waiting"),
                name="messaging_delivery_due",
            ),
            models.Index(
                fields=["claimed_at"],
                condition=models.Q(state="sending"),
                name="messaging_delivery_claimed",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["message", "channel"], name="messaging_delivery_once")
        ]

    def __str__(self) -> str:
        return f"{self.message} · {self.get_channel_display()}"


class MessageText(models.Model):
    """The association's own words for one kind of message; without a row the shipped ones hold."""

    audit_school = ""

    kind = models.CharField(_("kind"), max_length=40, unique=True)
    subject_zh = models.CharField(_("subject in Chinese"), max_length=120)
    subject_en = models.CharField(_("subject in English"), max_length=180)
    body_zh = models.TextField(_("text in Chinese"), max_length=3000)
    body_en = models.TextField(_("text in English"), max_length=5000)
    short_zh = models.CharField(_("short text in Chinese"), max_length=120, blank=True)
    short_en = models.CharField(_("short text in English"), max_length=180, blank=True)
    changed_at = models.DateTimeField(_("changed on"), default=clock.now)

    class Meta:
        ordering = ["kind"]
        verbose_name = _("words of a message")
        verbose_name_plural = _("words of messages")
        default_permissions = ["view", "change"]

    def __str__(self) -> str:
        return self.kind


class Reach(models.Model):
    """How a person wants to be reached besides the desk and e-mail (联系方式).

    The number is given by its bearer, for this alone, and taken back at any time.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reach"
    )
    phone = models.CharField(_("mobile number"), max_length=20, blank=True)
    given_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return str(self.user)


class Reminded(models.Model):
    """A date a person was reminded of, at one distance: never told again (到期提醒)."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="reminded")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    about = models.CharField(max_length=80)
    day = models.DateField()
    distance = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "about", "day", "distance"], name="messaging_reminded_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.about} {self.day} ({self.distance})"
