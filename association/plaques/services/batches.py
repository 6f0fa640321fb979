"""Many plaques in one go: all of them or none, and never twice for the same key."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from association.alliances.models import Campus
from association.core import clock
from association.core.errors import RuleError
from association.core.numbering import next_numbers
from association.core.regulated import record_first_events
from association.plaques import tasks
from association.plaques.enums import PlaqueStatus, PrintState, Verb
from association.plaques.models import Plaque, PlaqueBatch
from association.plaques.numbers import COUNTERS, PlaqueNumber, series_of
from association.plaques.selectors import Issuable, look_into
from association.plaques.services.issuing import move, new_plaque
from association.pledges.models import Pledge


class BatchRefused(RuleError):
    """Some plaques of a batch cannot be issued. `refusals`: sentences, each naming its school."""

    def __init__(self, refusals: list[str]) -> None:
        super().__init__("\n".join(refusals))
        self.refusals = refusals


@transaction.atomic
def issue_batch(
    *, key: str, choices: Sequence[tuple[Pledge, Campus]], colourway: str, acting_user: Any
) -> PlaqueBatch:
    """Issue a plaque for each pledge at its campus, as `issue_plaque` would: all of them or none.

    key: names the order, up to 40 characters. Called again with the same key and choices, it
    returns the batch that is there; while the first call runs, the second waits for it.
    choices: numbers are given in this order, in each series by itself. colourway: a Colourway.
    The print file is asked for after the commit.
    Raises RuleError for an empty choice, a campus chosen twice, or a key that was used for another
    order; BatchRefused with every reason that `issue_plaque` would refuse a choice for.
    """
    wanted = [(pledge.pk, campus.pk) for pledge, campus in choices]
    # A second caller of the key waits here, at the unique index, until the first has committed.
    batch, is_new = PlaqueBatch.objects.get_or_create(
        key=key, defaults={"colourway": colourway, "created_by": acting_user}
    )
    if is_new:
        _issue(batch, wanted, acting_user)
    elif batch.colourway != colourway or set(wanted) != _issued_in(batch):
        raise RuleError(
            _("Other plaques were issued under this batch key already. Please begin a new batch.")
        )
    if batch.print_state == PrintState.WAITING:
        transaction.on_commit(lambda: tasks.make_print_file.enqueue(batch.pk))
    return batch


def _issued_in(batch: PlaqueBatch) -> set[tuple[int, int]]:
    return set(batch.plaques.values_list("pledge", "campus"))


def _issue(batch: PlaqueBatch, wanted: list[tuple[int, int]], acting_user: Any) -> None:
    found = look_into(_locked(wanted))
    if refusals := [_told(each) for each in found if each.refusal]:
        raise BatchRefused(refusals)
    for earlier in (plaque for each in found for plaque in each.earlier):
        move(earlier, PlaqueStatus.SUPERSEDED, Verb.SUPERSEDE, acting_user)
    numbers = _numbers(found)
    plaques = Plaque.objects.bulk_create(
        new_plaque(each.pledge, each.campus, number, batch)
        for each, number in zip(found, numbers, strict=True)
    )
    record_first_events(records=plaques, verb=Verb.ISSUE, acting_user=acting_user)


def _locked(wanted: list[tuple[int, int]]) -> list[tuple[Pledge, Campus]]:
    """Return what was chosen, read again under lock. Raises RuleError where it makes no sense."""
    if not wanted:
        raise RuleError(_("Please choose at least one school."))
    if len({campus for _pledge, campus in wanted}) < len(wanted):
        raise RuleError(_("A campus is chosen twice. Please choose each only once."))
    rows = Pledge.locked_together({pledge for pledge, _campus in wanted})
    pledges = {pledge.pk: pledge for pledge in rows.select_related("school")}
    campuses = Campus.objects.in_bulk({campus for _pledge, campus in wanted})
    try:
        return [(pledges[pledge], campuses[campus]) for pledge, campus in wanted]
    except KeyError:
        raise RuleError(
            _("A pledge or campus you chose is no longer there. Please choose again.")
        ) from None


def _told(refused: Issuable) -> str:
    return _("%(school)s, %(campus)s: %(reason)s") % {
        "school": refused.pledge.school.name,
        "campus": refused.campus.name,
        "reason": refused.refusal,
    }


def _numbers(found: list[Issuable]) -> list[PlaqueNumber]:
    """Give out a number for each, one statement a series; series in one order for everybody."""
    year = clock.today().year
    places = defaultdict(list)
    for place, each in enumerate(found):
        places[series_of(each.campus)].append(place)
    numbers = {}
    for series in sorted(places):
        given = next_numbers(series=COUNTERS[series], year=year, count=len(places[series]))
        for place, sequence in zip(places[series], given, strict=True):
            numbers[place] = PlaqueNumber(year=year, sequence=sequence, series=series)
    return [numbers[place] for place in range(len(found))]
