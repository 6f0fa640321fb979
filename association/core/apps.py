from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "association.core"
    label = "core"

    def ready(self) -> None:
        from association.core import checks  # noqa: F401, PLC0415 -- registers the deploy checks
