"""The association's own records for the matrix: one of each, in the state its verbs ask for."""

from dataclasses import replace
from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile

from association.accounts.models import User
from association.alliances.enums import CampusKind
from association.alliances.services import (
    appoint_lead,
    appoint_representative,
    invite,
    save_campus,
    upload_roster,
)
from association.core.models import AssociationProfile
from association.plaques.enums import MeasureKind
from association.plaques.services import activate_plaque, issue_plaque, propose_measure
from association.pledges.models import CovenantVersion
from association.pledges.services import confirm_pledge, sign_pledge
from tests.alliances.ledgers import entry, ledger
from tests.factories import (
    make_accepted_pledge,
    make_active_plaque,
    make_covenant,
    make_draft_pledge,
    make_plaque,
    make_school,
    make_secretary,
    make_signed_pledge,
)
from tests.factories.flows import TYPED
from tests.permissions.pictures import png


def make_register(people: dict[str, User]) -> SimpleNamespace:
    """Return records by the part they play.

    people: principal, staff, left, lead and foreign get their schools here.
    """
    records = SimpleNamespace()
    make_covenant()
    _make_schools(records, people)
    _make_secretariats_work(records)
    records.version = CovenantVersion.objects.current().get()
    records.draft_version = make_covenant(publish=False)
    records.profile = AssociationProfile.load()
    return records


def _make_schools(records: SimpleNamespace, people: dict[str, User]) -> None:
    """The principal's four schools, each at another step, and a stranger's in another alliance."""
    alliances = ["east", "south", "south", "south"]
    own, signed, reading, waiting = (make_school(alliance=code) for code in alliances)
    strange = make_school(alliance="north")
    for school in (own, signed, reading, waiting):
        _appoint(school, people["principal"], "principal")
        _appoint(school, people["staff"], "staff")
        _appoint(school, people["left"], "staff")
    _appoint(strange, people["foreign"], "principal")
    records.plaque = _hang(own, people["principal"])
    records.strange_plaque = _hang(strange, people["foreign"])
    make_covenant()
    # All of this is on the new version.
    make_draft_pledge(own, ticked=8)
    make_draft_pledge(reading)
    records.submitted = _sign_by_drawing(signed, people["principal"])
    records.strange_submitted = _sign_by_drawing(strange, people["foreign"])
    records.school, records.signed_school = own, signed
    records.reading_school, records.waiting_school = reading, waiting
    east, north = (school.memberships.get().alliance for school in (own, strange))
    appoint_lead(alliance=east, user=people["lead"], acting_user=None)
    records.lead = appoint_lead(alliance=north, user=people["foreign"], acting_user=None)
    records.alliance = east
    records.campus = _add_campus(own)
    records.representative = signed.representatives.get(user=people["staff"])


def _appoint(school, user, capacity):
    appoint_representative(school=school, user=user, capacity=capacity, acting_user=None)


def _hang(school, signer):
    pledge = make_accepted_pledge(school, signer=signer)
    plaque = issue_plaque(pledge=pledge, acting_user=make_secretary())
    return activate_plaque(plaque=plaque, acting_user=make_secretary())


def _sign_by_drawing(school, signer):
    pledge = make_draft_pledge(school, ticked=8)
    return sign_pledge(pledge=pledge, signing=replace(TYPED, image=png()), acting_user=signer)


def _add_campus(school):
    save_campus(
        school=school,
        campus=None,
        values={"name": "二校区", "kind": CampusKind.CAMPUS, "address": "示范区测试路2号"},
        acting_user=None,
    )
    return school.campuses.get(kind=CampusKind.CAMPUS)


def _make_secretariats_work(records: SimpleNamespace) -> None:
    """What waits for a clerk or an approver."""
    colleague = make_secretary()
    records.to_activate = make_plaque()
    records.to_issue = make_accepted_pledge()
    signed = make_signed_pledge()
    records.to_decide = confirm_pledge(pledge=signed, acting_user=signed.signature.signer)
    records.invitation = invite(school=make_school(), acting_user=colleague)
    proposed_on = make_active_plaque()
    records.proposal = propose_measure(
        plaque=proposed_on,
        kind=MeasureKind.REVOKE,
        promise=proposed_on.pledge.covenant_version.promises.first(),
        reason="未公开收费项目",
        acting_user=colleague,
    )
    records.roster = upload_roster(
        file=SimpleUploadedFile("ledger.csv", ledger(entry(1))), acting_user=colleague
    )
