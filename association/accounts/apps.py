from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from association.core.after_migrate import run_after_migrate


class AccountsConfig(AppConfig):
    name = "association.accounts"
    label = "accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        from association.accounts.desks import Desk, register_desk  # noqa: PLC0415 -- needs models
        from association.accounts.roles import is_secretariat, write_roles  # noqa: PLC0415 -- same

        run_after_migrate(write_roles, needs="accounts")
        register_desk(Desk(order=10, belongs_to=is_secretariat, url_name="wagtailadmin_home"))
