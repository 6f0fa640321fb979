import pytest

from association.messaging.models import Delivery
from tests.factories.people import make_user
from tests.messaging import ways
from tests.messaging.drafts import draft


@pytest.fixture
def way(settings):
    """One way out of the house that cannot be asked; `way("Answering")` can."""
    ways.clear()

    def use(name="Mute"):
        settings.MESSAGE_ADAPTERS = [f"tests.messaging.ways.{name}Way"]
        return ways

    return use


@pytest.fixture
def reader(db):
    return make_user("wang", email="wang@school.example")


@pytest.fixture
def delivery(reader, way):
    """A message that waits to leave: the test's transaction never commits by itself."""
    way()
    from association.messaging.services import tell

    tell([draft(reader)])
    return Delivery.objects.get()
