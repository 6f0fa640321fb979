from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from association.core.capacities import name_capacities


class AlliancesConfig(AppConfig):
    name = "association.alliances"
    label = "alliances"
    verbose_name = _("Alliances and schools")

    def ready(self) -> None:
        from association.accounts.desks import Desk, register_desk  # noqa: PLC0415 -- needs models
        from association.accounts.passwords import register_names  # noqa: PLC0415 -- same
        from association.accounts.second_factor import (  # noqa: PLC0415 -- same
            require_second_factor,
        )
        from association.alliances import asks, due_dates, facts, told  # noqa: PLC0415 -- same
        from association.alliances.capacities import name_groups  # noqa: PLC0415 -- same
        from association.alliances.permissions import (  # noqa: PLC0415 -- same
            acts_beyond_one_school,
            alliances_of,
            departments_of,
            names_of_schools,
            schools_of,
            visited_by,
        )
        from association.alliances.selectors import takeovers_of  # noqa: PLC0415 -- same

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
        register_desk(
            Desk(
                order=35,
                belongs_to=lambda user: user.is_authenticated and takeovers_of(user).exists(),
                url_name="alliances:taking_over",
            )
        )
        register_desk(
            Desk(
                order=40,
                belongs_to=lambda user: visited_by(user).exists(),
                url_name="alliances:visitor_desk",
            )
        )
        register_desk(
            Desk(
                order=50,
                belongs_to=lambda user: departments_of(user).exists(),
                url_name="alliances:department_desk",
            )
        )
        name_capacities(name_groups)
        require_second_factor(acts_beyond_one_school)
        register_names(names_of_schools)
        asks.register()
        facts.register()
        told.register()
        due_dates.register()
