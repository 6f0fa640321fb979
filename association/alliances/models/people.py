import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from association.alliances.enums import INVITATION_TRANSITIONS, Capacity, InvitationStatus
from association.alliances.models.alliance import Alliance
from association.alliances.models.school import School
from association.core import clock
from association.core.regulated import Event, Regulated


class Representative(models.Model):
    """Who acts for a school, in what capacity, from when until when (学校代表)."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="representatives")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="representations"
    )
    capacity = models.CharField(_("capacity"), max_length=10, choices=Capacity.choices)
    since = models.DateTimeField(_("since"), default=clock.now)
    until = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["-since"]
        verbose_name = _("representative")
        verbose_name_plural = _("representatives")
        constraints = [
            models.UniqueConstraint(
                fields=["school"],
                condition=Q(until__isnull=True, capacity="principal"),
                name="alliances_representative_one_principal",
            ),
            models.UniqueConstraint(
                fields=["school", "user"],
                condition=Q(until__isnull=True),
                name="alliances_representative_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.school}"


def new_nonce() -> str:
    """Return 16 random hexadecimal digits."""
    return secrets.token_hex(8)


class Invitation(Regulated):
    """An invitation for a principal or a member of staff to act for a school (邀请).

    The link can be printed again at any time, yet nothing in the database opens it: its secret is
    derived from the server's key.
    """

    transitions = INVITATION_TRANSITIONS

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="invitations")
    capacity = models.CharField(
        _("capacity"), max_length=10, choices=Capacity.choices, default=Capacity.PRINCIPAL
    )
    status = models.CharField(
        _("state"),
        max_length=10,
        choices=InvitationStatus.choices,
        default=InvitationStatus.SENT,
        editable=False,
    )
    nonce = models.CharField(max_length=16, default=new_nonce, editable=False)
    created_at = models.DateTimeField(_("sent on"), default=clock.now, editable=False)
    expires_at = models.DateTimeField(_("valid until"), editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("accepted by"),
    )

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return f"{self.school} · {self.get_capacity_display()}"

    @property
    def secret(self) -> str:
        """32 hexadecimal digits, 128 bits of HMAC-SHA256."""
        return salted_hmac(
            "alliances.invitation", f"{self.pk}:{self.nonce}", algorithm="sha256"
        ).hexdigest()[:32]

    @property
    def code(self) -> str:
        """What stands in the link."""
        return f"{self.pk}-{self.secret}"

    def opens_with(self, secret: str) -> bool:
        return constant_time_compare(self.secret, secret)

    @property
    def is_open(self) -> bool:
        return self.status == InvitationStatus.SENT and clock.now() < self.expires_at

    @property
    def has_expired(self) -> bool:
        return self.status == InvitationStatus.SENT and clock.now() >= self.expires_at


class InvitationEvent(Event):
    """What happened to an invitation."""

    record = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        pass


class AllianceLead(models.Model):
    """Who leads an alliance, from when until when (联盟组长)."""

    alliance = models.ForeignKey(Alliance, on_delete=models.PROTECT, related_name="leads")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="led_alliances"
    )
    since = models.DateTimeField(_("since"), default=clock.now)
    until = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["-since"]
        verbose_name = _("alliance lead")
        verbose_name_plural = _("alliance leads")
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "user"],
                condition=Q(until__isnull=True),
                name="alliances_lead_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.alliance}"
