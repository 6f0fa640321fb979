import pytest
from django.conf import settings

from association.accounts.roles import Role
from tests.factories import make_secretary


@pytest.fixture
def clerk(client):
    """A clerk at the admin, in English."""
    return sign_in(client, Role.CLERK)


def sign_in(client, role):
    user = make_secretary(role)
    client.force_login(user)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return user
