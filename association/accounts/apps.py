from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from association.core.after_migrate import run_after_migrate
from association.core.capacities import name_capacities


class AccountsConfig(AppConfig):
    name = "association.accounts"
    label = "accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        from association.accounts import receivers  # noqa: PLC0415 -- needs models
        from association.accounts.capacities import name_roles  # noqa: PLC0415 -- needs models
        from association.accounts.desks import Desk, register_desk  # noqa: PLC0415 -- same
        from association.accounts.roles import is_secretariat, write_roles  # noqa: PLC0415 -- same
        from association.accounts.second_factor import (  # noqa: PLC0415 -- same
            require_second_factor,
        )

        name_capacities(name_roles)
        run_after_migrate(
            write_roles,
            needs=[
                "wagtailadmin",
                "wagtailimages",
                "wagtaildocs",
                "core",
                "plaques",
                "peer_review",
            ],
        )
        register_desk(Desk(order=10, belongs_to=is_secretariat, url_name="wagtailadmin_home"))
        require_second_factor(is_secretariat)
        receivers.connect()
