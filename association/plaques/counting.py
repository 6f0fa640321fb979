"""Scans as numbers: by day and alliance, and by plaque only where none should be scanned.

Counts wait in memory and are written together, so that an answer never waits for a write: what
waits grows with plaques and days, not with scans. Nothing about the reader comes here. Who is
killed without notice loses at most the counts of one interval.
"""

import datetime as dt
import logging
import threading
import time
from collections import Counter
from multiprocessing.util import Finalize

from django.conf import settings
from django.db import Error, connection, transaction

from association.core import clock
from association.plaques.enums import PublicState

logger = logging.getLogger(__name__)

# Not hung yet, or to be off the wall. A suspended or expired plaque may hang until that is settled.
ODD_STATES = frozenset(
    {
        PublicState.NOT_ACTIVATED.value,
        PublicState.COPY_REPLACED.value,
        PublicState.SUPERSEDED.value,
        PublicState.RETURNED.value,
        PublicState.REVOKED.value,
    }
)

ADD_SCANS = """
    INSERT INTO plaques_scancount (day, alliance_code, scans) VALUES (%s, %s, %s)
    ON CONFLICT (day, alliance_code)
    DO UPDATE SET scans = plaques_scancount.scans + excluded.scans
"""
# A plaque that is gone (a demo made anew) must not hold up the others for ever.
ADD_ODD_SCANS = """
    INSERT INTO plaques_oddscan (day, plaque_id, state, scans)
    SELECT %s, id, %s, %s FROM plaques_plaque WHERE id = %s
    ON CONFLICT (day, plaque_id, state)
    DO UPDATE SET scans = plaques_oddscan.scans + excluded.scans
"""

Day = dt.date


class ScanBuffer:
    """Counts of this process that are not in the database yet. Safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._scans: Counter[tuple[Day, str]] = Counter()
        self._odd: Counter[tuple[Day, int, str]] = Counter()
        self._writer: threading.Thread | None = None

    def add(self, *, alliance_code: str, plaque_id: int, state: str) -> None:
        """Count one scan, and see to it that it is written."""
        day = clock.today()
        with self._lock:
            self._scans[day, alliance_code] += 1
            if state in ODD_STATES:
                self._odd[day, plaque_id, str(state)] += 1
            # A writer does not live on in a forked process; its thread says so.
            is_written = self._writer is not None and self._writer.is_alive()
        if not is_written:
            self._see_to_writing()

    def take(self) -> tuple[Counter[tuple[Day, str]], Counter[tuple[Day, int, str]]]:
        """Return what waits, as (scans, odd scans), and wait for nothing any more."""
        with self._lock:
            taken = self._scans, self._odd
            self._scans, self._odd = Counter(), Counter()
        return taken

    def flush(self) -> bool:
        """Write what waits; what cannot be written waits on. Return whether nothing is left."""
        scans, odd = self.take()
        try:
            _write(scans, odd)
        except Error:
            logger.warning("scan counts could not be written and are kept", exc_info=True)
            with self._lock:
                self._scans.update(scans)
                self._odd.update(odd)
        with self._lock:
            return not self._scans

    def join(self) -> None:
        """Wait until the writer has gone home."""
        if writer := self._writer:
            writer.join()

    def _see_to_writing(self) -> None:
        if settings.PLAQUE_COUNT_SECONDS is None:
            return
        if settings.PLAQUE_COUNT_SECONDS == 0:
            self.flush()
            return
        with self._lock:
            if self._writer is None or not self._writer.is_alive():
                self._writer = threading.Thread(
                    target=self._write_on, name="scan-counts", daemon=True
                )
                self._writer.start()

    def _write_on(self) -> None:
        """Write once an interval, on a connection of its own, and end when nothing is left."""
        try:
            while True:
                time.sleep(settings.PLAQUE_COUNT_SECONDS)
                self.flush()
                connection.close()
                with self._lock:
                    if not self._scans:
                        self._writer = None
                        return
        finally:
            connection.close()


def _write(scans: Counter[tuple[Day, str]], odd: Counter[tuple[Day, int, str]]) -> None:
    if not scans:
        return
    # In one order everywhere: two processes that add to the same rows never wait for each other.
    rows = [(*key, count) for key, count in sorted(scans.items())]
    odd_rows = [
        (day, state, count, plaque_id) for (day, plaque_id, state), count in sorted(odd.items())
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(ADD_SCANS, rows)
        if odd_rows:
            cursor.executemany(ADD_ODD_SCANS, odd_rows)


buffer = ScanBuffer()


def count_scan(*, alliance_code: str, plaque_id: int, state: str) -> None:
    """Count one answered scan. Never raises for a database that cannot be written.

    alliance_code: of the alliance the school is in now, empty for a school that has left.
    plaque_id: the plaque's primary key. state: the PublicState that was told.
    Written at most settings.PLAQUE_COUNT_SECONDS later: 0 writes at once, None only on `flush`.
    """
    buffer.add(alliance_code=alliance_code, plaque_id=plaque_id, state=state)


def _write_the_rest() -> None:
    if settings.configured and settings.PLAQUE_COUNT_SECONDS is not None:
        buffer.flush()


# A server's worker process ends without `atexit`, but not without its finalizers.
Finalize(None, _write_the_rest, exitpriority=10)
