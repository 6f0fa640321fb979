import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_school
from tests.peer_review.reports.making import make_visit


@pytest.fixture
def queries():
    """`with queries() as made:` counts the queries made inside."""
    return lambda: CaptureQueriesContext(connection)


@pytest.fixture
def school():
    return make_school("被访学校")


@pytest.fixture
def visit(school):
    """A visit of a sweep with two visitors, of the school's own alliance."""
    return make_visit(school)
