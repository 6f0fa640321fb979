from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from association.core.after_migrate import run_after_migrate


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("Pages")

    def ready(self) -> None:
        from home.rights import write_editor_rights  # noqa: PLC0415 -- needs models
        from home.standing_pages import write_board_of_notices  # noqa: PLC0415 -- needs models

        run_after_migrate(write_editor_rights, needs=["home"])
        run_after_migrate(write_board_of_notices, needs=["home", "violations"])
