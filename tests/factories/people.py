from itertools import count

from association.accounts.models import User
from association.accounts.roles import Role, give_role
from association.accounts.second_factor import must_have_second_factor
from association.accounts.services import enrol
from association.alliances.enums import Capacity, DepartmentKind
from association.alliances.models import Alliance
from association.alliances.services import (
    add_department,
    appoint_lead,
    appoint_liaison,
    appoint_representative,
    appoint_visitor,
)

PASSWORD = "gate-school-plaque-7"
APP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

_numbers = count(1)


def make_user(name="", *, enrolled=True, **values):
    """A person without any role. Password: PASSWORD.

    Superusers need a second factor; they have one unless told otherwise.
    """
    username = name or f"person{next(_numbers)}"
    user = User.objects.create_user(username, password=PASSWORD, **values)
    return _enrolled(user, enrolled) if user.is_superuser else user


def make_secretary(role=Role.CLERK, *, enrolled=True, **values):
    """A person of the secretariat in a role."""
    user = make_user(enrolled=enrolled, **values)
    give_role(user=user, role=role)
    return _enrolled(user, enrolled)


def make_principal(school, capacity=Capacity.PRINCIPAL, **values):
    """A person who acts for a school."""
    user = make_user(**values)
    appoint_representative(school=school, user=user, capacity=capacity, acting_user=None)
    return user


def make_lead(code="east", *, enrolled=True, **values):
    """The lead of an alliance."""
    user = make_user(**values)
    appoint_lead(alliance=Alliance.objects.get(code=code), user=user, acting_user=None)
    return _enrolled(user, enrolled)


def make_visitor(code="east", *, enrolled=True, **values):
    """A person who visits schools for an alliance, named by the secretariat."""
    user = make_user(**values)
    appoint_visitor(alliance=Alliance.objects.get(code=code), user=user, acting_user=None)
    return _enrolled(user, enrolled)


def make_department(kind=DepartmentKind.SUPERVISING, name_zh="示范区教育和体育局"):
    """A department; its code is its kind."""
    return add_department(kind=kind, name_zh=name_zh, acting_user=None)


def make_liaison(department=None, *, enrolled=True, **values):
    """A person who reads for a department."""
    user = make_user(**values)
    appoint_liaison(department=department or make_department(), user=user, acting_user=None)
    return _enrolled(user, enrolled)


def enrol_if_needed(user):
    """Give whoever needs a second factor an app with APP_SECRET and kept recovery codes."""
    return _enrolled(user, True)


def _enrolled(user, wanted):
    # Asked of a fresh copy: what a person may do is remembered by the object that was asked.
    if wanted and must_have_second_factor(User.objects.get(pk=user.pk)):
        enrol(user=user, secret=APP_SECRET)
    return user
