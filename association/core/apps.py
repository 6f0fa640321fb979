from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "association.core"
    label = "core"

    def ready(self) -> None:
        from association.core import checks, receivers  # noqa: F401, PLC0415 -- they register themselves
        from association.core.choosers import start_choosers_by_template  # noqa: PLC0415 -- needs models
        from association.core.uploads.portraits import leave_out_portraits  # noqa: PLC0415 -- the same

        start_choosers_by_template()
        leave_out_portraits()
