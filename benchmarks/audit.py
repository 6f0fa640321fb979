"""How fast the audit trail is read at a million entries, on SQLite and on PostgreSQL.

    .venv/bin/python benchmarks/audit.py [ENTRIES]

Prints the plan of the first page, and for each filter the median time of asking for the list.
"""

import statistics
import sys
import time

from scratch import run_on_both, set_up

TIMES = 5
BATCH = 10_000


def fill(entries: int) -> None:
    """Write so many acts of ten people on a thousand records, one a minute."""
    import datetime as dt  # noqa: PLC0415 -- after the settings

    from django.db import connection  # noqa: PLC0415 -- same

    from association.core import clock  # noqa: PLC0415 -- same
    from association.core.models import AuditEntry  # noqa: PLC0415 -- same
    from tests.factories import make_school, make_user  # noqa: PLC0415 -- same

    people = [make_user() for _person in range(10)]
    schools = [make_school() for _school in range(20)]
    began = clock.now() - dt.timedelta(minutes=entries)
    for start in range(0, entries, BATCH):
        AuditEntry.objects.bulk_create(
            AuditEntry(
                moment=began + dt.timedelta(minutes=number),
                user=people[number % 10],
                capacity="clerk",
                action=f"plaques.act_{number % 7}",
                object_type="plaques.plaque",
                object_id=str(number % 1000),
                label=f"示诚(2026)第{number:07d}号",
                school=schools[number % 20],
                request_id=f"{number:032x}",
            )
            for number in range(start, min(start + BATCH, entries))
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def measure(entries: int) -> None:
    """Print plan and medians."""
    from django.test import Client  # noqa: PLC0415 -- after the settings

    from association.alliances.models import School  # noqa: PLC0415 -- same
    from association.core.models import AuditEntry  # noqa: PLC0415 -- same
    from tests.factories import make_user  # noqa: PLC0415 -- same

    print(AuditEntry.objects.all()[:50].explain())
    client = Client()
    client.force_login(make_user(is_superuser=True))
    school = School.objects.first()
    for name, query in {
        "all": {},
        "person": {"person": "person1"},
        "school": {"school": school.uscc},
        "record": {"record": "plaques.plaque:7"},
        "period": {"moment_from": "2026-01-01", "moment_to": "2026-01-31"},
        "text in the name": {"label": "第0000777"},
        "last page": {"p": str(entries // 50)},
    }.items():
        seconds = []
        for _time in range(TIMES):
            began = time.perf_counter()
            answer = client.get("/admin/reports/audit/results/", query)
            seconds.append(time.perf_counter() - began)
            if answer.status_code != 200:
                sys.exit(f"{name}: {answer.status_code}")
        print(f"{name:18} {statistics.median(seconds) * 1000:8.0f} ms")


def main() -> int:
    """Run on both databases; with `--here` on the one of DATABASE_URL."""
    arguments = [argument for argument in sys.argv[1:] if argument != "--here"]
    entries = int(arguments[0]) if arguments else 1_000_000
    if "--here" not in sys.argv:
        return run_on_both(__file__, arguments)
    set_up()
    fill(entries)
    measure(entries)
    return 0


if __name__ == "__main__":
    sys.exit(main())
