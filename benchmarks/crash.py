"""`kill -9` while a batch is issued: all of it or nothing, and a rerun completes it.

    .venv/bin/python benchmarks/crash.py [--kills 200] [--batch 100] [--seed 1]

Runs the real `issue_batch` on SQLite and on PostgreSQL, in databases of its own
(BENCHMARK_POSTGRESQL names the server). Every round has schools of its own. The kill comes at a
random moment after the transaction has begun, or with `--at-statements` while one of its
statements is about to run. `--here` uses the empty, migrated database of DATABASE_URL.
Exits with 1 unless all is as it must be.
"""

import argparse
import os
import random
import signal
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

from scratch import make_clerk, make_pledges, run_on_both, set_up, warm_up

Act = Callable[[], Any]


class Moment:
    """Counts the statements of a batch; at one it tells the parent, and waits for its end."""

    def __init__(self, stop_at: int, told: int) -> None:
        """stop_at: the statement, from 1; 0 tells at the first and goes on. told: a pipe."""
        self.stop_at, self.told, self.count = stop_at, told, 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.count += 1
        if self.count == max(self.stop_at, 1):
            os.write(self.told, b"!")
            while self.stop_at:
                signal.pause()
        return execute(sql, params, many, context)


def kill_inside(act: Act, *, stop_at: int = 0, wait: float = 0) -> bool:
    """Do the act in a process of its own and kill it; return whether the kill came in time.

    stop_at: at this statement, or 0. wait: seconds after the first statement otherwise.
    """
    from django.db import connection  # noqa: PLC0415 -- after the settings

    begun, told = os.pipe()
    child = os.fork()
    if child == 0:
        with connection.execute_wrapper(Moment(stop_at, told)):
            act()
        os._exit(0)
    os.close(told)
    os.read(begun, 1)
    os.close(begun)
    time.sleep(wait)
    os.kill(child, signal.SIGKILL)
    _child, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def here(*, kills: int, batch: int, seed: int, at_statements: bool) -> int:
    """Kill on the database of DATABASE_URL. Returns the exit code."""
    set_up()
    from django.db import connections  # noqa: PLC0415 -- after the settings

    from association.plaques.models import Plaque, PlaqueBatch, PlaqueEvent  # noqa: PLC0415
    from association.plaques.services import issue_batch  # noqa: PLC0415

    chance, clerk, trials = random.Random(seed), make_clerk(), 3  # noqa: S311 -- no secret
    pledges = make_pledges((kills + trials) * batch)

    def act_of(place: int) -> Act:
        choices = pledges[place * batch : (place + 1) * batch]
        return lambda: issue_batch(
            key=f"round {place}", choices=choices, colourway="paper", acting_user=clerk
        )

    for _each in range(2):
        # The first time more is looked up than ever again.
        statements = _Statements()
        warm_up(partial(statements.of, act_of(0)))
    lasts = [_lasts(act_of(kills + trial)) for trial in range(trials)]
    typical = statistics.median(lasts)
    seen, begun = Counter(), time.perf_counter()
    for place in range(kills):
        act = act_of(place)
        if at_statements:
            moment = {"stop_at": chance.randint(1, statements.count)}
        else:
            moment = {"wait": chance.uniform(0, typical)}
        in_time = kill_inside(act, **moment)
        left = Plaque.objects.filter(batch__key=f"round {place}").count()
        act()
        whole = Plaque.objects.filter(batch__key=f"round {place}").count()
        connections.close_all()
        if left not in (0, batch) or whole != batch:
            print(f"round {place}: {left} plaques after the kill, {whole} after the rerun")
            return 1
        seen["killed before the commit" if left == 0 else "committed before the kill"] += 1
        seen["the process had ended by itself"] += not in_time
    total = (kills + trials) * batch
    sequences = sorted(Plaque.objects.values_list("sequence", flat=True))
    sound = (
        sequences == list(range(1, total + 1))
        and PlaqueEvent.objects.count() == total
        and PlaqueBatch.objects.count() == kills + trials
    )
    print(
        f"{kills} kills in batches of {batch} (a batch takes {typical * 1000:.0f} ms, "
        f"{statements.count} statements): {dict(seen)}; numbers 1..{total} "
        f"{'without a gap' if sound else 'NOT SOUND'}; {time.perf_counter() - begun:.0f} s",
        flush=True,
    )
    return 0 if sound else 1


class _Statements:
    """Counts the statements of an act inside its transaction, the savepoint of the trial apart."""

    count = -2

    def of(self, act: Act) -> None:
        from django.db import connection  # noqa: PLC0415 -- after the settings

        with connection.execute_wrapper(self):
            act()

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.count += 1
        return execute(sql, params, many, context)


def _lasts(act: Act) -> float:
    """Return how many seconds an act takes in a process of its own, start of the process apart."""
    from django.db import connections  # noqa: PLC0415 -- after the settings

    connections.close_all()
    begun = time.perf_counter()
    child = os.fork()
    if child == 0:
        act()
        os._exit(0)
    os.waitpid(child, 0)
    return time.perf_counter() - begun


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--batch", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--at-statements", action="store_true")
    parser.add_argument("--here", action="store_true")
    chosen = parser.parse_args()
    if chosen.here:
        del chosen.here
        sys.exit(here(**vars(chosen)))
    sys.exit(run_on_both(__file__, sys.argv[1:]))
