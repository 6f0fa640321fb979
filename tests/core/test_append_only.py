"""Evidence cannot be rewritten: neither in Python nor in SQL, on either database."""

import pytest
from django.db import DatabaseError, connection, transaction

from association.alliances.models import RosterImport
from association.alliances.services import invite
from association.core.regulated import AppendOnly, record_event
from tests.factories import make_revoked_plaque, make_school, make_user


def concrete(model):
    for child in model.__subclasses__():
        if child._meta.abstract:
            yield from concrete(child)
        else:
            yield child


TABLES = sorted(concrete(AppendOnly), key=lambda model: model._meta.label)


@pytest.fixture
def history(db):
    """A world in which each append-only table has a row."""
    make_revoked_plaque()
    invite(school=make_school(), acting_user=None)
    roster = RosterImport.objects.create(original_name="ledger.xlsx", uploaded_by=make_user())
    record_event(record=roster, verb="upload_roster", acting_user=None, first=True)


def test_there_are_tables_to_guard():
    assert len(TABLES) >= 9


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model._meta.label)
@pytest.mark.parametrize("statement", ["UPDATE {table} SET id = id", "DELETE FROM {table}"])
def test_sql_cannot_rewrite_history(history, model, statement):
    before = list(model.objects.values())
    assert before
    with (
        pytest.raises(DatabaseError, match="kept as evidence"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table=model._meta.db_table))
    assert list(model.objects.values()) == before


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model._meta.label)
def test_python_cannot_rewrite_history(history, model):
    row = model.objects.first()
    for attempt in (
        row.save,
        row.delete,
        model.objects.all().delete,
        lambda: model.objects.update(pk=row.pk),
    ):
        with pytest.raises(TypeError, match="append-only"):
            attempt()
    assert model.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize(
    "change",
    ["number = 'SC'", "token = 'x'", "school_id = 0", "sequence = 0", "issued_on = '2001-01-01'"],
)
def test_a_plaque_keeps_its_identity(history, change):
    with (
        pytest.raises(DatabaseError, match="kept as evidence"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE plaques_plaque SET {change}")  # noqa: S608 -- written above
