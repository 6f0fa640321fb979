import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from association.core import clock
from association.core.append_only import AppendOnly
from association.core.private_files import private_files
from association.peer_review.enums import OpenedBy
from association.peer_review.models.visit import Seat, Visit


class Opening(AppendOnly):
    """That a visitor was at the school: its code was read there, or its plaque scanned.

    key: made by the phone, so that the same opening sent twice is one row. latitude, longitude
    (WGS-84 degrees) and accuracy (metres): as the phone declares them; never proof.
    """

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="openings")
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    opened_by = models.CharField(_("opened by"), max_length=10, choices=OpenedBy.choices)
    opened_at = models.DateTimeField(_("opened at"))
    latitude = models.FloatField(_("latitude"), null=True)
    longitude = models.FloatField(_("longitude"), null=True)
    accuracy = models.FloatField(_("accuracy in metres"), null=True)
    acting_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("opened by the person"),
    )
    received_at = models.DateTimeField(_("received at"), default=clock.now)

    class Meta:
        ordering = ["seat", "pk"]
        verbose_name = _("opening of a visit")
        verbose_name_plural = _("openings of visits")

    def __str__(self) -> str:
        return f"{self.seat} · {self.opened_at:%Y-%m-%d %H:%M}"


class VisitPhoto(AppendOnly):
    """A photo beside one answer of a visit, re-encoded and without metadata.

    key: made by the phone and named in the answers. place: where it belongs, such as `C11` or
    `rooms-0-C73b`. Never public.
    """

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, related_name="photos")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="photos")
    key = models.UUIDField(unique=True)
    place = models.CharField(_("belongs to"), max_length=40)
    picture = models.FileField(storage=private_files, upload_to="peer_review/visits/")
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("sent by"),
    )
    sent_at = models.DateTimeField(_("sent at"), default=clock.now)

    class Meta:
        ordering = ["visit", "pk"]
        verbose_name = _("photo of a visit")
        verbose_name_plural = _("photos of visits")

    def __str__(self) -> str:
        return f"{self.visit} · {self.place}"


class HostSignature(AppendOnly):
    """The school's host signs on the glass what was shown, or it is said why not.

    drawing: PNG, empty where the signature was refused. host: office, never a full identity.
    """

    seat = models.OneToOneField(Seat, on_delete=models.PROTECT, related_name="signature")
    host = models.CharField(_("who received the visit"), max_length=40)
    drawing = models.FileField(
        storage=private_files, upload_to="peer_review/signatures/", blank=True
    )
    refusal = models.CharField(_("why it is not signed"), max_length=200, blank=True)
    signed_at = models.DateTimeField(_("signed at"), default=clock.now)

    class Meta:
        ordering = ["seat"]
        verbose_name = _("signature of the host")
        verbose_name_plural = _("signatures of hosts")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(drawing="") ^ models.Q(refusal=""),
                name="peer_review_signed_or_said_why",
            )
        ]

    def __str__(self) -> str:
        return f"{self.seat} · {self.host}"
