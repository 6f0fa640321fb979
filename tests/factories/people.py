from itertools import count

from association.accounts.models import User
from association.accounts.roles import Role, give_role
from association.alliances.enums import Capacity
from association.alliances.models import Alliance
from association.alliances.services import appoint_lead, appoint_representative

PASSWORD = "gate-school-plaque-7"

_numbers = count(1)


def make_user(name="", **values):
    """A person without any role. Password: PASSWORD."""
    username = name or f"person{next(_numbers)}"
    return User.objects.create_user(username, password=PASSWORD, **values)


def make_secretary(role=Role.CLERK, **values):
    """A person of the secretariat in a role."""
    user = make_user(**values)
    give_role(user=user, role=role)
    return user


def make_principal(school, capacity=Capacity.PRINCIPAL, **values):
    """A person who acts for a school."""
    user = make_user(**values)
    appoint_representative(school=school, user=user, capacity=capacity, acting_user=None)
    return user


def make_lead(code="east", **values):
    """The lead of an alliance."""
    user = make_user(**values)
    appoint_lead(alliance=Alliance.objects.get(code=code), user=user, acting_user=None)
    return user
