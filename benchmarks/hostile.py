"""Ten thousand hostile requests at every form, query and address, and what came of them.

    .venv/bin/python benchmarks/hostile.py [--requests 10000] [--only NAME]

Addresses, people and records are those of the privilege matrix (tests/permissions); forms are read
from the pages as each role gets them. Each request is undone. Prints what went wrong, then the
requests by address. On SQLite and on PostgreSQL (BENCHMARK_POSTGRESQL names the server); `--here`
uses the empty, migrated database of DATABASE_URL. Exits with 1 if anything went wrong.
"""

import argparse
import logging
import os
import sys
import tempfile
import time
import warnings
from collections import Counter
from pathlib import Path
from typing import Any

from scratch import ROOT, run_on_both

SAMPLE = 3  # faults shown of one kind


def here(*, requests: int, only: str) -> int:
    """Attack the site on the database of DATABASE_URL. Returns the exit code."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "association.settings.test"
    sys.path.insert(0, str(ROOT))
    import django  # noqa: PLC0415 -- after the path

    django.setup()
    logging.disable(logging.CRITICAL)  # refusals are expected, by the thousand
    warnings.simplefilter("ignore")  # as outside of tests
    from django.db import transaction  # noqa: PLC0415 -- after the settings
    from django.test.utils import override_settings, setup_test_environment  # noqa: PLC0415

    from tests.permissions.world import make_world  # noqa: PLC0415

    setup_test_environment()
    kept = override_settings(
        MEDIA_ROOT=Path(tempfile.mkdtemp(dir=os.environ.get("VAR_DIR"))),
        SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
    )
    with kept, transaction.atomic():
        code = attack_all(make_world(), requests=requests, only=only)
        transaction.set_rollback(True)
    return code


def attack_all(world: Any, *, requests: int, only: str) -> int:
    """Go round all addresses until so many requests are sent. Returns the exit code."""
    from tests.hostile_runs.running import Run  # noqa: PLC0415 -- after the settings
    from tests.permissions.asking import row_names  # noqa: PLC0415 -- same

    names = [name for name in row_names() if only in name and _can_be_asked(name, world)]
    begun, run, faults = time.perf_counter(), Run(world), []
    run.meet(names)
    forms = sum(len(found) for found in run.found.values())
    each = -(-requests // forms)
    shown: Counter[str] = Counter()
    for name in names:
        for fault in run.attack(name, each=each):
            faults.append(fault)
            shown[fault.wrong] += 1
            if shown[fault.wrong] <= SAMPLE:
                print(fault, flush=True)
    seconds = time.perf_counter() - begun
    told = Counter(f"{fault.name}: {fault.wrong.partition(' at ')[0][:90]}" for fault in faults)
    for kind, times in told.most_common():
        print(f"{times:5} × {kind}")
    print(f"{'requests':>8}  {'forms':>5}  address")
    for name in names:
        print(f"{run.sent[name]:8}  {len(run.found[name]):5}  {name}")
    answers = ", ".join(f"{status}: {times}" for status, times in sorted(run.answers.items()))
    print(
        f"{run.sent.total()} requests at {forms} forms of {len(names)} addresses "
        f"in {seconds:.0f} s; answers {answers}; {len(faults)} faults",
        flush=True,
    )
    return 1 if faults else 0


def _can_be_asked(name: str, world: Any) -> bool:
    from tests.permissions.asking import request_of  # noqa: PLC0415 -- after the settings

    try:
        request_of(name, world)
    except LookupError as error:
        print(f"left out: {error}", flush=True)
        return False
    return True


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--only", default="", help="addresses with this in their name")
    parser.add_argument("--here", action="store_true")
    chosen = parser.parse_args()
    if chosen.here:
        del chosen.here
        sys.exit(here(**vars(chosen)))
    sys.exit(run_on_both(__file__, sys.argv[1:]))
