"""A backup made while processes write, restored elsewhere and compared row by row, file by file.

    .venv/bin/python benchmarks/backup.py [--writers 4] [--plaques 1000]

The writers issue plaques and confirm each by a photo, so rows and files come in together; the
backup begins in their midst. Twice it is restored by `manage.py restore`: what was made under load
must be an exact beginning of what the site holds in the end, what was made afterwards must be all
of it. On SQLite and on PostgreSQL (BENCHMARK_POSTGRESQL names the server); `--here` uses the empty,
migrated database of DATABASE_URL. Exits with 1 unless all is as it must be.
"""

import argparse
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scratch import ROOT, make_clerk, make_pledges, run_on_both, set_up
from two_sites import Site, differences, sequences_behind


def writer(part: list[tuple[Any, Any]], clerk: Any, done: Any, stop: Any) -> None:
    """Issue and confirm one plaque after the other, until told to stop."""
    from association.plaques.services import activate_plaque, issue_plaque  # noqa: PLC0415 -- same
    from tests.factories import make_gate_photo  # noqa: PLC0415 -- after the settings

    for pledge, campus in part:
        if stop.is_set():
            break
        plaque = issue_plaque(pledge=pledge, campus=campus, acting_user=clerk)
        activate_plaque(plaque=plaque, photo=make_gate_photo(plaque), acting_user=clerk)
        done.release()


@contextmanager
def writing(writers: int, plaques: int) -> Iterator[Any]:
    """Let processes write; begin the block when each has written once on average.

    plaques: how many there are to write at most. Gives a semaphore that counts what was written.
    """
    from django.db import connections  # noqa: PLC0415 -- after the settings

    fork = multiprocessing.get_context("fork")
    done, stop = fork.Semaphore(0), fork.Event()
    pledges, clerk = make_pledges(plaques), make_clerk()
    connections.close_all()
    processes = [
        fork.Process(target=writer, args=(pledges[number::writers], clerk, done, stop))
        for number in range(writers)
    ]
    for each in processes:
        each.start()
    try:
        for _each in range(writers):
            done.acquire(timeout=60)
        yield done
    finally:
        stop.set()
        for each in processes:
            each.join()
    if any(each.exitcode for each in processes):
        raise RuntimeError("a writer failed while the backup was made")


def here(*, writers: int, plaques: int) -> int:
    """Back up the database of DATABASE_URL and restore it elsewhere. Returns the exit code."""
    set_up()
    with tempfile.TemporaryDirectory() as folder, elsewhere(folder) as other:
        return compare(Path(folder), other, writers=writers, plaques=plaques)


def compare(folder: Path, other: Site, *, writers: int, plaques: int) -> int:
    """Make both backups, restore both, print what differs. Returns the exit code."""
    site = Site(os.environ["DATABASE_URL"], Path(os.environ["VAR_DIR"]))
    with writing(writers, plaques) as done:
        begun, before = time.perf_counter(), site.plaques()
        backup(folder / "under load", site)
        seconds, after = time.perf_counter() - begun, site.plaques()
        # Whoever still writes now wrote during all of it. Each may have written one that is counted
        # already and not told yet.
        while done.acquire(block=False):
            pass
        for _told in range(writers + 1):
            done.acquire(timeout=60)
    restore(folder / "under load", other)
    restored, total = other.plaques(), site.plaques()
    wrong = differences(other, site, beginning_of=True) + sequences_behind(other)
    if not (before <= restored <= after < total and before < after):
        wrong.append(f"no writing around the backup: {before}, {restored}, {after}, {total}")
    backup(folder / "afterwards", site)
    restore(folder / "afterwards", other, "--replace")
    wrong += differences(other, site) + sequences_behind(other)
    print(
        f"{writers} writers: {before} plaques when the backup began, {restored} in it, {after} "
        f"when it ended {seconds:.1f} s later, {total} in the end; {other.rows()} rows in "
        f"{len(other.tables())} tables and {len(other.files())} files compared, "
        f"{len(wrong)} differences",
        flush=True,
    )
    for line in wrong[:10]:
        print(f"    {line}", flush=True)
    return 1 if wrong else 0


def backup(directory: Path, site: Site) -> None:
    """Run `manage.py backup` on a site."""
    _manage(site, "backup", str(directory))


def restore(directory: Path, site: Site, *options: str) -> None:
    """Run `manage.py restore` on a site."""
    _manage(site, "restore", str(directory), *options)


def _manage(site: Site, *arguments: str) -> None:
    environment = os.environ | {"DATABASE_URL": site.url, "VAR_DIR": str(site.folder)}
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def elsewhere(folder: str) -> Iterator[Site]:
    """Give a site without anything on the same kind of database; drop its databases at the end."""
    url, place = os.environ["DATABASE_URL"], Path(folder, "elsewhere")
    place.mkdir()
    if url.startswith("sqlite"):
        yield Site(f"sqlite:///{place}/db.sqlite3", place)
        return
    import psycopg  # noqa: PLC0415 -- only where PostgreSQL is

    name = f"elsewhere_{os.getpid()}"
    address = urlsplit(url)
    with psycopg.connect(address._replace(path="/postgres").geturl(), autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
        try:
            yield Site(address._replace(path=f"/{name}").geturl(), place)
        finally:
            kept = server.execute(
                "SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{name}%"]
            )
            for (database,) in kept.fetchall():
                server.execute(f"DROP DATABASE {database} WITH (FORCE)")  # type: ignore[arg-type]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--writers", type=int, default=4)
    parser.add_argument("--plaques", type=int, default=1000)
    parser.add_argument("--here", action="store_true")
    chosen = parser.parse_args()
    if chosen.here:
        del chosen.here
        sys.exit(here(**vars(chosen)))
    sys.exit(run_on_both(__file__, sys.argv[1:]))
