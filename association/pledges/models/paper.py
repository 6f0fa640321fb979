from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from association.core import clock
from association.core.private_files import private_files
from association.core.regulated import AppendOnly
from association.core.tokens import LENGTH, new_token
from association.pledges.enums import PaperKind
from association.pledges.models.pledge import Pledge


class IssuedPaper(AppendOnly):
    """A paper about a pledge (回执, 签署证明), made once and signed by the association.

    The same bytes are handed out for ever; what is true of the pledge by now stands behind `token`,
    the end of the address in its QR code. sha256: of the file, in hexadecimal. signature: Ed25519
    over the file, in base64. key: fingerprint of the key that made it.
    """

    audit_school = "pledge.school_id"

    token = models.CharField(max_length=LENGTH, unique=True, default=new_token)
    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(_("kind"), max_length=12, choices=PaperKind.choices)
    file = models.FileField(storage=private_files, upload_to="pledges/papers/")
    sha256 = models.CharField(_("checksum (SHA-256)"), max_length=64, unique=True)
    signature = models.CharField(_("electronic signature"), max_length=88)
    key = models.CharField(_("fingerprint of the public key"), max_length=64)
    issued_at = models.DateTimeField(_("issued on"), default=clock.now)

    class Meta:
        verbose_name = _("signed paper")
        verbose_name_plural = _("signed papers")
        constraints = [
            models.UniqueConstraint(fields=["pledge", "kind"], name="pledges_issuedpaper_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.pledge}"

    def get_absolute_url(self) -> str:
        return reverse("pledges:paper_page", args=[self.token])

    @property
    def address(self) -> str:
        """The https address in its QR code."""
        return f"{settings.SITE_URL}{self.get_absolute_url()}"

    @property
    def filename(self) -> str:
        """What it is called when it is handed out."""
        return f"{self.pledge.receipt_no}-{self.kind}.pdf"
