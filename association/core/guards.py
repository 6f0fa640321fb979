"""Database triggers that refuse writes, as migration operations for SQLite and PostgreSQL.

SQLite drops the triggers of a table that a later migration rebuilds. Repeat the operation in that
migration: it replaces a guard of the same name. A test tries every guarded table.
"""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor as SchemaEditor
from django.db.migrations.operations.base import Operation, OperationCategory


class RefuseWrite(Operation):
    """Refuse one kind of write to a table while a condition holds.

    With DELETE, PostgreSQL's TRUNCATE is refused always: it empties a table row by no row.
    """

    reduces_to_sql = True
    reversible = True
    category = OperationCategory.SQL

    def __init__(self, table: str, on: str, when: str = "1 = 1", room: str = "") -> None:
        """table: its name. on: INSERT, UPDATE or DELETE.

        when: an SQL condition that may name OLD and NEW and hold subqueries. room: the higher room
        that guards another's table, beside its own guard.
        """
        self.table, self.on, self.when, self.room = table, on, when, room
        self.name = "_".join(filter(None, [table, "refuse", on.lower(), room and f"by_{room}"]))

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__qualname__, [self.table, self.on, self.when, self.room], {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Triggers are no part of the model state."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: SchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        on_postgresql = schema_editor.connection.vendor == "postgresql"
        for statement in self._postgresql() if on_postgresql else self._sqlite():
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: SchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}")
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {self.name}()")
            if self.on == "DELETE":
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {self._emptying} ON {self.table}")
                schema_editor.execute(f"DROP FUNCTION IF EXISTS {self._emptying}()")
        else:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {self.name}")

    def describe(self) -> str:
        return f"Refuse {self.on} on {self.table}"

    @property
    def migration_name_fragment(self) -> str:
        return self.name

    @property
    def _emptying(self) -> str:
        return f"{self.table}_refuse_truncate"

    def _message(self) -> str:
        return f"{self.table} refuses {self.on}: this row is kept as evidence"

    def _sqlite(self) -> list[str]:
        return [
            f"DROP TRIGGER IF EXISTS {self.name}",
            f"CREATE TRIGGER {self.name} BEFORE {self.on} ON {self.table} WHEN {self.when} "
            f"BEGIN SELECT RAISE(ABORT, '{self._message()}'); END",
        ]

    def _postgresql(self) -> list[str]:
        returned = "OLD" if self.on == "DELETE" else "NEW"
        refusal = (
            f"RAISE EXCEPTION '{self._message()}' USING ERRCODE = 'integrity_constraint_violation'"
        )
        statements = [
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF {self.when} THEN {refusal}; END IF; RETURN {returned}; END $$",
            f"CREATE OR REPLACE TRIGGER {self.name} BEFORE {self.on} ON {self.table} "
            f"FOR EACH ROW EXECUTE FUNCTION {self.name}()",
        ]
        if self.on == "DELETE":
            statements += [
                f"CREATE OR REPLACE FUNCTION {self._emptying}() RETURNS trigger "
                f"LANGUAGE plpgsql AS $$ BEGIN {refusal}; END $$",
                f"CREATE OR REPLACE TRIGGER {self._emptying} BEFORE TRUNCATE ON {self.table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {self._emptying}()",
            ]
        return statements


class LiftGuard(RefuseWrite):
    """Drop a guard before SQLite rebuilds a table that its condition names, not its own.

    The rebuilt table is away for a moment, and SQLite refuses to rename one a trigger misses. Put
    the guard back afterwards.
    """

    def database_forwards(
        self,
        app_label: str,
        schema_editor: SchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        super().database_backwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: SchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        """The migration before put the guard there, and takes it away itself."""

    def describe(self) -> str:
        return f"Lift the guard against {self.on} on {self.table}"


class RefuseReplace(RefuseWrite):
    """Refuse SQLite's INSERT OR REPLACE, which throws rows out without asking DELETE's trigger.

    PostgreSQL has no such statement: its ON CONFLICT DO UPDATE is an UPDATE, refused as one.
    """

    def __init__(self, table: str, *keys: str) -> None:
        """table: its name. keys: what is unique in it beside `id`, columns parted by commas."""
        taken = " OR ".join(
            "(" + " AND ".join(f"{c} = NEW.{c}" for c in key.replace(" ", "").split(",")) + ")"
            for key in ("id", *keys)
        )
        there = f"SELECT 1 FROM {table} WHERE {taken}"  # noqa: S608 -- names from our migrations
        super().__init__(table, "INSERT", f"EXISTS ({there})")
        self.keys = keys
        self.name = f"{table}_refuse_replace"

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__qualname__, [self.table, *self.keys], {}

    def database_forwards(
        self,
        app_label: str,
        schema_editor: SchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        if schema_editor.connection.vendor == "sqlite":
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: SchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        if schema_editor.connection.vendor == "sqlite":
            super().database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Refuse INSERT OR REPLACE on {self.table}"


def append_only(table: str, *keys: str) -> list[RefuseWrite]:
    """Return the operations that make a table append-only.

    keys: what is unique in it beside `id`, as for RefuseReplace.
    """
    return [
        RefuseWrite(table, "UPDATE"),
        RefuseWrite(table, "DELETE"),
        RefuseReplace(table, *keys),
    ]


def event_log(table: str) -> list[RefuseWrite]:
    """Return the operations that make a table of `core.regulated.Event` append-only."""
    return append_only(table, "record_id, sequence")


def changed(*columns: str) -> str:
    """Return the SQL condition that an UPDATE changes one of the columns, NULLs included."""
    return "(" + " OR ".join(f"OLD.{c} IS DISTINCT FROM NEW.{c}" for c in columns) + ")"
