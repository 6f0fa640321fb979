from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlaquesConfig(AppConfig):
    name = "association.plaques"
    label = "plaques"
    verbose_name = _("Plaques")

    def ready(self) -> None:
        from association.plaques import (  # noqa: PLC0415 -- both need the models
            panels,
            receivers,  # noqa: F401 -- listens to lower rooms
        )

        panels.register()
