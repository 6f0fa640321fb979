import os
import subprocess
import sys

import pytest
from django.db import transaction

from association.core.numbering import next_number

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


@pytest.fixture
def run(tmp_path):
    """Run Python against a database of its own, where every transaction is real."""
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path}/race.sqlite3",
        "DJANGO_SETTINGS_MODULE": "association.settings.test",
    }
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "core", "-v0"], env=environment, check=True
    )

    def start(code):
        return subprocess.Popen(
            [sys.executable, "-c", code],
            env=environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    return start


def test_writers_at_the_same_time_get_every_number_once(run):
    writers = [run(WRITER) for _ in range(4)]
    given = [int(line) for writer in writers for line in writer.communicate()[0].split()]
    assert sorted(given) == list(range(1, 101))


def test_no_number_is_given_out_outside_a_transaction(run):
    alone = WRITER.replace("with transaction.atomic():", "if True:")
    _given, complaint = run(alone).communicate()
    assert "must run in the transaction of the record it numbers" in complaint
