"""Who can sign in to the demo. These accounts exist under the demo settings alone."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from association.accounts.models import User
from association.accounts.roles import Role, give_role
from association.alliances.enums import AllianceCode
from association.alliances.models import Alliance, School
from association.alliances.services import appoint_lead

PASSWORD = "school-gate-plaque"  # noqa: S105 -- printed on the demo's first screen


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
    _("Accept a signed pledge, issue its plaque, propose a measure"),
    "/admin/",
    Role.CLERK,
)
APPROVER = Account(
    "approver",
    "审核乙",
    pgettext_lazy("demo", "Secretariat, second person"),
    _("Decide on the proposed measure that waits"),
    "/admin/",
    Role.APPROVER,
)
EDITOR = Account(
    "editor",
    "编辑丙",
    pgettext_lazy("demo", "Secretariat, editor"),
    _("Finish the draft under News and publish it"),
    "/admin/",
    Role.EDITOR,
)
LEADS = {
    code: Account(
        f"lead-{code}",
        f"{glyph}联盟组长",
        pgettext_lazy("demo", "Alliance lead"),
        _("See which members have signed"),
        "/alliance-desk/",
    )
    for code, glyph in zip(AllianceCode.values, "东南西北", strict=True)
}
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
ACCOUNTS = [CLERK, APPROVER, EDITOR, PRINCIPAL, STAFF, SIGNED_PRINCIPAL, *LEADS.values(), ADMIN]


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
            acting_user=users[CLERK.username],
        )


def signer_of(school: School) -> User:
    """Make the account a school's person in charge signs with; nobody can sign in to it."""
    user = User(username=f"school-{school.pk:03d}", first_name=school.contact_name)
    user.set_unusable_password()
    user.save()
    return user
