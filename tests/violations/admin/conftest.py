import pytest

from tests.factories import make_secretary
from tests.factories.ways_back import deciders
from tests.hostile import hostile
from tests.peer_review.portal.desk import enter

__all__ = ["hostile"]


@pytest.fixture
def clerk(client):
    """A clerk at the admin, in English."""
    return enter(client, make_secretary())


@pytest.fixture
def decider(client):
    """Somebody who decides, without any part, at the admin in English."""
    return enter(client, deciders(1)[0])
