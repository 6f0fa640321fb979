"""Rows that are written once: what evidence is made of."""

from typing import Any

from django.db import models


class AppendOnlyQuerySet(models.QuerySet):
    """Rows that may be added and read. The database refuses the rest as well."""

    def update(self, **kwargs: Any) -> int:
        raise TypeError(f"{self.model.__name__} is append-only: rows are never changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError(f"{self.model.__name__} is append-only: rows are never deleted.")


class AppendOnly(models.Model):
    """A row that is written once. Pair it with `append_only()` in the migration."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(f"{type(self).__name__} is append-only: rows are never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError(f"{type(self).__name__} is append-only: rows are never deleted.")
