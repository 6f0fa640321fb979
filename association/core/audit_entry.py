"""The audit trail's rows (审计记录)."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.log_actions import registry

from association.core import clock
from association.core.append_only import AppendOnly


class AuditEntry(AppendOnly):
    """One act: who, in what capacity, what, old and new, when, from which request (审计记录).

    `capacity` holds names of groups parted by commas; empty for acts of the system. `changes` maps
    a field to its old and new value, or to an empty list where the value is nobody's business.
    """

    moment = models.DateTimeField(_("time"), default=clock.now)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
        verbose_name=_("done by"),
    )
    capacity = models.TextField(_("capacity"), blank=True)
    action = models.CharField(_("act"), max_length=80)
    object_type = models.CharField(_("kind of object"), max_length=80, blank=True)
    object_id = models.CharField(_("key of the object"), max_length=40, blank=True)
    label = models.CharField(pgettext_lazy("of an act", "object"), max_length=255, blank=True)
    school = models.ForeignKey(
        "alliances.School",
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
        verbose_name=_("school"),
    )
    old_status = models.CharField(_("old state"), max_length=20, blank=True)
    new_status = models.CharField(_("new state"), max_length=20, blank=True)
    changes = models.JSONField(_("changes"), default=dict)
    reason = models.TextField(_("reason"), blank=True)
    request_id = models.CharField(_("request"), max_length=80, blank=True)

    class Meta:
        default_permissions = ("view",)
        ordering = ["-moment", "-pk"]
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        # Each filter of the screen, newest first; the key parts acts of the same moment.
        indexes = [
            models.Index(fields=["moment", "id"], name="core_audit_newest"),
            models.Index(fields=["user", "moment", "id"], name="core_audit_by_user"),
            models.Index(fields=["action", "moment", "id"], name="core_audit_by_action"),
            models.Index(fields=["school", "moment", "id"], name="core_audit_by_school"),
            models.Index(
                fields=["object_type", "object_id", "moment", "id"], name="core_audit_by_object"
            ),
            models.Index(fields=["request_id"], name="core_audit_by_request"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}. {self.action}"

    @property
    def act(self) -> str:
        """What was done, in words; the bare code for an act that no room knows any more."""
        known = registry.action_exists(self.action)
        return str(registry.get_action_label(self.action)) if known else self.action

    @property
    def kind(self) -> str:
        """What the object is, in words."""
        model = self.object_model()
        return capfirst(str(model._meta.verbose_name)) if model else self.object_type

    @property
    def old_state(self) -> str:
        return self._state_in_words(self.old_status)

    @property
    def new_state(self) -> str:
        return self._state_in_words(self.new_status)

    def object_model(self) -> type[models.Model] | None:
        """Return the object's model; None without object, or for a model that is gone."""
        try:
            return apps.get_model(self.object_type)
        except (LookupError, ValueError):
            return None

    def _state_in_words(self, status: str) -> str:
        model = self.object_model()
        fields = {field.name: field for field in model._meta.get_fields()} if model else {}
        choices: dict[Any, Any] = dict(getattr(fields.get("status"), "flatchoices", []))
        return str(choices.get(status, status))
