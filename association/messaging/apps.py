from pathlib import Path

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MessagingConfig(AppConfig):
    name = "association.messaging"
    label = "messaging"
    verbose_name = _("Messages")

    def ready(self) -> None:
        from association.messaging import checks, panels, told  # noqa: F401, PLC0415 -- need models
        from association.messaging.wording import register_kinds  # noqa: PLC0415 -- the same

        register_kinds(Path(__file__).parent / "texts" / "own.toml")
        panels.register()
        told.register()
