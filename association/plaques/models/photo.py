from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from association.alliances.models import Campus
from association.core import clock
from association.core.regulated import AppendOnly
from association.plaques.enums import PhotoKind
from association.plaques.models.batch import private_files
from association.plaques.models.plaque import Plaque, new_token


class Photo(AppendOnly):
    """A photo from the gate, re-encoded and without metadata (现场照片).

    Of the gate photos only the latest of the present copy is public, unless it is hidden: parents
    compare it with what they see. Photos of bare walls stay inside.
    """

    plaque = models.ForeignKey(Plaque, on_delete=models.PROTECT, related_name="photos")
    kind = models.CharField(_("shows"), max_length=10, choices=PhotoKind.choices)
    serial = models.PositiveSmallIntegerField(_("copy"))
    name = models.CharField(max_length=22, unique=True, default=new_token)
    picture = models.FileField(storage=private_files, upload_to="plaques/photos/")
    small = models.FileField(storage=private_files, upload_to="plaques/photos/")
    small_width = models.PositiveSmallIntegerField()
    small_height = models.PositiveSmallIntegerField()
    # The registered one on that day; empty where nobody kept it.
    address = models.CharField(_("address then"), max_length=200, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("sent by"),
    )
    sent_at = models.DateTimeField(_("sent on"), default=clock.now)

    class Meta:
        ordering = ["-sent_at", "-pk"]
        verbose_name = _("photo")
        verbose_name_plural = _("photos")

    def __str__(self) -> str:
        return f"{self.plaque} · {self.get_kind_display()}"

    @property
    def is_hidden(self) -> bool:
        """It was taken off the web. One query, unless `hidden` was fetched along."""
        return hasattr(self, "hidden")

    def shows_former_address(self, campus: Campus) -> bool:
        """Say whether the registered address of its gate has changed since."""
        return bool(self.address) and self.address != campus.address

    @property
    def small_path(self) -> str:
        """Where everybody finds the small picture, if it is public."""
        return reverse("plaques:gate_photo", args=[self.name])


class HiddenPhoto(AppendOnly):
    """A gate photo that went from the web without a newer one in its place (撤下的照片).

    The reason is in the plaque's history. An older photo does not come back for it.
    """

    photo = models.OneToOneField(Photo, on_delete=models.PROTECT, related_name="hidden")
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("hidden by"),
    )
    hidden_at = models.DateTimeField(_("hidden on"), default=clock.now)

    class Meta:
        ordering = ["-hidden_at", "-pk"]
        verbose_name = _("hidden photo")
        verbose_name_plural = _("hidden photos")

    def __str__(self) -> str:
        return str(self.photo)
