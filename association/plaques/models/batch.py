from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from association.core import clock
from association.core.private_files import private_files
from association.plaques.enums import Colourway, PrintState


class PlaqueBatch(models.Model):
    """Plaques issued in one go, and the file for the sign maker (批次).

    The key makes the order safe to repeat: the same key issues nothing twice.
    """

    key = models.CharField(_("batch key"), max_length=40, unique=True, editable=False)
    colourway = models.CharField(
        _("colours"), max_length=10, choices=Colourway.choices, default=Colourway.PAPER
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("issued by"),
    )
    created_at = models.DateTimeField(_("issued on"), default=clock.now, editable=False)
    # About the file alone; it can be made again at any time.
    print_state = models.CharField(
        _("print file"),
        max_length=10,
        choices=PrintState.choices,
        default=PrintState.WAITING,
        editable=False,
    )
    print_asked_at = models.DateTimeField(default=clock.now, editable=False)
    pages_done = models.PositiveIntegerField(default=0, editable=False)
    print_file = models.FileField(
        storage=private_files, upload_to="plaques/print/", blank=True, editable=False
    )
    print_problem = models.CharField(max_length=300, blank=True, editable=False)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("batch of plaques")
        verbose_name_plural = _("batches of plaques")

    def __str__(self) -> str:
        return self.key
