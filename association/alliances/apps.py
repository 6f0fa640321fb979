from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AlliancesConfig(AppConfig):
    name = "association.alliances"
    label = "alliances"
    verbose_name = _("Alliances and schools")

    def ready(self) -> None:
        from association.accounts.desks import Desk, register_desk  # noqa: PLC0415 -- needs models
        from association.alliances.permissions import (  # noqa: PLC0415 -- same
            alliances_of,
            schools_of,
        )

        register_desk(
            Desk(
                order=20,
                belongs_to=lambda user: alliances_of(user).exists(),
                url_name="alliances:alliance_desk",
            )
        )
        register_desk(
            Desk(
                order=30,
                belongs_to=lambda user: schools_of(user).exists(),
                url_name="alliances:desk",
            )
        )
