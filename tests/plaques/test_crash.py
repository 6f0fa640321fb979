"""A batch whose process is killed; `benchmarks/crash.py` is the large version."""

import pytest

from tests.plaques.scratch import run_benchmark, scratch_database

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker, tmp_path_factory):
    """What the benchmark said; it runs before the test's own transaction begins."""
    folder = tmp_path_factory.mktemp("scratch")
    with django_db_blocker.unblock(), scratch_database(folder) as url:
        ended = run_benchmark(
            "crash", "--kills", 5, "--batch", 10, "--at-statements", url=url, folder=folder
        )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def test_a_batch_killed_inside_leaves_nothing_and_a_rerun_completes_it(told):
    assert told.startswith("5 kills in batches of 10")
    assert "'killed before the commit': 5, 'the process had ended by itself': 0" in told
    assert "numbers 1..80 without a gap" in told
