"""The small world that every address is asked in, with one signed-in browser for each role."""

from types import SimpleNamespace

from association.accounts.models import User
from association.accounts.roles import Role, give_role
from tests.factories import make_user
from tests.factories.people import enrol_if_needed
from tests.permissions.pages import make_pages
from tests.permissions.register import make_register
from tests.permissions.visits import Browser

# The columns of policy.txt, which says who they are.
ROLES = [
    "anonymous",
    "nobody",
    "principal",
    "staff",
    "lead",
    "visitor",
    "liaison",
    "clerk",
    "editor",
    "approver",
    "secretary",
    "auditor",
    "admin",
    "foreign",
    "left",
]
# Which column holds which role in the admin.
IN_THE_ADMIN = {
    "clerk": Role.CLERK,
    "editor": Role.EDITOR,
    "approver": Role.APPROVER,
    "secretary": Role.SECRETARY_GENERAL,
    "auditor": Role.AUDITOR,
}


class World(SimpleNamespace):
    """Objects by the part they play, and for each role the person and their browser."""

    people: dict[str, User]
    browsers: dict[str, Browser]


def make_world() -> World:
    """Return a world with everything in it; visits undo what they do."""
    people = {role: make_user(f"matrix-{role}") for role in ROLES if role != "anonymous"}
    for column, role in IN_THE_ADMIN.items():
        give_role(user=people[column], role=role)
    people["admin"].is_superuser = True
    people["admin"].save()
    parts = vars(make_register(people)) | vars(make_pages(people))
    for role in Role:
        give_role(user=people["left"], role=role)
    for person in people.values():
        enrol_if_needed(person)
    browsers = {"anonymous": Browser()}
    browsers |= {role: Browser(person) for role, person in people.items()}
    people["left"].is_active = False
    people["left"].save()
    return World(people=people, browsers=browsers, **parts)
