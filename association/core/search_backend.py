"""Wagtail's full-text search on SQLite, safe with two writers at once.

For SQLite alone: PostgreSQL's own backend writes by ON CONFLICT already.
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Model
from modelsearch.backends.database.sqlite.sqlite import SQLiteIndex, SQLiteSearchBackend


class OneWriterIndex(SQLiteIndex):
    """An index that reads what it holds and writes what it lacks in one transaction."""

    def add_items(self, model: type[Model], objs: Iterable[Model]) -> None:
        """Write objects of one model into the index, new or changed.

        Raises OperationalError if another writer keeps the database for longer than its timeout.
        """
        # The framework reads first and inserts then, each by itself: another writer between the two
        # makes it fail on the constraint. Our transactions are IMMEDIATE, so the other one waits.
        with transaction.atomic(using=self.write_connection.alias):
            super().add_items(model, objs)


class OneWriterBackend(SQLiteSearchBackend):
    """Full-text search on SQLite, as the framework has it, with that index."""

    index_class = OneWriterIndex


SearchBackend = OneWriterBackend
