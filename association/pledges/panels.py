"""What pledges show on the desks of schools and alliances."""

from typing import Any

from django.utils.translation import gettext as _
from laces.components import Component

from association.alliances.models import Alliance, School
from association.core.panels import alliance_desk, school_desk
from association.pledges.permissions import signing_capacity
from association.pledges.selectors import (
    Standing,
    Step,
    members_without_pledge,
    standing_of,
)


class SchoolPledgePanel(Component):
    """The state of the school's pledge, and the one next step."""

    template_name = "pledges/school_panel.html"

    def __init__(self, *, school: School, standing: Standing, may_sign: bool) -> None:
        self.school = school
        self.standing = standing
        self.may_sign = may_sign

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        standing = self.standing
        # What is open or came back matters more than what is in force anyway.
        shown = (
            standing.submitted
            or standing.draft
            or standing.returned
            or standing.in_force
            or standing.ended
        )
        return {
            "school": self.school,
            "standing": standing,
            "pledge": shown,
            "receipt": next(iter(standing.receipts), None),
            "action": self._action(),
        }

    def _action(self) -> str:
        """The word on the button; empty where there is nothing to do."""
        done, total = self.standing.done, len(self.standing.tasks)
        return {
            Step.BEGIN: _("Read the eight promises"),
            Step.RENEW: _("Read and sign the new version")
            if self.standing.has_newer_version
            else _("Read and sign again"),
            Step.OUTDATED: _("Read and sign the new version"),
            Step.RETURNED: _("See the reason and begin again"),
            Step.READ: _("Go on reading (%(done)s of %(total)s)") % {"done": done, "total": total},
            Step.SIGN: _("Go on to sign") if self.may_sign else _("See the eight promises"),
        }.get(self.standing.step, "")


class AlliancePledgePanel(Component):
    """How many members have signed, and whom one might still call."""

    template_name = "pledges/alliance_panel.html"

    def __init__(self, *, alliance: Alliance) -> None:
        self.alliance = alliance

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        total = School.objects.in_alliance(self.alliance.code).count()
        without = list(members_without_pledge(self.alliance))
        return {
            "total": total,
            "signed": total - len(without),
            "without": without,
            "code": self.alliance.code,
        }


def school_panel(*, subject: School, user: Any) -> Component:
    """Return the panel of a school's desk."""
    may_sign = signing_capacity(user=user, school=subject) is not None
    return SchoolPledgePanel(school=subject, standing=standing_of(subject), may_sign=may_sign)


def alliance_panel(*, subject: Alliance, user: Any) -> Component:
    """Return the panel of an alliance's desk."""
    return AlliancePledgePanel(alliance=subject)


school_desk.register(school_panel, order=10)
alliance_desk.register(alliance_panel, order=10)
