"""A backup while processes write; `benchmarks/backup.py` is the large version."""

import re

import pytest

from tests.plaques.scratch import run_benchmark, scratch_database

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker, tmp_path_factory):
    """What the benchmark said; it runs before the test's own transaction begins."""
    folder = tmp_path_factory.mktemp("scratch")
    with django_db_blocker.unblock(), scratch_database(folder) as url:
        ended = run_benchmark("backup", "--writers", 2, "--plaques", 300, url=url, folder=folder)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def test_every_row_and_file_of_a_backup_made_under_load_comes_back(told):
    before, inside, after, total = map(
        int,
        re.search(
            r"(\d+) plaques when the backup began, (\d+) in it, (\d+) when .*, (\d+) in the end",
            told,
        ).groups(),
    )
    assert 2 <= before <= inside <= after < total
    assert ", 0 differences" in told
