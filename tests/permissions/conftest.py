import pytest
from django.db import transaction
from django.test import override_settings

from tests.permissions.asking import on_sqlite, row_names
from tests.permissions.world import ROLES, make_world


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """One world for all visits, gone when they are over."""
    settings = override_settings(
        MEDIA_ROOT=tmp_path_factory.mktemp("media"),
        # A session in the cookie saves thousands of visits a look into the database.
        SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
    )
    with django_db_blocker.unblock(), settings, transaction.atomic():
        made = make_world()
        yield made
        made.roster.file.delete(save=False)
        transaction.set_rollback(True)


def pytest_terminal_summary(terminalreporter):
    """Tell how much the matrix asks, so that a smaller one is noticed."""
    asked, roles = len(row_names()), len(ROLES)
    methods, times = ("GET and POST", 2) if on_sqlite() else ("GET or POST", 1)
    terminalreporter.write_line(
        f"Privilege matrix: {asked} addresses × {roles} roles × {methods} = "
        f"{asked * roles * times} cells"
    )
