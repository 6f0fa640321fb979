from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlaquesConfig(AppConfig):
    name = "association.plaques"
    label = "plaques"
    verbose_name = _("Plaques")

    def ready(self) -> None:
        from association.plaques import (  # noqa: PLC0415 -- they need the models
            checks,  # noqa: F401 -- registers the check of number formats
            panels,
            panels_department,
            panels_takedown,
            receivers,  # noqa: F401 -- listens to lower rooms
        )

        panels.register()
        panels_department.register()
        panels_takedown.register()
