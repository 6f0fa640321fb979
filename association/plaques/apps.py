from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlaquesConfig(AppConfig):
    name = "association.plaques"
    label = "plaques"
    verbose_name = _("Plaques")

    def ready(self) -> None:
        from association.plaques import (  # noqa: PLC0415 -- they need the models
            asks,
            checks,  # noqa: F401 -- registers the check of number formats
            lacking,
            panels,
            panels_changes,
            panels_department,
            panels_takedown,
            receivers,  # noqa: F401 -- listens to lower rooms
            told,
        )

        lacking.register()
        asks.register()
        panels.register()
        panels_changes.register()
        panels_department.register()
        panels_takedown.register()
        told.register()
