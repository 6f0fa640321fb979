from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from association.alliances.enums import DepartmentKind
from association.core import clock
from association.core.bilingual import Bilingual
from association.core.regulated import Event, Regulated


class Department(Bilingual, Regulated):
    """An authority that the association reports to (主管部门). Its liaisons read, and no more.

    `code` stands in addresses; it is given once and tells the kind.
    """

    code = models.SlugField(max_length=20, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=DepartmentKind.choices)
    name_zh = models.CharField(_("name in Chinese"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("department")
        verbose_name_plural = _("departments")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.in_language("name")


class DepartmentEvent(Event):
    """What happened to a department's entry and its people."""

    record = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        pass


class DepartmentLiaison(models.Model):
    """Who reads for a department, from when until when (联络员)."""

    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="liaisons")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="liaisons"
    )
    since = models.DateTimeField(_("since"), default=clock.now)
    until = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["-since"]
        verbose_name = _("liaison")
        verbose_name_plural = _("liaisons")
        constraints = [
            models.UniqueConstraint(
                fields=["department", "user"],
                condition=Q(until__isnull=True),
                name="alliances_liaison_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.department}"
