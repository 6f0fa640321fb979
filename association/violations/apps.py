from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ViolationsConfig(AppConfig):
    name = "association.violations"
    label = "violations"
    verbose_name = _("Cases")

    def ready(self) -> None:
        from association.violations import panels  # noqa: PLC0415 -- needs models

        panels.register()
