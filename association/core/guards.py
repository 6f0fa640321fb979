"""Database triggers that refuse writes, as migration operations for SQLite and PostgreSQL.

SQLite drops the triggers of a table that a later migration rebuilds. Repeat the operation in that
migration; a test tries every guarded table.
"""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor as SchemaEditor
from django.db.migrations.operations.base import Operation, OperationCategory


class RefuseWrite(Operation):
    """Refuse one kind of write to a table while a condition holds."""

    reduces_to_sql = True
    reversible = True
    category = OperationCategory.SQL

    def __init__(self, table: str, on: str, when: str = "1 = 1") -> None:
        """table: its name. on: INSERT, UPDATE or DELETE.

        when: an SQL condition that may name OLD and NEW and hold subqueries.
        """
        self.table, self.on, self.when = table, on, when
        self.name = f"{table}_refuse_{on.lower()}"

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__qualname__, [self.table, self.on, self.when], {}

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
            schema_editor.execute(f"DROP TRIGGER {self.name} ON {self.table}")
            schema_editor.execute(f"DROP FUNCTION {self.name}()")
        else:
            schema_editor.execute(f"DROP TRIGGER {self.name}")

    def describe(self) -> str:
        return f"Refuse {self.on} on {self.table}"

    @property
    def migration_name_fragment(self) -> str:
        return self.name

    def _message(self) -> str:
        return f"{self.table} refuses {self.on}: this row is kept as evidence"

    def _sqlite(self) -> list[str]:
        return [
            f"CREATE TRIGGER {self.name} BEFORE {self.on} ON {self.table} WHEN {self.when} "
            f"BEGIN SELECT RAISE(ABORT, '{self._message()}'); END"
        ]

    def _postgresql(self) -> list[str]:
        returned = "OLD" if self.on == "DELETE" else "NEW"
        return [
            f"CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {self.when} THEN RAISE EXCEPTION '{self._message()}' "
            f"USING ERRCODE = 'integrity_constraint_violation'; END IF; "
            f"RETURN {returned}; END $$",
            f"CREATE TRIGGER {self.name} BEFORE {self.on} ON {self.table} "
            f"FOR EACH ROW EXECUTE FUNCTION {self.name}()",
        ]


def append_only(table: str) -> list[RefuseWrite]:
    """Return the operations that make a table append-only."""
    return [RefuseWrite(table, "UPDATE"), RefuseWrite(table, "DELETE")]


def changed(*columns: str) -> str:
    """Return the SQL condition that an UPDATE changes one of the columns, NULLs included."""
    return "(" + " OR ".join(f"OLD.{c} IS DISTINCT FROM NEW.{c}" for c in columns) + ")"
