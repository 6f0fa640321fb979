import os
import subprocess
import sys

import pytest
from django.db import transaction

from association.core.numbering import next_number
from tests.plaques.scratch import scratch_database

WRITER = """
import django
django.setup()
from django.db import transaction
from association.core.numbering import next_number
for _ in range(25):
    with transaction.atomic():
        print(next_number(series="race", year=2026))
"""


@pytest.mark.django_db
def test_numbers_run_without_gap_by_series_and_year():
    given = [next_number(series="plaque", year=2026) for _ in range(3)]
    assert given == [1, 2, 3]
    assert next_number(series="plaque", year=2027) == 1
    assert next_number(series="pledge", year=2026) == 1


@pytest.mark.django_db
def test_a_number_of_a_failed_transaction_is_given_out_again():
    def fail():
        with transaction.atomic():
            assert next_number(series="plaque", year=2026) == 1
            raise ValueError("the record cannot be saved")

    with pytest.raises(ValueError, match="cannot be saved"):
        fail()
    assert next_number(series="plaque", year=2026) == 1


@pytest.fixture(scope="module")
def run(django_db_setup, django_db_blocker, tmp_path_factory):
    """Run Python against a database of its own, where every transaction is real."""
    folder = tmp_path_factory.mktemp("scratch")

    def start(code):
        return subprocess.Popen(
            [sys.executable, "-c", code],
            env=os.environ | {"DATABASE_URL": url, "VAR_DIR": str(folder)},
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    with django_db_blocker.unblock(), scratch_database(folder) as url:
        yield start


def test_writers_at_the_same_time_get_every_number_once(run):
    writers = [run(WRITER) for _ in range(4)]
    given = [int(line) for writer in writers for line in writer.communicate()[0].split()]
    assert sorted(given) == list(range(1, 101))


def test_no_number_is_given_out_outside_a_transaction(run):
    alone = WRITER.replace("with transaction.atomic():", "if True:")
    _given, complaint = run(alone).communicate()
    assert "must run in the transaction of the record it numbers" in complaint
