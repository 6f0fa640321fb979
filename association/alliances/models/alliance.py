from django.db import models
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from association.alliances.enums import AllianceCode
from association.core.bilingual import Bilingual
from association.core.regulated import Event, Regulated


class Alliance(Bilingual, Regulated):
    """One of the four self-discipline alliances (行业自律联盟): a label and a working group.

    It has no seal, no account and no fee of its own (社会团体登记管理条例 art. 17). Its events tell
    who was appointed to visit for it.
    """

    code = models.CharField(
        _("alliance"), max_length=10, choices=AllianceCode.choices, unique=True, editable=False
    )
    name_zh = models.CharField(_("name in Chinese"), max_length=40)
    name_en = models.CharField(_("name in English"), max_length=60)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["order"]
        verbose_name = _("alliance")
        verbose_name_plural = _("alliances")
        permissions = [
            ("lead_alliance", "Can lead the alliance"),
            ("visit_alliance", "Can visit schools for the alliance"),
            ("appoint_visitor", "Can appoint visitors"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.in_language("name")


class AllianceEvent(Event):
    """What happened to an alliance's people."""

    record = models.ForeignKey(Alliance, on_delete=models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        pass


class AllianceGroupObjectPermission(GroupObjectPermissionBase):
    """A grant on one alliance. The foreign key keeps a reused number from inheriting it."""

    content_object = models.ForeignKey(Alliance, on_delete=models.CASCADE)


class AllianceUserObjectPermission(UserObjectPermissionBase):
    """Never filled: grants go to groups. It keeps guardian off its generic table."""

    content_object = models.ForeignKey(Alliance, on_delete=models.CASCADE)
