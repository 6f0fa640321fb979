import datetime as dt
import hashlib
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from association.alliances.enums import Capacity
from association.alliances.models import School
from association.core import clock
from association.core.regulated import AppendOnly, Event, Regulated
from association.pledges.enums import (
    OPEN_STATUSES,
    PLEDGE_TRANSITIONS,
    PledgeStatus,
    SignatureMethod,
)
from association.pledges.models.covenant import CovenantVersion, Promise, text_hash

# What `accounts.entering.proofs_of` tells.
PROOFS = {
    "password": pgettext_lazy("sign-in", "with a password"),
    "link": pgettext_lazy("sign-in", "with a mailed link"),
    "passkey": pgettext_lazy("sign-in", "with a passkey"),
    "app": pgettext_lazy("sign-in", "with an authenticator app"),
    "code": pgettext_lazy("sign-in", "with a recovery code"),
}


class PledgeQuerySet(models.QuerySet):
    """What the association says about pledges."""

    def open(self) -> Self:
        """Being read, or signed and not yet decided."""
        return self.filter(status__in=OPEN_STATUSES)

    def accepted(self) -> Self:
        """In force now."""
        return self.filter(status=PledgeStatus.ACCEPTED)

    def ready_for_review(self) -> Self:
        """Signed, and the time to undo is over."""
        return self.filter(status=PledgeStatus.SUBMITTED, undo_until__lte=clock.now())


class Pledge(Regulated):
    """A school's pledge on one covenant version (承诺书).

    From the signature on, school, version, number and ticks are evidence: nothing can change them.
    """

    transitions = PLEDGE_TRANSITIONS
    school_field = "school"

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="pledges")
    covenant_version = models.ForeignKey(
        CovenantVersion, on_delete=models.PROTECT, related_name="pledges"
    )
    status = models.CharField(
        _("state"),
        max_length=12,
        choices=PledgeStatus.choices,
        default=PledgeStatus.DRAFT,
        editable=False,
    )
    receipt_no = models.CharField(  # noqa: DJ001 -- unsigned ones have none; "" is not unique
        _("receipt number"), max_length=20, null=True, unique=True, editable=False
    )
    started_at = models.DateTimeField(_("begun on"), default=clock.now, editable=False)
    undo_until = models.DateTimeField(_("can be undone until"), null=True, editable=False)
    decided_at = models.DateTimeField(_("decided on"), null=True, editable=False)
    # Kept from the day it was accepted: a later change of the settings rewrites no pledge.
    given_until = models.DateField(_("given until"), null=True, editable=False)
    renewal_from = models.DateField(_("can be signed again from"), null=True, editable=False)
    # A plaque of the school was taken back: it may sign anew before the pledge's time is over.
    renewal_opened_at = models.DateTimeField(null=True, editable=False)
    decision_reason = models.TextField(_("reason"), blank=True, editable=False)

    objects = PledgeQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-pk"]
        verbose_name = _("pledge")
        verbose_name_plural = _("pledges")
        permissions = [("review_pledge", "Can accept or return pledges")]
        constraints = [
            models.UniqueConstraint(
                fields=["school"],
                condition=Q(status__in=["draft", "submitted"]),
                name="pledges_pledge_one_open",
            ),
            models.UniqueConstraint(
                fields=["school"],
                condition=Q(status="accepted"),
                name="pledges_pledge_one_in_force",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "withdrawn"]) | Q(receipt_no__isnull=False),
                name="pledges_pledge_signed_has_receipt",
            ),
        ]

    def __str__(self) -> str:
        return self.receipt_no or f"{self.school} · {self.get_status_display()}"

    @property
    def can_be_undone(self) -> bool:
        """Signed, and the ten minutes are not over."""
        return (
            self.status == PledgeStatus.SUBMITTED
            and self.undo_until is not None
            and clock.now() < self.undo_until
        )

    @property
    def can_be_decided(self) -> bool:
        """Signed, and the ten minutes are over or were given up."""
        return self.status == PledgeStatus.SUBMITTED and not self.can_be_undone

    @property
    def in_force_until(self) -> dt.date | None:
        """Its last local day, while it is accepted: what a plaque issued at once is valid until."""
        return self.given_until if self.status == PledgeStatus.ACCEPTED else None

    @property
    def term_months(self) -> int | None:
        """For how many months it was given; None before it was accepted."""
        if self.given_until is None or self.decided_at is None:
            return None
        begun = timezone.localdate(self.decided_at)
        years = self.given_until.year - begun.year
        return years * 12 + self.given_until.month - begun.month

    @property
    def renewable_from(self) -> dt.date | None:
        """The first day on which the school may sign again before the pledge runs out."""
        if self.in_force_until and self.renewal_opened_at:
            return timezone.localdate(self.renewal_opened_at)
        return self.renewal_from if self.in_force_until else None

    @property
    def can_be_renewed(self) -> bool:
        """In force, and near its last day or past it."""
        first = self.renewable_from
        return first is not None and first <= clock.today()


class PledgeEvent(Event):
    """What happened to a pledge."""

    record = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        pass


class PromiseTick(models.Model):
    """One promise read and taken on (逐项确认). Frozen once the pledge is signed."""

    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="ticks")
    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="+")
    ticked_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["promise__code"]
        constraints = [
            models.UniqueConstraint(fields=["pledge", "promise"], name="pledges_promisetick_once")
        ]

    def __str__(self) -> str:
        return f"{self.pledge} · {self.promise}"


class PledgeSignature(AppendOnly):
    """The evidence of a signature (签署): text, hash, signer, capacity, time, image, sign-in.

    Kept as 电子签名法 art. 13 asks: changes to signature and text must be detectable.
    """

    pledge = models.OneToOneField(Pledge, on_delete=models.PROTECT, related_name="signature")
    text = models.TextField(_("signed text"))
    text_sha256 = models.CharField(_("hash of the text"), max_length=64)
    language = models.CharField(_("language"), max_length=10)
    signer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("account"),
    )
    signer_name = models.CharField(_("signer"), max_length=60)
    capacity = models.CharField(_("capacity"), max_length=10, choices=Capacity.choices)
    method = models.CharField(_("signed by"), max_length=10, choices=SignatureMethod.choices)
    image = models.BinaryField(_("signature image"), default=bytes)
    image_sha256 = models.CharField(_("hash of the image"), max_length=64, blank=True)
    sign_in_method = models.CharField(_("signed in with"), max_length=40)
    signed_at = models.DateTimeField(_("signed on"), default=clock.now)

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")

    def __str__(self) -> str:
        return f"{self.signer_name} · {self.pledge}"

    @property
    def sign_in_in_words(self) -> str:
        """How the signer had proved who they are, in words."""
        proofs = self.sign_in_method.split("+")
        return ", ".join(str(PROOFS.get(proof, proof)) for proof in proofs)

    @property
    def is_unchanged(self) -> bool:
        """Text and image still give the hashes they had when they were signed."""
        image_hash = hashlib.sha256(self.image).hexdigest() if self.image else ""
        return self.text_sha256 == text_hash(self.text) and self.image_sha256 == image_hash
