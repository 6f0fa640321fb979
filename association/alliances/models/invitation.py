import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from association.alliances.codes import typed_code
from association.alliances.enums import INVITATION_TRANSITIONS, Capacity, InvitationStatus
from association.alliances.models.alliance import Alliance
from association.alliances.models.handover import Handover
from association.alliances.models.school import School
from association.core import clock
from association.core.regulated import Event, Regulated


class InvitationBatch(models.Model):
    """Principals of many schools, invited in one go; the sheets are printed as one file (批量邀请).

    alliance: whose members were looked at; None for all.
    """

    key = models.CharField(max_length=40, unique=True, editable=False)
    alliance = models.ForeignKey(
        Alliance, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("alliance")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(_("sent on"), default=clock.now, editable=False)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("invitations in one go")
        verbose_name_plural = _("invitations in one go")

    def __str__(self) -> str:
        return self.key


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
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("sent by"),
    )
    handover = models.ForeignKey(
        Handover, on_delete=models.PROTECT, null=True, editable=False, related_name="invitations"
    )
    batch = models.ForeignKey(
        InvitationBatch,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="invitations",
    )
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
        constraints = [
            models.UniqueConstraint(
                fields=["school", "capacity"],
                condition=Q(status="sent", handover__isnull=True),
                name="alliances_invitation_one_open",
            ),
            models.UniqueConstraint(
                fields=["handover"],
                condition=Q(status="sent", handover__isnull=False),
                name="alliances_invitation_one_open_successor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school} · {self.get_capacity_display()}"

    @property
    def secret(self) -> str:
        """16 characters that people can type, 80 bits of HMAC-SHA256."""
        digest = salted_hmac(
            "alliances.invitation", f"{self.pk}:{self.nonce}", algorithm="sha256"
        ).digest()
        return typed_code(digest)

    @property
    def code(self) -> str:
        """What stands in the link and is typed by hand: number, then four groups of four."""
        secret = self.secret
        return "-".join([str(self.pk), *(secret[at : at + 4] for at in range(0, 16, 4))])

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
