"""Ten thousand made-up sequences of acts on cases, and whether any broke a rule.

    .venv/bin/python benchmarks/cases.py [--sequences 10000] [--first 0]

Two schools of one alliance, clerks, people who decide and people who may not, on days that go on
(tests/violations/machine). After each act every case is held against the rules, told there once
more. Each sequence is undone; its number brings it back. On SQLite and on PostgreSQL
(BENCHMARK_POSTGRESQL names the server); `--here` uses the empty, migrated database of DATABASE_URL.
Exits with 1 if any rule was broken.
"""

import argparse
import logging
import os
import sys
import time

from scratch import ROOT, run_on_both

SAMPLE = 5  # sequences shown that broke a rule


def here(*, sequences: int, first: int) -> int:
    """Run the sequences on the database of DATABASE_URL. Returns the exit code."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "association.settings.test"
    sys.path.insert(0, str(ROOT))
    import django  # noqa: PLC0415 -- after the path

    django.setup()
    logging.disable(logging.CRITICAL)
    from django.db import transaction  # noqa: PLC0415 -- after the settings

    from tests.violations.machine.running import run_sequences  # noqa: PLC0415 -- same
    from tests.violations.machine.world import make_world  # noqa: PLC0415 -- same

    begun = time.perf_counter()
    with transaction.atomic():
        outcome = run_sequences(make_world(), range(first, first + sequences))
        transaction.set_rollback(True)
    print("\n\n".join(outcome.faulty[:SAMPLE]))
    for name, counted in (("acts", outcome.acts), ("cases in the end", outcome.endings)):
        print(f"{name}: " + ", ".join(f"{word} {times}" for word, times in counted.most_common()))
    print(
        f"{sequences} sequences in {time.perf_counter() - begun:.0f} s: "
        f"{outcome.acts.total()} acts taken, {outcome.refused} refused, "
        f"{len(outcome.faulty)} sequences broke a rule",
        flush=True,
    )
    return 1 if outcome.faulty else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sequences", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0, help="the number of the first")
    parser.add_argument("--here", action="store_true")
    chosen = parser.parse_args()
    if chosen.here:
        del chosen.here
        sys.exit(here(**vars(chosen)))
    sys.exit(run_on_both(__file__, sys.argv[1:]))
