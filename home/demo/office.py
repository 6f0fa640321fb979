"""What the secretariat and the alliances' leads of the demo do, each act through its verb."""

import datetime as dt

from association.accounts.models import User
from association.alliances.enums import CampusKind
from association.alliances.models import School
from association.alliances.selectors import current_membership
from association.alliances.services import accept_invitation, invite, save_campus
from association.plaques.models import PlaqueReport
from association.plaques.selectors import to_renew
from association.plaques.services import (
    activate_plaque,
    close_report,
    close_take_down,
    doubt_bare_wall,
    issue_batch,
    issue_plaque,
    renew_plaque,
    replace_copy,
)
from association.plaques.viewsets.batch_forms import new_key
from association.pledges.default_covenant import Edition
from association.pledges.models import Pledge
from association.pledges.services import (
    accept_pledge,
    draft_default_version,
    publish_version,
    return_pledge,
)
from home.demo.acts import main_plaque, take_down_of
from home.demo.days import Story
from home.demo.gate import gate_photo
from home.demo.measures import Measure
from home.demo.publicity import Publicity
from home.demo.verdicts import Verdict


class Secretariat:
    """The clerk and the approver of the demo, what passes over their desks, and the leads."""

    def __init__(
        self,
        *,
        story: Story,
        clerk: User,
        deciders: list[User],
        hearers: list[User],
        liaison: User,
        leads: dict[str, User],
    ) -> None:
        self.story, self.clerk, self.leads = story, clerk, leads
        self.deciders, self.approver, self.head = deciders, deciders[0], deciders[-1]
        self.hearers, self.liaison = hearers, liaison

    def publish_covenant(self, edition: Edition) -> None:
        """The clerk drafts the edition, the approver puts it in force."""
        draft = draft_default_version(edition=edition, acting_user=self.clerk)
        publish_version(version=draft, acting_user=self.approver)

    def add_campus(self, school: School, name: str) -> None:
        """Enter a further campus, a few streets from the main one."""
        main = school.campuses.get(kind=CampusKind.MAIN)
        values = {
            "name": name,
            "kind": CampusKind.CAMPUS,
            "street": main.street,
            "address": f"示范区{main.street}{name.removesuffix('校区')}路{school.pk + 20}号",
            "latitude": round(main.latitude - 0.008, 6),
            "longitude": round(main.longitude + 0.006, 6),
            "source_crs": main.source_crs,
        }
        save_campus(school=school, campus=None, values=values, acting_user=self.clerk)

    def invite(self, school: School, user: User | None = None) -> None:
        """Invite the school's principal; with a user, it is accepted as well."""
        invitation = invite(school=school, acting_user=self.clerk)
        if user is not None:
            accept_invitation(invitation=invitation, user=user)

    def accept(self, school: School) -> None:
        """Accept what the school has signed."""
        accept_pledge(pledge=_signed(school), acting_user=self.clerk)

    def issue(self, school: School) -> None:
        """Issue the plaques of the school's accepted pledge, one for each campus."""
        pledge = school.pledges.accepted().get()
        for campus in school.campuses.all():
            issue_plaque(pledge=pledge, campus=campus, acting_user=self.clerk)

    def issue_together(self, schools: list[School], colourway: str) -> None:
        """Issue the plaques of several schools as one batch."""
        choices = [
            (school.pledges.accepted().get(), campus)
            for school in schools
            for campus in school.campuses.all()
        ]
        issue_batch(key=new_key(), choices=choices, colourway=colourway, acting_user=self.clerk)

    def renew(self, school: School) -> None:
        """Let the school's plaques rest on its new pledge."""
        pledge = school.pledges.accepted().get()
        for plaque in to_renew(pledge):
            renew_plaque(plaque=plaque, pledge=pledge, acting_user=self.clerk)

    def replace_copy(self, school: School, reason: str) -> None:
        """Let a new printed copy take the place of the one that hung."""
        replace_copy(plaque=main_plaque(school), reason=reason, acting_user=self.clerk)

    def send_back(self, school: School, reason: str) -> None:
        """Return what the school has signed."""
        return_pledge(pledge=_signed(school), reason=reason, acting_user=self.clerk)

    def activate(self, school: School) -> None:
        """The alliance's lead visits the school and takes a photo of each plaque at its gate."""
        lead = self.leads[current_membership(school).alliance.code]
        for plaque in school.plaques.to_hang():
            activate_plaque(plaque=plaque, photo=gate_photo(plaque), acting_user=lead)

    def judge(self, school: School, measure: Measure, begins: dt.date) -> Verdict:
        """Return a case on a school: all three decide what is serious, the head nothing else."""
        panel = self.deciders if measure.severity == "S3" else self.deciders[:2]
        return Verdict(
            story=self.story,
            school=school,
            measure=measure,
            clerk=self.clerk,
            panel=panel,
            begins=begins,
        )

    def publicity(self, verdict: Verdict) -> Publicity:
        """Return what follows a verdict; one who did not write the notice approves it."""
        return Publicity(verdict, approver=self.hearers[0], liaison=self.liaison)

    def doubt_wall(self, school: School, note: str) -> None:
        """Ask for another photo of the wall."""
        doubt_bare_wall(take_down=take_down_of(school), note=note, acting_user=self.clerk)

    def close_take_down(self, school: School) -> None:
        """Close the take-down after a look at the photo."""
        close_take_down(take_down=take_down_of(school), acting_user=self.clerk)

    def close_report(self, school: School, note: str) -> None:
        """Close the one open report about the school's plaque."""
        report = PlaqueReport.objects.open().get(plaque__school=school)
        close_report(report=report, note=note, acting_user=self.clerk)


def _signed(school: School) -> Pledge:
    return school.pledges.ready_for_review().get()
