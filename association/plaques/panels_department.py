"""What plaques show to those who visit for an alliance, and to those who read for a department."""

from typing import Any

from laces.components import Component

from association.alliances.models import Alliance, Department
from association.core import panels
from association.plaques.permissions import plaque_policy
from association.plaques.selectors import (
    NO_PLAQUE,
    ToHang,
    find_members,
    lately_decided,
    plaques_of_members,
    state_counts,
    to_hang,
)


class VisitorPlaques(Component):
    """The plaques that wait for a visitor at the gates of an alliance's schools."""

    template_name = "plaques/panels/visitor.html"

    def __init__(self, alliance: Alliance, rows: list[ToHang]) -> None:
        self.alliance, self.rows = alliance, rows

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"alliance": self.alliance, "to_hang": self.rows}


class DepartmentRegister(Component):
    """How many members there are, and in which state their plaques are now."""

    template_name = "plaques/panels/department_register.html"

    def __init__(self, department: Department) -> None:
        self.department = department

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        schools = list(find_members())
        return {
            "department": self.department,
            "members": len(schools),
            "counts": [(state.value, state.label, count) for state, count in state_counts(schools)],
            "without": sum(not school.present_plaques for school in schools),
            "without_key": NO_PLAQUE,
        }


class DepartmentMeasures(Component):
    """What two people decided on plaques lately, in the words the public reads."""

    template_name = "plaques/panels/department_measures.html"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"measures": lately_decided()}


def visitor_panel(*, subject: Alliance, user: Any) -> Component:
    """Return the visitor desk's panel."""
    allowed = plaque_policy.instances_user_has_permission_for(user, "activate")
    own = plaques_of_members(subject).filter(pk__in=allowed.values("pk"))
    return VisitorPlaques(subject, to_hang(own))


def register_panel(*, subject: Department, user: Any) -> Component:
    """Return the department desk's figures, with the way to the register."""
    return DepartmentRegister(subject)


def measures_panel(*, subject: Department, user: Any) -> Component:
    """Return the department desk's list of measures."""
    return DepartmentMeasures()


def register() -> None:
    """Put the panels in their places; called once, in AppConfig.ready()."""
    panels.visitor_desk.register(visitor_panel, order=20)
    panels.department_desk.register(register_panel, order=20)
    panels.department_desk.register(measures_panel, order=40)
