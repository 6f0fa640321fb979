from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ViolationsConfig(AppConfig):
    name = "association.violations"
    label = "violations"
    verbose_name = _("Cases")

    def ready(self) -> None:
        from association.alliances import joining_guards  # noqa: PLC0415 -- needs models
        from association.plaques.grounds import measure_grounds  # noqa: PLC0415 -- needs models
        from association.pledges import signing_guards  # noqa: PLC0415 -- needs models
        from association.violations import (  # noqa: PLC0415 -- they need the models
            asks,
            grounds,
            notice_wiring,
            panels_department,
            panels_notices,
            told,
        )

        asks.register()
        panels_notices.register()
        panels_department.register()
        notice_wiring.wire()
        measure_grounds.register(grounds.refuse_without_case, grounds.refuse_person)
        measure_grounds.register_reasons(grounds.why_not_lend)
        signing_guards.register(grounds.why_not_sign)
        joining_guards.register(grounds.why_not_join)
        told.register()
