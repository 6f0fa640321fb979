"""What tests of filings and joint visits share."""

import csv
import json
from io import BytesIO, StringIO
from zipfile import ZipFile

from association.accounts.roles import Role
from association.core import clock
from association.violations.enums import CaseSource, CaseStatus, Measure
from association.violations.services import (
    Publication,
    acknowledge_filing,
    add_evidence,
    ask_joint_visit,
    open_case,
    prepare_filing,
    put_to_decision,
    send_filing,
    tell_school,
)
from tests.factories import make_photo
from tests.factories.cases import (
    Way,
    accept,
    answer,
    carry_out,
    make_accusation,
    make_case,
    make_pledged_school,
    put,
    vote,
)
from tests.factories.people import make_department, make_liaison, make_secretary

REPORTER = "王女士来电，电话0536-7654321"
TITLE = "王女士拍的价目表"
ORIGIN = "王女士10月12日在前台拍摄"
RECEIPT_NO = "示教备〔2026〕7号"
SECRETS = ("王女士", "7654321")
ASK = {"words": "请贵单位派员到校查看，我会陪同。"}


def make_filed(*, liaison=None, department=None, case=None):
    """A filing that was prepared, for a department that somebody reads for."""
    department = department or make_department()
    liaison = liaison or make_liaison(department, email="liaison@example.org")
    case = case or make_case(CaseStatus.IN_FORCE, measure=Measure.REVOKE)
    return prepare_filing(case=case, department=department, acting_user=make_secretary())


def make_sent(**given):
    """A filing that was sent today."""
    filing = make_filed(**given)
    return send_filing(filing=filing, acting_user=make_secretary())


def acknowledge(filing, **given):
    """Let its liaison acknowledge a filing today."""
    known = {"receipt_no": RECEIPT_NO, "received_on": clock.today()}
    return acknowledge_filing(
        filing=filing, **(known | {"acting_user": liaison_of(filing)} | given)
    )


def liaison_of(filing):
    return filing.department.liaisons.order_by("pk").first().user


def make_reported(source=CaseSource.REPORT, status=CaseStatus.IN_FORCE):
    """A serious case somebody outside reported, in whose evidence their name occurs."""
    school, clerk = make_pledged_school(), make_secretary()
    way = Way(Measure.REVOKE, "未公开收费项目")
    case = open_case(
        school=school,
        source=source,
        reference=REPORTER,
        accusation=make_accusation(school, severity="S3"),
        acting_user=clerk,
    )
    add_evidence(
        case=case,
        title=TITLE,
        origin=ORIGIN,
        data=make_photo(),
        name="王女士.jpg",
        acting_user=clerk,
    )
    if status == CaseStatus.OPEN:
        return case
    tell_school(case=case, in_view=Measure.REVOKE, acting_user=clerk)
    acts = (
        (answer, put, vote)
        if status == CaseStatus.DECIDED
        else (answer, put, vote, accept, carry_out)
    )
    for act in acts:
        case.refresh_from_db()
        act(case, clerk, way)
    case.refresh_from_db()
    return case


def make_handed_over(*, severity="S3", measure=Measure.REVOKE):
    """A case that was decided today, and is to be handed over."""
    clerk = make_secretary()
    case = make_case(CaseStatus.TOLD, clerk=clerk, severity=severity, measure=measure)
    answer(case, clerk)
    put_to_decision(
        case=case,
        measure=measure,
        reasons="事实清楚，学校的说明已阅。",
        panel=[make_approver() for _each in range(3 if severity == "S3" else 2)],
        publication=Publication(
            words="未公开收费项目" if measure.is_public else "",
            months=12 if measure.is_public else 0,
            hand_over=True,
        ),
        acting_user=clerk,
    )
    vote(case, clerk)
    case.refresh_from_db()
    return case


def make_visit(**given):
    """A joint visit that was asked for, of a department somebody reads for."""
    department = given.pop("department", None) or make_department()
    if not department.liaisons.exists():
        make_liaison(department)
    case = given.pop("case", None) or make_case(CaseStatus.TOLD)
    return ask_joint_visit(
        case=case,
        department=department,
        wished_on=clock.today(),
        acting_user=make_secretary(),
        **(ASK | given),
    )


def make_approver():
    return make_secretary(Role.APPROVER)


def archive_of(filing):
    """The package of a filing that was sent, opened."""
    with filing.package.storage.open(filing.package.name) as file:
        return ZipFile(BytesIO(file.read()))


def line_of(archive):
    """The one line of its table, by column."""
    text = archive.read("事项.csv").decode("utf-8-sig")
    names, values = csv.reader(StringIO(text))
    return dict(zip(names, values, strict=True))


def manifest_of(archive):
    return json.loads(archive.read("manifest.json"))
