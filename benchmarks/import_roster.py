"""How fast a large ledger is taken in, beside a bare loop of inserts in the same run.

    .venv/bin/python benchmarks/import_roster.py [ROWS]

Works on a database of its own in a temporary folder. Take the peak of memory with
`/usr/bin/time -v` in front.
"""

import csv
import io
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
HEADERS = [
    "序号", "单位名称", "统一社会信用代码", "办学许可证号", "办学内容", "办学地址", "所属街道",
    "所属联盟", "负责人", "联系电话", "许可证有效期至", "经度", "纬度", "备注",
]  # fmt: skip
CHUNK = 100


def make_ledger(rows: int) -> bytes:
    """Return a CSV ledger of made-up schools in division 370799, which does not exist."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(["坐标系：GCJ-02"])
    writer.writerow(HEADERS)
    writer.writerows(_row(number) for number in range(1, rows + 1))
    return buffer.getvalue().encode("utf-8-sig")


def _row(number: int) -> list[Any]:
    from stdnum.cn import uscc  # noqa: PLC0415 -- after the settings

    body = f"52370799MJ{number:07d}"
    return [
        number,
        f"示范区第{number}文化艺术培训学校",
        body + uscc.calc_check_digit(body),
        f"教民13707997{number:07d}号",
        ("文化艺术", "体育", "科技")[number % 3],
        f"示范区测试路{number}号",
        "测试街道",
        ("东联盟", "南", "西片区", "行业自律联盟(北)")[number % 4],
        "校长甲",
        f"0536-0{number % 1_000_000:06d}",
        ("2029年3月10日", "长期", "2028/12/31")[number % 3],
        119.1 + number % 100 / 1000,
        36.65 + number % 100 / 1000,
        "",
    ]


def bare_loop(rows: int) -> None:
    """Insert as many schools as plainly as Django can, one by one, in transactions of CHUNK."""
    from django.db import transaction  # noqa: PLC0415 -- after the settings

    from association.alliances.models import School  # noqa: PLC0415 -- same

    for start in range(0, rows, CHUNK):
        with transaction.atomic():
            for number in range(start, min(start + CHUNK, rows)):
                School.objects.create(name=f"校{number}", uscc=f"{number:018d}", kind="training")


def timed(name: str, rows: int, act: Callable[[], Any]) -> tuple[Any, float]:
    """Run, print seconds and rows a second; return the result and the seconds."""
    begun = time.perf_counter()
    result = act()
    seconds = time.perf_counter() - begun
    print(f"{name:<28}{seconds:8.2f} s {rows / seconds:10.0f} rows/s", flush=True)
    return result, seconds


def main(rows: int) -> None:
    """Measure reading, preview, import, second import, and the bare loop."""
    from django.core.management import call_command  # noqa: PLC0415 -- after the settings

    from association.alliances.roster.importer import import_roster, read_roster  # noqa: PLC0415
    from association.alliances.roster.preview import Preview  # noqa: PLC0415

    call_command("migrate", verbosity=0, skip_checks=True)
    ledger = make_ledger(rows)
    parsed, _ = timed("read and check", rows, lambda: read_roster(ledger, "ledger.csv"))
    timed("preview", rows, lambda: Preview.build(parsed))
    first, seconds = timed("import", rows, lambda: import_roster(parsed, acting_user=None))
    again, _ = timed("import again", rows, lambda: import_roster(parsed, acting_user=None))
    if (first.created, again.unchanged) != (rows, rows):
        sys.exit(f"wrong counts: {first.created} created, then {again.unchanged} unchanged")
    _, bare = timed("bare School.objects.create", rows, lambda: bare_loop(rows))
    print(f"import / bare loop: {seconds / bare:.1f}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "association.settings.demo",
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
            "VAR_DIR": folder,
        }
        sys.path.insert(0, str(ROOT))
        import django

        django.setup()
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
