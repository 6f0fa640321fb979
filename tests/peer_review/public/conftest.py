import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext


@pytest.fixture
def queries():
    """`with queries() as made:` counts the queries made inside."""
    return lambda: CaptureQueriesContext(connection)
