import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from association.core import clock
from association.peer_review.enums import RoundKind
from association.peer_review.services import seat_visitor
from tests.factories import make_school, make_visitor
from tests.factories.rounds import make_running_round
from tests.hostile import hostile

__all__ = ["hostile"]


@pytest.fixture
def queries():
    """`with queries() as made:` counts the queries made inside."""
    return lambda: CaptureQueriesContext(connection)


@pytest.fixture
def school():
    return make_school("被访学校")


@pytest.fixture
def seat(school):
    """The place of a visitor in a sweep of the school's own alliance."""
    visit = make_running_round(RoundKind.SWEEP).visits.get(school=school)
    return seat_visitor(visit=visit, user=make_visitor("east"), acting_user=None)


@pytest.fixture
def there():
    """Six days from now at ten in the morning, when the visitor is at the school."""
    moment = (clock.now() + dt.timedelta(days=6)).replace(hour=2, minute=0, second=30)
    with clock.at(moment):
        yield moment
