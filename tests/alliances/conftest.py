import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from association.accounts.roles import Role
from tests.factories import make_secretary
from tests.hostile import hostile

__all__ = ["hostile"]


@pytest.fixture
def queries():
    """`with queries() as made:` counts the queries made inside."""
    return lambda: CaptureQueriesContext(connection)


@pytest.fixture
def clerk(client):
    user = make_secretary(Role.CLERK)
    client.force_login(user)
    return user


@pytest.fixture
def approver(client):
    user = make_secretary(Role.APPROVER)
    client.force_login(user)
    return user
