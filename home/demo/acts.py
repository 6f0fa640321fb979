"""What people of the demo do, each act through the verb of its room."""

from typing import Any

from association.accounts.models import User
from association.alliances.enums import Capacity
from association.alliances.models import School
from association.alliances.services import accept_invitation, invite, leave_association
from association.plaques.models import Plaque
from association.plaques.services import (
    activate_plaque,
    approve_measure,
    issue_plaque,
    propose_measure,
    reject_measure,
)
from association.pledges.default_covenant import Edition
from association.pledges.models import Pledge
from association.pledges.services import (
    accept_pledge,
    draft_default_version,
    publish_version,
    return_pledge,
    sign_pledge,
    start_pledge,
    tick_promise,
)
from association.pledges.services.pledges import Signing
from home.demo.measures import Measure
from home.demo.people import signer_of


class Secretariat:
    """The clerk and the approver of the demo, and what passes over their desks."""

    def __init__(self, *, clerk: User, approver: User) -> None:
        self.clerk, self.approver = clerk, approver

    def publish_covenant(self, edition: Edition) -> None:
        """The clerk drafts the edition, the approver puts it in force."""
        draft = draft_default_version(edition=edition, acting_user=self.clerk)
        publish_version(version=draft, acting_user=self.approver)

    def invite(self, school: School, user: User | None = None) -> None:
        """Invite the school's principal; with a user, it is accepted as well."""
        invitation = invite(school=school, acting_user=self.clerk)
        if user is not None:
            accept_invitation(invitation=invitation, user=user)

    def accept(self, school: School) -> None:
        """Accept what the school has signed."""
        accept_pledge(pledge=_signed(school), acting_user=self.clerk)

    def issue(self, school: School) -> None:
        """Issue the plaque of the school's accepted pledge."""
        issue_plaque(pledge=school.pledges.accepted().get(), acting_user=self.clerk)

    def send_back(self, school: School, reason: str) -> None:
        """Return what the school has signed."""
        return_pledge(pledge=_signed(school), reason=reason, acting_user=self.clerk)

    def activate(self, school: School) -> None:
        """Confirm the school's plaque at the gate."""
        activate_plaque(plaque=_plaque(school), acting_user=self.clerk)

    def propose(self, school: School, measure: Measure) -> Any:
        """Propose a measure on the school's plaque; return the proposal."""
        plaque = _plaque(school)
        promises = plaque.pledge.covenant_version.promises
        return propose_measure(
            plaque=plaque,
            kind=measure.kind,
            promise=promises.filter(code=measure.promise).first(),
            reason=measure.reason,
            acting_user=self.clerk,
        )

    def take(self, school: School, measure: Measure) -> None:
        """Propose a measure and have the second person approve it."""
        proposal = self.propose(school, measure)
        approve_measure(proposal=proposal, acting_user=self.approver, note=measure.note)

    def turn_down(self, school: School, measure: Measure) -> None:
        """Propose a measure and have the second person reject it."""
        proposal = self.propose(school, measure)
        reject_measure(proposal=proposal, acting_user=self.approver, note=measure.note)


class Principal:
    """The person in charge of one school, met when the school is invited."""

    def __init__(self, school: School, user: User | None = None) -> None:
        self.school, self._user = school, user

    @property
    def user(self) -> User:
        if self._user is None:
            self._user = signer_of(self.school)
        return self._user

    def read(self, promises: int) -> Pledge:
        """Open the covenant and tick the first promises."""
        pledge = start_pledge(school=self.school, acting_user=self.user)
        for promise in pledge.covenant_version.promises.all()[:promises]:
            tick_promise(pledge=pledge, promise=promise)
        return pledge

    def sign(self) -> None:
        """Read, tick all eight, sign by typing the name."""
        signing = Signing(
            signer_name=str(self.user),
            capacity=Capacity.PRINCIPAL,
            language="zh-hans",
            sign_in_method="password",
        )
        sign_pledge(pledge=self.read(8), signing=signing, acting_user=self.user)

    def leave(self) -> None:
        """Leave the association."""
        leave_association(
            school=self.school, acting_user=self.user, reason="学校停止办学，自愿退会。"
        )


def _signed(school: School) -> Pledge:
    return school.pledges.ready_for_review().get()


def _plaque(school: School) -> Plaque:
    return school.plaques.living().get()
