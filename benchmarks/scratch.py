"""What the benchmarks of issuing share: databases of their own, and pledges to issue plaques on."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
POSTGRESQL = os.environ.get("BENCHMARK_POSTGRESQL", "postgres://postgres@127.0.0.1:5432")


def run_on_both(script: str, arguments: list[str]) -> int:
    """Run a benchmark with `--here` on a fresh SQLite file and on a fresh PostgreSQL database.

    Returns 0 when both ended well. Both databases are gone afterwards.
    """
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, database in (("SQLite", _sqlite), ("PostgreSQL", _postgresql)):
            with database(folder) as url:
                environment = os.environ | {
                    "DJANGO_SETTINGS_MODULE": "association.settings.demo",
                    "DATABASE_URL": url,
                    "VAR_DIR": folder,
                }
                print(f"-- {name}", flush=True)
                for command in (["manage.py", "migrate", "-v0"], [script, "--here", *arguments]):
                    ended = subprocess.run(
                        [sys.executable, *command], cwd=ROOT, env=environment, check=False
                    )
                    if ended.returncode:
                        failed = 1
                        break
    return failed


@contextmanager
def _sqlite(folder: str) -> Iterator[str]:
    yield f"sqlite:///{folder}/db.sqlite3"


@contextmanager
def _postgresql(folder: str) -> Iterator[str]:
    import psycopg  # noqa: PLC0415 -- only where PostgreSQL is

    name = f"benchmark_{os.getpid()}"
    with psycopg.connect(f"{POSTGRESQL}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
        try:
            yield f"{POSTGRESQL}/{name}"
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[arg-type]


def set_up() -> None:
    """Start Django on the database of DATABASE_URL. Exits if plaques or pledges are in it."""
    sys.path.insert(0, str(ROOT))
    import django  # noqa: PLC0415 -- after the path

    django.setup()
    from association.pledges.models import Pledge  # noqa: PLC0415 -- after the settings

    if Pledge.objects.exists():
        sys.exit("This database is in use. Give the benchmark an empty one.")


def make_pledges(count: int) -> list[tuple[Any, Any]]:
    """Write made-up schools with accepted pledges; return them with their main campuses."""
    from association.alliances.models import Campus, School  # noqa: PLC0415 -- after the settings
    from association.core import clock  # noqa: PLC0415
    from association.core.models import AssociationProfile  # noqa: PLC0415
    from association.pledges.models import CovenantVersion, Pledge  # noqa: PLC0415
    from association.pledges.services.review import term_from_today  # noqa: PLC0415

    AssociationProfile.load()
    version = CovenantVersion.objects.create(status="current", title_zh="行业自律诚信公约")
    names = [f"示范区第{number}文化艺术培训学校" for number in range(1, count + 1)]
    schools = School.objects.bulk_create(
        School(name=name, search_name=name, uscc=f"{number:018d}", kind="training")
        for number, name in enumerate(names, start=1)
    )
    campuses = Campus.objects.bulk_create(
        Campus(school=school, name="主校区", address="示范区测试路1号") for school in schools
    )
    pledges = Pledge.objects.bulk_create(
        Pledge(
            school=school,
            covenant_version=version,
            status="accepted",
            receipt_no=f"B{number:06d}",
            decided_at=clock.now(),
            **term_from_today(),
        )
        for number, school in enumerate(schools, start=1)
    )
    return list(zip(pledges, campuses, strict=True))


def make_clerk() -> Any:
    """Return a person who issues."""
    from django.contrib.auth import get_user_model  # noqa: PLC0415 -- after the settings

    return get_user_model().objects.create_user("clerk")


def warm_up(act: Any) -> None:
    """Do something once and take it back, so that forked processes find everything loaded."""
    from django.db import connections, transaction  # noqa: PLC0415 -- after the settings

    with transaction.atomic():
        act()
        transaction.set_rollback(True)
    # A connection must not cross a fork.
    connections.close_all()
