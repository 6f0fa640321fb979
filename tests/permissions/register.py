"""The association's own records for the matrix: one of each, in the state its verbs ask for."""

import datetime as dt
from dataclasses import replace
from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile

from association.accounts.models import User
from association.alliances.enums import CampusKind
from association.alliances.services import (
    accept_invitation,
    add_department,
    appoint_lead,
    appoint_liaison,
    appoint_representative,
    appoint_visitor,
    invite,
    invite_many,
    save_campus,
    start_handover,
    upload_roster,
)
from association.core.models import AssociationProfile, CalendarDay
from association.pledges.models import CovenantVersion, PledgeSettings
from association.pledges.services import accept_many, confirm_pledge, sign_pledge
from tests.alliances.ledgers import entry, ledger
from tests.factories import (
    make_accepted_pledge,
    make_active_plaque,
    make_covenant,
    make_draft_pledge,
    make_plaque,
    make_principal,
    make_school,
    make_secretary,
    make_signed_pledge,
    make_user,
)
from tests.factories.flows import TYPED
from tests.factories.rounds import make_checklist
from tests.permissions.cases import make_cases
from tests.permissions.changes import make_changes
from tests.permissions.filings import make_filings
from tests.permissions.findings import make_findings
from tests.permissions.letters import make_letters
from tests.permissions.notices import make_notices
from tests.permissions.papers import make_papers
from tests.permissions.pictures import png
from tests.permissions.plaques import hang_for, make_plaques, propose
from tests.permissions.reports import make_reports
from tests.permissions.rounds import make_rounds
from tests.permissions.ways_back import make_ways_back


def make_register(people: dict[str, User]) -> SimpleNamespace:
    """Return records by the part they play.

    people: principal, staff, left, lead and foreign get their schools here.
    """
    records = SimpleNamespace()
    make_checklist()  # with the covenant whose codes it names
    records.to_renew = make_active_plaque()
    _make_schools(records, people)
    _make_secretariats_work(records)
    make_plaques(records, people)
    records.version = CovenantVersion.objects.current().get()
    records.draft_version = make_covenant(publish=False)
    records.profile = AssociationProfile.load()
    records.pledge_settings = PledgeSettings.load()
    make_rounds(records, people)
    make_findings(records, people)
    make_reports(records, people)
    make_cases(records, people)
    make_filings(records, people)
    make_notices(records, people)
    make_ways_back(records, people)
    make_papers(records)
    make_changes(records, people)
    make_letters(records, people)
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
    records.plaque = hang_for(own, people["principal"])
    records.strange_plaque = hang_for(strange, people["foreign"])
    make_covenant()
    # All of this is on the new version.
    make_draft_pledge(own, ticked=8)
    make_draft_pledge(reading)
    records.submitted = _sign_by_drawing(signed, people["principal"])
    records.strange_submitted = _sign_by_drawing(strange, people["foreign"])
    records.school, records.signed_school = own, signed
    records.reading_school, records.waiting_school = reading, waiting
    east, north = (school.memberships.get().alliance for school in (own, strange))
    _appoint_outsiders(records, people, east, north)
    appoint_lead(alliance=east, user=people["lead"], acting_user=None)
    records.lead = appoint_lead(alliance=north, user=people["foreign"], acting_user=None)
    records.alliance = east
    records.campus = _add_campus(own)
    records.representative = signed.representatives.get(user=people["staff"])
    _change_people(records, people, own, reading, strange)


def _appoint_outsiders(records, people, east, north):
    """Visitors and liaisons: one asked for, and somebody else's."""
    records.department = add_department(kind="supervising", name_zh="教育局", acting_user=None)
    other = add_department(kind="registration", name_zh="民政局", acting_user=None)
    for person, alliance, department in (
        ("visitor", east, None),
        ("liaison", None, records.department),
        ("left", east, records.department),
        ("foreign", north, other),
    ):
        if alliance:
            row = appoint_visitor(alliance=alliance, user=people[person], acting_user=None)
            setattr(records, f"{person}_visits", row)
        if department:
            row = appoint_liaison(department=department, user=people[person], acting_user=None)
            setattr(records, f"{person}_reads", row)


def _change_people(records, people, own, handed_over, strange):
    """Invitations by principals, and two hand-overs: begun by the principal, and to decide."""
    principal, foreign = people["principal"], people["foreign"]
    records.own_staff = own.representatives.get(user=people["staff"])
    records.staff_invitation = invite(school=own, capacity="staff", acting_user=principal)
    _appoint(strange, make_user(), "staff")
    records.strange_staff = strange.representatives.get(capacity="staff")
    records.strange_invitation = invite(school=strange, capacity="staff", acting_user=foreign)
    begun = start_handover(school=handed_over, acting_user=principal)
    records.successor_invitation = begun.invitations.get()
    school = make_school(alliance="south")
    begun = start_handover(school=school, acting_user=make_principal(school))
    records.handover = accept_invitation(invitation=begun.invitations.get(), user=principal)


def _appoint(school, user, capacity):
    appoint_representative(school=school, user=user, capacity=capacity, acting_user=None)


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
    records.acceptance = accept_many(
        key="matrix", pledges=[records.to_decide], acting_user=colleague
    )
    records.invitation = invite(school=make_school(), acting_user=colleague)
    records.invited_together = invite_many(
        key="matrix", schools=[make_school()], acting_user=colleague
    )
    records.proposal = propose(make_active_plaque(), colleague)
    records.calendar_day = CalendarDay.objects.create(day=dt.date(2031, 1, 1), note="元旦")
    records.roster = upload_roster(
        file=SimpleUploadedFile("ledger.csv", ledger(entry(1))), acting_user=colleague
    )
