from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PledgesConfig(AppConfig):
    name = "association.pledges"
    label = "pledges"
    verbose_name = _("Pledges")

    def ready(self) -> None:
        from association.pledges import (  # noqa: PLC0415 -- they need the models
            asks,  # noqa: F401 -- registers the lines of a school's desk
            checks,  # noqa: F401 -- registers the check of keys that signed papers
            desk_papers,  # noqa: F401 -- registers the papers on a school's desk
            due_dates,
            lacking,
            panels,  # noqa: F401 -- registers the panels of desks
            receivers,  # noqa: F401 -- listens to lower rooms
            told,
        )

        due_dates.register()
        lacking.register()
        told.register()
