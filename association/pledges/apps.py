from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PledgesConfig(AppConfig):
    name = "association.pledges"
    label = "pledges"
    verbose_name = _("Pledges")

    def ready(self) -> None:
        from association.pledges import panels, receivers  # noqa: F401, PLC0415 -- need models
