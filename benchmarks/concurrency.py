"""Many processes issue plaques at the same time: every number once, none left out, no error.

    .venv/bin/python benchmarks/concurrency.py [--processes 16] [--issues 50] [--without-lock]

Runs the real `issue_plaque` on SQLite and on PostgreSQL, in databases of its own
(BENCHMARK_POSTGRESQL names the server). Afterwards the same with the lock taken out, which must
go wrong; `--without-lock` runs this control alone. `--here` uses the empty, migrated database of
DATABASE_URL. Exits with 1 unless all is as it must be.
"""

import argparse
import multiprocessing
import sys
import time
from collections import Counter
from typing import Any

from scratch import make_clerk, make_pledges, run_on_both, set_up, warm_up


def writer(part: list[tuple[Any, Any]], clerk: Any, start: Any, results: Any) -> None:
    """Issue one plaque after the other; report what went wrong."""
    from association.plaques.services import issue_plaque  # noqa: PLC0415 -- after the settings

    errors = []
    start.wait()
    for pledge, campus in part:
        try:
            issue_plaque(pledge=pledge, campus=campus, acting_user=clerk)
        except Exception as error:
            errors.append(f"{type(error).__name__}: {str(error).splitlines()[0]}")
    results.put(errors)


def take_lock_out() -> None:
    """Give numbers out as a careless programmer would: read, add one, write back.

    On SQLite the lock is the transaction that begins by writing, so that goes as well.
    """
    from django.db import connection  # noqa: PLC0415 -- after the settings

    from association.core.models import Counter as CounterRow  # noqa: PLC0415
    from association.core.numbering import last_number  # noqa: PLC0415
    from association.plaques.services import issuing  # noqa: PLC0415

    def careless(*, series: str, year: int) -> int:
        number = last_number(series=series, year=year) + 1
        row = CounterRow.objects.filter(series=series, year=year)
        if not row.update(last=number):
            CounterRow.objects.create(series=series, year=year, last=number)
        return number

    issuing.next_number = careless
    if connection.vendor == "sqlite":
        connection.settings_dict["OPTIONS"] |= {"transaction_mode": "DEFERRED", "timeout": 2}


def issue_together(
    pledges: list[tuple[Any, Any]], clerk: Any, *, processes: int, first: int
) -> bool:
    """Let all processes issue at once; print what came of it.

    first: the number that should come next. Returns whether exactly the numbers from it on were
    given, without an error.
    """
    from django.db import connections  # noqa: PLC0415 -- after the settings

    from association.plaques.models import Plaque  # noqa: PLC0415

    fork = multiprocessing.get_context("fork")
    start, results = fork.Barrier(processes + 1), fork.SimpleQueue()
    parts = [pledges[place::processes] for place in range(processes)]
    connections.close_all()
    writers = [fork.Process(target=writer, args=(part, clerk, start, results)) for part in parts]
    for each in writers:
        each.start()
    start.wait()
    begun = time.perf_counter()
    errors = Counter(error for _each in writers for error in results.get())
    for each in writers:
        each.join()
    seconds = time.perf_counter() - begun
    wanted = list(range(first, first + len(pledges)))
    given = sorted(Plaque.objects.filter(sequence__gte=first).values_list("sequence", flat=True))
    exact = given == wanted and not errors
    print(
        f"{processes} processes × {len(parts[0])}: {len(given)} of {len(wanted)} issued in "
        f"{seconds:.1f} s ({len(given) / seconds:.0f}/s), numbers {first}..{wanted[-1]} "
        f"{'exactly' if exact else 'NOT exactly'}, {errors.total()} errors",
        flush=True,
    )
    for error, times in errors.most_common(3):
        print(f"    {times} × {error}", flush=True)
    return exact


def here(*, processes: int, issues: int, without_lock: bool) -> int:
    """Measure on the database of DATABASE_URL. Returns the exit code."""
    set_up()
    from association.plaques.services import issue_plaque  # noqa: PLC0415 -- after the settings

    size, clerk = processes * issues, make_clerk()
    pledges = make_pledges(2 * size)
    pledge, campus = pledges[0]
    warm_up(lambda: issue_plaque(pledge=pledge, campus=campus, acting_user=clerk))
    locked = without_lock or issue_together(pledges[:size], clerk, processes=processes, first=1)
    take_lock_out()
    print("without the lock:", end=" ", flush=True)
    first = 1 if without_lock else size + 1
    careless = issue_together(pledges[size:], clerk, processes=processes, first=first)
    return 0 if locked and not careless else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--processes", type=int, default=16)
    parser.add_argument("--issues", type=int, default=50)
    parser.add_argument("--without-lock", action="store_true")
    parser.add_argument("--here", action="store_true")
    chosen = parser.parse_args()
    if chosen.here:
        del chosen.here
        sys.exit(here(**vars(chosen)))
    sys.exit(run_on_both(__file__, sys.argv[1:]))
