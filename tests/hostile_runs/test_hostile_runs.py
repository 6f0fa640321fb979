"""A share of the hostile requests; `benchmarks/hostile.py` sends ten thousand and more."""

import pytest

from tests.hostile_runs.running import Run
from tests.permissions.asking import row_names
from tests.permissions.conftest import world  # noqa: F401 -- a fixture

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the file of a thumbnail it has just made to the garbage collector.
    pytest.mark.filterwarnings("ignore:Unclosed file.*Spooled:ResourceWarning"),
]

EACH = 1  # attacks on every form and every address
READERS = ["anonymous", "principal", "lead", "clerk", "editor", "approver"]


@pytest.fixture(scope="module")
def run(world):  # noqa: F811 -- the fixture
    return Run(world, roles=READERS)


@pytest.mark.parametrize("name", row_names())
def test_hostile_requests_are_refused_or_taken_without_harm(run, name):
    faults = run.attack(name, each=EACH)
    assert run.sent[name] >= EACH
    assert not faults, "\n".join(map(str, faults))
