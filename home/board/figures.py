"""How the association stands, drawn by the server: signed by month, by alliance, by state."""

from typing import Any, NamedTuple

from django.utils.formats import date_format

from association.core.charts import Chart, Columns, columns, stacked_bars
from association.plaques.permissions import plaque_policy
from association.plaques.selectors import counts_by_state
from association.pledges.permissions import pledge_policy
from association.pledges.selectors import signed_by_month
from home.selectors import AllianceFigures, alliance_figures

# Drawn from the left: filled, hatched, empty.
VALID_SIGNED_REST = (3, 2, 1)
FILLED = (3,)


class Figures(NamedTuple):
    """Three charts, and the numbers they are drawn from. A chart is None where all is zero."""

    months: list[tuple[str, int]]
    month_chart: Columns | None
    alliances: list[AllianceFigures]
    alliance_chart: Chart | None
    states: list[tuple[str, int]]
    state_chart: Chart | None

    @property
    def signed(self) -> int:
        return sum(number for _month, number in self.months)


def figures_for(user: Any) -> Figures | None:
    """Return the figures, for whoever reads pledges and plaques. Four queries."""
    policies = (pledge_policy, plaque_policy)
    if not all(policy.user_has_permission(user, "view") for policy in policies):
        return None
    by_month, alliances = signed_by_month(), alliance_figures()
    states = [(str(state.label), number) for state, number in counts_by_state()]
    return Figures(
        months=[(date_format(day, "Y-m"), number) for day, number in by_month],
        month_chart=columns([(str(day.month), number) for day, number in by_month]),
        alliances=alliances,
        alliance_chart=stacked_bars(
            {row.name: _parts(row) for row in alliances}, kinds=VALID_SIGNED_REST
        ),
        states=states,
        state_chart=stacked_bars({name: [number] for name, number in states}, kinds=FILLED),
    )


def _parts(row: AllianceFigures) -> tuple[int, int, int]:
    """Return members with a valid plaque, those that only signed, and the rest."""
    signed = max(row.signed, row.hung)
    return row.hung, signed - row.hung, max(0, row.members - signed)
