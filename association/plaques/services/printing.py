"""The one file a sign maker gets for a batch."""

import datetime as dt
import hashlib
import json
import time
from collections.abc import Sequence
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from association.core import clock
from association.core.errors import RuleError
from association.core.models import AssociationProfile
from association.plaques import tasks
from association.plaques.artwork import plaque_words, write_print_file
from association.plaques.enums import PrintState
from association.plaques.models import Plaque, PlaqueBatch

# A batch of any size is drawn in a minute; what has not moved for so long has lost its worker.
STALLS_AFTER = dt.timedelta(minutes=15)
UNEXPECTED = "unexpected"
AT_WORK = (PrintState.WAITING, PrintState.MAKING)
PROBLEM_CHARACTERS = PlaqueBatch._meta.get_field("print_problem").max_length


def make_print_file(*, batch: PlaqueBatch) -> PlaqueBatch:
    """Draw the living plaques of a batch into its print file. Call it outside of a transaction.

    A second call on a ready file does nothing; two at once make the file twice and keep one.
    The old file stays the batch's own until the new one is whole.
    Returns the batch, ready or failed with words that say why. What nobody expected is raised.
    """
    this = PlaqueBatch.objects.filter(pk=batch.pk)
    if not this.exclude(print_state=PrintState.READY).update(
        print_state=PrintState.MAKING, pages_done=0, print_problem=""
    ):
        return this.get()
    try:
        _draw(this.get())
    except RuleError as problem:
        _fail(batch, str(problem))
    except Exception:
        _fail(batch, UNEXPECTED)
        raise
    return this.get()


def printable_plaques(batch: PlaqueBatch) -> list[Plaque]:
    """Return the plaques of a batch that are still to hang, with their schools, by number."""
    return list(_in_order(batch.plaques.living()))


def _in_order(plaques: QuerySet[Plaque]) -> QuerySet[Plaque]:
    """Return them with what stands on a plaque, as the file has them."""
    rows = plaques.select_related("school", "campus", "pledge")
    return rows.order_by(F("series").desc(), "year", "sequence")


def is_outdated(batch: PlaqueBatch) -> bool:
    """Say whether a ready print file would be drawn otherwise today.

    A plaque was taken back, given back or replaced since, a copy counts no more, or a line that
    stands on the plaques has changed. Two queries.
    """
    return batch.pk in outdated_among([batch])


def outdated_among(batches: Sequence[PlaqueBatch]) -> dict[int, int]:
    """Return the batches whose ready file would be drawn otherwise today, as `is_outdated` says.

    Keyed by primary key, each with the number of its plaques that are still to hang. Two queries.
    """
    ready = [batch for batch in batches if batch.print_state == PrintState.READY]
    if not ready:
        return {}
    living: dict[int, list[Plaque]] = {batch.pk: [] for batch in ready}
    for plaque in _in_order(Plaque.objects.living().filter(batch__in=living)):
        living[plaque.batch_id].append(plaque)
    issuer = AssociationProfile.load()
    return {
        batch.pk: len(living[batch.pk])
        for batch in ready
        if _mark(living[batch.pk], issuer) not in batch.print_file.name
    }


def _mark(plaques: list[Plaque], issuer: AssociationProfile) -> str:
    """Return 16 hexadecimal digits that stand for every line and code of these plaques."""
    lines = [[plaque.scan_url, plaque_words(plaque, issuer=issuer)] for plaque in plaques]
    return hashlib.sha256(json.dumps(lines).encode()).hexdigest()[:16]


def has_stalled(batch: PlaqueBatch) -> bool:
    """Say whether a file has been waited for so long that its worker must be gone."""
    return batch.print_state in AT_WORK and batch.print_asked_at < clock.now() - STALLS_AFTER


@transaction.atomic
def ask_for_print_file(*, batch: PlaqueBatch, acting_user: Any) -> PlaqueBatch:
    """Have the print file made again; it begins after the commit.

    Returns the batch. Raises RuleError while the file is being made.
    """
    row = PlaqueBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if row.print_state in AT_WORK and not has_stalled(row):
        raise RuleError(_("The print file is being made already. Please wait a moment."))
    row.print_state, row.pages_done, row.print_problem = PrintState.WAITING, 0, ""
    row.print_asked_at = clock.now()
    row.save(update_fields=["print_state", "pages_done", "print_problem", "print_asked_at"])
    transaction.on_commit(lambda: tasks.make_print_file.enqueue(row.pk))
    return row


def _draw(batch: PlaqueBatch) -> None:
    plaques, issuer = printable_plaques(batch), AssociationProfile.load()
    if not plaques:
        raise RuleError(
            _("No plaque in this batch still has to hang, so there is nothing to print.")
        )
    made, extension = write_print_file(
        plaques, issuer=issuer, colourway=batch.colourway, progress=_Progress(batch)
    )
    with made:
        # A name of its own: whoever downloads the file before keeps reading that one. It says what
        # the file prints, so that `is_outdated` can tell.
        name = f"{batch.key}.{_mark(plaques, issuer)}.{extension}"
        batch.print_file.save(name, File(made), save=False)
    _swap(batch, pages=len(plaques))


@transaction.atomic
def _swap(batch: PlaqueBatch, *, pages: int) -> None:
    """Point the batch to its new file; the old one goes after the commit."""
    row = PlaqueBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    old, storage = row.print_file.name, row.print_file.storage
    row.print_file, row.print_state, row.pages_done = batch.print_file, PrintState.READY, pages
    row.save(update_fields=["print_file", "print_state", "pages_done"])
    if old and old != row.print_file.name:
        transaction.on_commit(lambda: storage.delete(old))


def _fail(batch: PlaqueBatch, problem: str) -> None:
    PlaqueBatch.objects.filter(pk=batch.pk).update(
        print_state=PrintState.FAILED, print_problem=problem[:PROBLEM_CHARACTERS]
    )


class _Progress:
    """Keeps how many pages are done, at most twice a second: each is a write to the database."""

    def __init__(self, batch: PlaqueBatch) -> None:
        self.this, self.told = PlaqueBatch.objects.filter(pk=batch.pk), 0.0

    def __call__(self, done: int) -> None:
        if (now := time.monotonic()) - self.told >= 0.5:
            self.told = now
            self.this.update(pages_done=done)
