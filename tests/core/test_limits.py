"""Attempts are counted in the database, for whoever tries, and are given back."""

import datetime as dt

import pytest

from association.core import limits
from association.core.limits import Budget
from association.core.models import Attempts

THREE = Budget("test", attempts=3, seconds=60)

pytestmark = pytest.mark.django_db


def test_the_budget_is_spent_and_the_wait_gets_shorter(time_machine):
    time_machine.move_to(dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC), tick=False)
    assert [limits.spend(THREE, "wang", "10.0.0.1") for _try in range(4)] == [0, 0, 0, 60]
    time_machine.shift(45)
    assert limits.wait(THREE, "wang", "10.0.0.1") == 15
    assert limits.spend(THREE, "wang", "10.0.0.1") == 15
    time_machine.shift(15)
    assert limits.wait(THREE, "wang", "10.0.0.1") == 0
    assert limits.spend(THREE, "wang", "10.0.0.1") == 0


def test_another_person_another_address_and_another_scope_have_a_budget_of_their_own():
    for _try in range(4):
        limits.spend(THREE, "wang", "10.0.0.1")
    assert limits.spend(THREE, "wang", "10.0.0.2") == 0
    assert limits.spend(THREE, "li", "10.0.0.1") == 0
    assert limits.spend(THREE._replace(scope="other"), "wang", "10.0.0.1") == 0
    assert limits.wait(THREE, "wang", "10.0.0.1") > 0


def test_looking_counts_nothing_and_forgetting_gives_all_back():
    for _try in range(3):
        assert limits.wait(THREE, "wang") == 0
        limits.spend(THREE, "wang")
    assert limits.wait(THREE, "wang") > 0
    limits.forget(THREE, "wang")
    assert limits.wait(THREE, "wang") == 0
    assert [limits.spend(THREE, "wang") for _try in range(3)] == [0, 0, 0]


def test_nobody_can_be_read_from_the_table_and_old_rows_are_swept_out(time_machine):
    time_machine.move_to(dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC), tick=False)
    limits.spend(THREE, "wang", "10.0.0.1")
    row = Attempts.objects.get()
    assert "wang" not in row.whom
    assert "10.0" not in row.whom
    time_machine.shift(61)
    limits.spend(THREE, "li")
    assert Attempts.objects.count() == 1


@pytest.mark.parametrize("hostile", ["\0", "\ud800", "a" * 5000, "李" * 300, ""])
def test_whatever_is_typed_is_counted(hostile):
    assert [limits.spend(THREE, hostile) for _try in range(4)][2:] != [0, 0]


def test_one_statement_looks_and_counts_so_that_workers_cannot_pass_together(
    django_assert_num_queries,
):
    limits.spend(THREE, "wang")
    with django_assert_num_queries(1):
        limits.spend(THREE, "wang")
