from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlaquesConfig(AppConfig):
    name = "association.plaques"
    label = "plaques"
    verbose_name = _("Plaques")

    def ready(self) -> None:
        from association.plaques import receivers  # noqa: F401, PLC0415 -- listens to lower rooms
