"""What schools and passers-by of the demo do, each act through the verb of its room."""

from association.accounts.models import User
from association.alliances.enums import CampusKind, Capacity
from association.alliances.models import School
from association.alliances.services import (
    accept_invitation,
    leave_association,
    start_handover,
)
from association.plaques.models import Plaque, TakeDown
from association.plaques.services import note_sighting, report_plaque, show_bare_wall
from association.pledges.models import Pledge
from association.pledges.services import sign_pledge, start_pledge, tick_promise
from association.pledges.services.pledges import Signing
from home.demo.gate import wall_photo
from home.demo.people import signer_of, successor_of


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

    def show_wall(self) -> None:
        """Send a photo of the wall from which the plaque was taken down."""
        take_down = take_down_of(self.school)
        photo = wall_photo(take_down.plaque)
        show_bare_wall(take_down=take_down, photo=photo, acting_user=self.user)

    def hand_over(self) -> None:
        """Invite a successor."""
        start_handover(school=self.school, acting_user=self.user, reason="月底退休。")

    def have_successor_accept(self) -> None:
        """The successor opens the link; the secretariat's confirmation is still to come."""
        invitation = self.school.handovers.open().get().invitations.get()
        accept_invitation(invitation=invitation, user=successor_of(self.school))

    def leave(self) -> None:
        """Leave the association."""
        leave_association(
            school=self.school, acting_user=self.user, reason="学校停止办学，自愿退会。"
        )


def report(school: School, kind: str, words: str) -> None:
    """A passer-by reports something about the school's newest plaque."""
    report_plaque(plaque=_newest(school), kind=kind, words=words)


def show_badge(school: School, host: str) -> None:
    """A website shows the badge of the school's plaque to somebody."""
    number = _newest(school).number
    note_sighting(number=number, referrer=f"https://{host}/", own_hosts=set())


def main_plaque(school: School) -> Plaque:
    """Return the plaque lent to the school for its main campus."""
    return school.plaques.living().get(campus__kind=CampusKind.MAIN)


def _newest(school: School) -> Plaque:
    return school.plaques.filter(campus__kind=CampusKind.MAIN).latest("pk")


def take_down_of(school: School) -> TakeDown:
    """Return the take-down of the school's plaque."""
    return TakeDown.objects.get(plaque__school=school)
