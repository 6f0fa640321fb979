"""The API against its own description: whatever that allows is answered as it says."""

from itertools import count

import pytest
import schemathesis
from django.test.client import ClientHandler
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.factories import make_active_plaque

pytestmark = pytest.mark.django_db

REQUESTS = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


@pytest.fixture
def application(db):
    """The site as a web server calls it, inside of the test's transaction; nobody asks twice."""
    handler, callers = ClientHandler(), count(1)

    def call(environ, start_response):
        caller = next(callers)
        environ["REMOTE_ADDR"] = f"10.1.{caller // 250}.{caller % 250}"
        response = handler(environ | {"HTTP_HOST": "testserver"})
        start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
        return [response.content]

    return call


def test_the_api_answers_as_it_says(application):
    make_active_plaque()
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    answers = []

    @REQUESTS
    @given(case=described.as_strategy())
    def ask(case):
        # Which texts are numbers is more than a description can say: 422 is told, and right.
        answer = case.call_and_validate(excluded_checks=[positive_data_acceptance])
        answers.append(answer.status_code)

    ask()
    assert len(answers) >= 60
    # 200 for the list of notices, with or without filters that make sense.
    assert set(answers) <= {200, 404, 422}
