from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "association.accounts"
    label = "accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        from association.accounts.desks import Desk, register_desk  # noqa: PLC0415 -- needs models
        from association.accounts.roles import is_secretariat, write_roles  # noqa: PLC0415 -- same

        # Permissions are rows made after migrate, so the roles that hold them are written then too.
        post_migrate.connect(write_roles, dispatch_uid="accounts.write_roles")
        register_desk(Desk(order=10, belongs_to=is_secretariat, url_name="wagtailadmin_home"))
