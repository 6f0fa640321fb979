"""Processes that issue at the same time; `benchmarks/concurrency.py` is the large version."""

import pytest

from tests.plaques.scratch import run_benchmark, scratch_database

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker, tmp_path_factory):
    """What the benchmark said; it runs before the test's own transaction begins."""
    folder = tmp_path_factory.mktemp("scratch")
    with django_db_blocker.unblock(), scratch_database(folder) as url:
        ended = run_benchmark(
            "concurrency", "--processes", 8, "--issues", 6, url=url, folder=folder
        )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def test_processes_get_every_number_once_and_without_the_lock_they_do_not(told):
    with_lock, without = told.split("without the lock:")
    assert with_lock.startswith("8 processes × 6: 48 of 48 issued")
    assert "numbers 1..48 exactly, 0 errors" in with_lock
    assert "numbers 49..96 NOT exactly" in without
    assert "48 of 48" not in without
