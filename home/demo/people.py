"""Who can sign in to the demo. These accounts exist under the demo settings alone."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from association.accounts.models import User
from association.accounts.roles import Role, give_role
from association.accounts.second_factor import must_have_second_factor
from association.accounts.services import enrol
from association.alliances.enums import AllianceCode, Capacity, DepartmentKind
from association.alliances.models import Alliance, School
from association.alliances.services import (
    add_department,
    appoint_lead,
    appoint_liaison,
    appoint_representative,
    appoint_visitor,
)

PASSWORD = "school-gate-plaque"  # noqa: S105 -- printed on the demo's first screen
APP_SECRET = "GATEPLAQUEGATEPLAQUEGATEPLAQUE22"  # noqa: S105 -- the demo's page tells its codes


@dataclass(frozen=True)
class Account:
    """A demo account. name: as shown; role, first: what the person is, what to try first."""

    username: str
    name: str
    role: str
    first: str
    address: str
    group: Role | None = None


CLERK = Account(
    "clerk",
    "秘书甲",
    pgettext_lazy("demo", "Secretariat, clerk"),
    _("Accept a signed pledge, issue its plaque, look into a case"),
    "/admin/",
    Role.CLERK,
)
APPROVER = Account(
    "approver",
    "审核乙",
    pgettext_lazy("demo", "Secretariat, second person"),
    _("Vote on the case that waits for the last vote; decide on the proposed measure"),
    "/admin/",
    Role.APPROVER,
)
COUNCIL = Account(
    "council",
    "理事壬",
    pgettext_lazy("demo", "Council member, decides cases"),
    _("Read a case with what the school said, and vote on it"),
    "/admin/",
    Role.APPROVER,
)
# They decide cases as the council does; where the council decided, they hear the appeal.
HEARERS = tuple(
    Account(
        f"council-{number}",
        name,
        pgettext_lazy("demo", "Council member, hears appeals"),
        _("Read an appeal with all that came before, and vote on it"),
        "/admin/",
        Role.APPROVER,
    )
    for number, name in ((2, "理事癸"), (3, "理事子"), (4, "理事丑"))
)
EDITOR = Account(
    "editor",
    "编辑丙",
    pgettext_lazy("demo", "Secretariat, editor"),
    _("Finish the draft under News and publish it"),
    "/admin/",
    Role.EDITOR,
)
SECRETARY_GENERAL = Account(
    "secretary-general",
    "秘书长戊",
    pgettext_lazy("demo", "Secretary-general"),
    _("Appoint a visitor or a department's liaison; decide on the measure"),
    "/admin/",
    Role.SECRETARY_GENERAL,
)
AUDITOR = Account(
    "auditor",
    "监事己",
    pgettext_lazy("demo", "Auditor: reads everything, changes nothing"),
    _("Read the register and what was done to it"),
    "/admin/",
    Role.AUDITOR,
)
LEADS = {
    code: Account(
        f"lead-{code}",
        f"{glyph}联盟组长",
        pgettext_lazy("demo", "Alliance lead"),
        _("Confirm a plaque at its gate by a photo"),
        "/alliance-desk/",
    )
    for code, glyph in zip(AllianceCode.values, "东南西北", strict=True)
}
VISITOR = Account(
    "visitor-east",
    "走访员庚",
    pgettext_lazy("demo", "Visitor of the east alliance, staff of a member school"),
    _("Confirm a plaque at another school's gate"),
    "/visitor-desk/",
)
LIAISON = Account(
    "liaison",
    "联络员辛",
    pgettext_lazy("demo", "Liaison of the supervising authority"),
    _("Read the register and what was taken back, download it for Excel"),
    "/department-desk/",
)
PRINCIPAL = Account(
    "principal",
    "校长甲",
    pgettext_lazy("demo", "Principal, not signed yet"),
    _("Read the eight promises and sign"),
    "/desk/",
)
SIGNED_PRINCIPAL = Account(
    "principal-signed",
    "校长乙",
    pgettext_lazy("demo", "Principal with a valid plaque"),
    _("Download the plaque's picture, read the signed pledge"),
    "/desk/",
)
STAFF = Account(
    "staff",
    "教务丁",
    pgettext_lazy("demo", "Staff of the school that has not signed"),
    _("Tick promises; only the principal can sign"),
    "/desk/",
)
ADMIN = Account(
    "admin",
    "管理员",
    pgettext_lazy("demo", "Superuser"),
    _("See everything"),
    "/admin/",
)
ACCOUNTS = [
    CLERK,
    APPROVER,
    COUNCIL,
    *HEARERS,
    EDITOR,
    SECRETARY_GENERAL,
    AUDITOR,
    PRINCIPAL,
    STAFF,
    SIGNED_PRINCIPAL,
    *LEADS.values(),
    VISITOR,
    LIAISON,
    ADMIN,
]
# What the liaison reads for. The names are those of the demo district's offices.
DEPARTMENTS = [
    (DepartmentKind.SUPERVISING, "示范区教育和体育局", "Education and Sports Bureau"),
    (DepartmentKind.APPROVAL, "示范区行政审批服务局", "Administrative Approval Bureau"),
    (DepartmentKind.REGISTRATION, "示范区民政局", "Civil Affairs Bureau"),
]


def make_accounts() -> dict[str, User]:
    """Make all demo accounts with the one password; return them by user name."""
    password = make_password(PASSWORD)  # slow by design, so it is done once for all
    users = {}
    for account in ACCOUNTS:
        user = User.objects.create(
            username=account.username,
            first_name=account.name,
            password=password,
            is_superuser=account is ADMIN,
            is_staff=account is ADMIN,
        )
        if account.group is not None:
            give_role(user=user, role=account.group)
        users[account.username] = user
    return users


def appoint_leads(users: dict[str, User]) -> None:
    """Let the four leads lead."""
    for code, account in LEADS.items():
        appoint_lead(
            alliance=Alliance.objects.get(code=code),
            user=users[account.username],
            acting_user=users[SECRETARY_GENERAL.username],
        )


def appoint_outsiders(users: dict[str, User]) -> None:
    """Let the visitor visit, chosen by the lead from a member school, and the liaison read."""
    east = Alliance.objects.get(code=AllianceCode.EAST)
    school = School.objects.in_alliance(AllianceCode.EAST).order_by("pk").first()
    visitor, head = users[VISITOR.username], users[SECRETARY_GENERAL.username]
    appoint_representative(school=school, user=visitor, capacity=Capacity.STAFF, acting_user=head)
    lead = users[LEADS[AllianceCode.EAST].username]
    appoint_visitor(alliance=east, user=visitor, acting_user=lead)
    departments = [
        add_department(kind=kind, name_zh=name_zh, name_en=name_en, acting_user=head)
        for kind, name_zh, name_en in DEPARTMENTS
    ]
    appoint_liaison(department=departments[0], user=users[LIAISON.username], acting_user=head)


def signer_of(school: School) -> User:
    """Make the account a school's person in charge signs with; nobody can sign in to it."""
    user = User(username=f"school-{school.pk:03d}", first_name=school.contact_name)
    user.set_unusable_password()
    user.save()
    return user


def enrol_accounts(users: dict[str, User]) -> None:
    """Give whoever needs a second factor the one whose codes the demo tells."""
    for user in User.objects.filter(pk__in=[user.pk for user in users.values()]):
        if must_have_second_factor(user):
            enrol(user=user, secret=APP_SECRET)


def successor_of(school: School) -> User:
    """Make the account of whoever takes the school over; nobody can sign in to it."""
    user = User(username=f"school-{school.pk:03d}-next", first_name="校长丙")
    user.set_unusable_password()
    user.save()
    return user
