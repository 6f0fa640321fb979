"""What tests of a school's pages about cases share."""

from association.alliances.enums import Capacity
from association.violations.enums import CaseSource, CaseStatus, Measure
from association.violations.services import add_evidence, open_case, tell_school
from tests.factories.cases import make_accusation, make_pledged_school
from tests.factories.people import make_principal, make_secretary
from tests.factories.photos import make_photo

OPEN, TOLD, DECIDING, DECIDED, CLOSED, DISMISSED = list(CaseStatus)[:6]
REPORTER = "王女士来电，电话0536-7654321"


def page(case, act=""):
    """The address of a case at its school's desk, or of an act on it."""
    return f"/desk/{case.school.uscc}/cases/{case.code}/{act}{'/' if act else ''}"


def listing(school):
    """The address of a school's list of cases."""
    return f"/desk/{school.uscc}/cases/"


def file_of(evidence):
    """The address of a piece of evidence."""
    return page(evidence.case, f"evidence/{evidence.pk}")


def person_of(school, capacity=Capacity.PRINCIPAL):
    """Who acts for a school in a capacity; whoever signed its pledge is its principal."""
    named = school.representatives.filter(capacity=capacity, until__isnull=True).first()
    return named.user if named else make_principal(school, capacity)


def make_told(source=CaseSource.REPORT, *, reference=REPORTER, in_view=Measure.MEND, **given):
    """A case the school was told of today, by default from a report from outside."""
    finding = given.get("finding")
    school = finding.school if finding else make_pledged_school()
    clerk = make_secretary()
    case = open_case(
        school=school,
        source=source,
        reference=reference,
        accusation=make_accusation(school),
        acting_user=clerk,
        **given,
    )
    add_photo(case, clerk)
    tell_school(case=case, in_view=in_view, acting_user=clerk)
    case.refresh_from_db()
    return case


def add_photo(case, clerk=None, title="公示栏照片"):
    """Let the secretariat add a picture to the evidence."""
    return add_evidence(
        case=case,
        title=title,
        origin="10月12日巡查时拍摄",
        data=make_photo(),
        name="wall.jpg",
        acting_user=clerk,
    )
