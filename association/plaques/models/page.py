from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, models

from association.plaques.models.plaque import Plaque

SHORT = 100  # milliseconds


class StoredPage(models.Model):
    """A rendering of a plaque's page, labelled with the versions it shows (see door.py).

    It is no truth: any row may be deleted at any time.
    """

    plaque = models.ForeignKey(
        Plaque, on_delete=models.CASCADE, related_name="stored_pages", db_index=False
    )
    language = models.CharField(max_length=10)
    # The label: release, school and site as they were before rendering began.
    edition = models.CharField(max_length=32)
    school_version = models.PositiveBigIntegerField()
    site_version = models.PositiveBigIntegerField()
    fresh_until = models.BigIntegerField()  # seconds since 1970, UTC
    headers = models.TextField()  # a JSON list of pairs
    # An OpenGzip up to where the page says when it was answered, and what follows that.
    front = models.BinaryField()
    front_checksum = models.BigIntegerField()
    front_length = models.PositiveIntegerField()
    ending = models.BinaryField()
    # What a scan is counted under.
    alliance_code = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=14)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plaque", "language"], name="plaques_storedpage_one_rendering"
            )
        ]

    def __str__(self) -> str:
        return f"{self.plaque_id} · {self.language}"

    def keep(self) -> None:
        """Store the rendering in the place of the one before. Raises django.db.Error.

        A slow render may so replace a newer one. Its label gives it away, and the next reader's
        takes its place.
        """
        others = [f.name for f in self._meta.local_concrete_fields if not f.primary_key]
        key = ["plaque", "language"]
        with _little_patience():
            type(self).objects.bulk_create(
                [self],
                update_conflicts=True,
                unique_fields=key,
                update_fields=[name for name in others if name not in key],
            )


@contextmanager
def _little_patience() -> Iterator[None]:
    """On SQLite do not let an answer wait for another's transaction; the page is only stored."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        patience = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {SHORT}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {patience}")
