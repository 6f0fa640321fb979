"""The audit trail's vocabulary: every verb of a room, known to Wagtail's log."""

from django.db import models
from wagtail.log_actions import LogActionRegistry


def register_verbs(
    actions: LogActionRegistry, *, app_label: str, verbs: type[models.TextChoices]
) -> None:
    """Register a room's verbs as `<app>.<verb>`; called from its `register_log_actions` hook."""
    for verb in verbs:
        actions.register_action(f"{app_label}.{verb.value}", verb.label, verb.label)
