import pytest
from django.db import transaction
from django.test import override_settings

from tests.permissions.world import make_world


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """One world for all visits, gone when they are over."""
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with django_db_blocker.unblock(), media, transaction.atomic():
        made = make_world()
        yield made
        made.roster.file.delete(save=False)
        transaction.set_rollback(True)
