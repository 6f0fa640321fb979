import secrets

from django.conf import settings
from django.core.files.storage import storages
from django.core.files.storage.base import Storage
from django.db import models
from django.utils.translation import gettext_lazy as _

from association.alliances.enums import IMPORT_TRANSITIONS, ImportStatus
from association.core import clock
from association.core.regulated import Event, Regulated


def private_storage() -> Storage:
    """Return the storage that no address reaches."""
    return storages["private"]


def random_name(_instance: models.Model, filename: str) -> str:
    """A private name that says nothing but the kind of file."""
    ending = ".csv" if filename.lower().endswith(".csv") else ".xlsx"
    return f"rosters/{secrets.token_hex(16)}{ending}"


class RosterImport(Regulated):
    """One member ledger taken in (台账导入): the file, its preview, its progress, its report."""

    transitions = IMPORT_TRANSITIONS

    file = models.FileField(_("file"), storage=private_storage, upload_to=random_name)
    original_name = models.CharField(_("file name"), max_length=200)
    status = models.CharField(
        _("state"),
        max_length=10,
        choices=ImportStatus.choices,
        default=ImportStatus.UPLOADED,
        editable=False,
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
    uploaded_at = models.DateTimeField(_("uploaded on"), default=clock.now)
    rows_total = models.PositiveIntegerField(_("rows"), default=0)
    rows_done = models.PositiveIntegerField(_("rows done"), default=0)
    preview = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    failure = models.TextField(_("why it stopped"), blank=True)

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        verbose_name = _("ledger import")
        verbose_name_plural = _("ledger imports")

    def __str__(self) -> str:
        return self.original_name

    @property
    def percent(self) -> int:
        """Progress in whole percent."""
        return 100 * self.rows_done // self.rows_total if self.rows_total else 0


class RosterImportEvent(Event):
    """What happened to an import."""

    record = models.ForeignKey(RosterImport, on_delete=models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        pass
