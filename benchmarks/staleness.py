"""How many answers are old when they are asked for right after a change was committed.

    .venv/bin/python benchmarks/staleness.py [--changes 1000] [--redis present|stopped|absent]
        [--kill-worker] [--database-url postgres://USER@HOST:PORT/NEW_NAME]

Four worker processes serve the site; this one changes plaques at random through the services and
reads every surface after each commit, while another process scans all plaques without a pause, so
that pages are rendered and stored just when they turn old. Exits with 1 if one answer was old.
"""

import argparse
import gzip
import http.client
import io
import json
import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from filling import make_database  # noqa: E402 -- found from here on
from serving import free_port, granian, serving  # noqa: E402 -- same

PLAQUES = 12
WORKERS = 4


def get(port: int, path: str) -> bytes:
    """Return a body, unzipped, on a new connection, so that every worker has its turn.

    A worker that is killed takes its connections along: whoever reads tries again.
    """
    for _try in range(50):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            # Each from an address of its own: how much one may ask is not the question here.
            somebody = f"10.{random.randrange(250)}.{random.randrange(250)}.7"  # noqa: S311 -- same
            headers = {"Accept-Encoding": "gzip", "X-Forwarded-For": somebody}
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            body = answer.read()
        except (ConnectionError, http.client.HTTPException):
            time.sleep(0.1)
            continue
        finally:
            connection.close()
        if answer.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        return body
    raise RuntimeError(path)


def scan_on(port: int, paths: list[str]) -> None:
    """Scan at random until somebody ends the process."""
    while True:
        get(port, random.choice(paths))  # noqa: S311 -- no secret


class Surfaces:
    """Reads a plaque everywhere; each reading says whether it shows the present state."""

    def __init__(self, port: int) -> None:
        self.port = port

    def old(self, plaque: Any) -> list[str]:
        """Return the surfaces that do not tell the plaque's present state."""
        readings: dict[str, Callable[[Any], bool]] = {
            "scan": lambda p: self._page(p, p.scan_path),
            "number": lambda p: self._page(p, p.get_absolute_url()),
            "api": self._api,
            "list": self._list,
            "badge": self._badge,
            "card": self._card,
            "atom": self._atom,
        }
        return [name for name, reads in readings.items() if not reads(plaque)]

    def _page(self, plaque: Any, path: str) -> bool:
        return f'state-{plaque.state.value}"'.encode() in get(self.port, path)

    def _api(self, plaque: Any) -> bool:
        told = json.loads(get(self.port, f"/api/v1/plaques/{plaque.number}"))
        return told["state"] == plaque.state.value and told["school"]["name"] == plaque.school.name

    def _list(self, plaque: Any) -> bool:
        found = get(self.port, f"/members/?q={quote(plaque.school.name)}").decode()
        rows = [row for row in found.split("<tr") if plaque.number in row]
        return len(rows) == 1 and f'state-{plaque.state.value}"' in rows[0]

    def _badge(self, plaque: Any) -> bool:
        return str(plaque.state.label) in get(self.port, f"/badge/{plaque.number}.svg").decode()

    def _card(self, plaque: Any) -> bool:
        from PIL import Image  # noqa: PLC0415 -- with the other imports of the site

        from association.plaques.sharing.looks import LOOKS  # noqa: PLC0415 -- after the settings

        drawn = Image.open(io.BytesIO(get(self.port, f"/verify/{plaque.number}/card.png")))
        corner = drawn.convert("RGB").getpixel((10, 10))
        grounds = {look.ground for look in LOOKS.values()}
        # The picture has few colours, so the ground is only near to what was drawn.
        shown = min(grounds, key=lambda ground: _apart(corner, bytes.fromhex(ground[1:])))
        return shown == LOOKS[plaque.state.value].ground

    def _atom(self, plaque: Any) -> bool:
        last = plaque.events.last()
        tag = f"plaques/{plaque.number}/{last.sequence}<"
        return last.verb == "issue_plaque" or tag.encode() in get(self.port, "/plaques.atom")


def _apart(one: Any, other: bytes) -> int:
    return sum(abs(a - b) for a, b in zip(one, other, strict=True))


def change(plaque: Any, people: Any) -> str:
    """Do one thing to a plaque that its state allows. Return what was done."""
    from association.plaques.enums import MeasureKind, PlaqueStatus  # noqa: PLC0415 -- settings
    from association.plaques.services.replacement import replace_copy  # noqa: PLC0415
    from tests.factories import hang, put_in_force  # noqa: PLC0415

    if plaque.status == PlaqueStatus.ISSUED:
        hang(plaque)
        return "hung"
    if plaque.status == PlaqueStatus.ACTIVE and random.random() < 0.3:  # noqa: S311 -- no secret
        replace_copy(plaque=plaque, reason="lost", acting_user=people[0])
        return "copy replaced"
    suspended = plaque.status == PlaqueStatus.SUSPENDED
    kind = MeasureKind.REVOKE if suspended else MeasureKind.SUSPEND
    put_in_force(plaque, kind=kind)
    return kind.value


@contextmanager
def redis_server(state: str) -> Iterator[str]:
    """Give REDIS_URL for a server that answers, one that stopped, or none at all."""
    port = free_port()
    if state != "present":
        yield f"redis://127.0.0.1:{port}/0" if state == "stopped" else ""
        return
    program = shutil.which("redis-server") or sys.exit("redis-server is not installed")
    quiet = ["--port", str(port), "--save", "", "--loglevel", "warning"]
    with serving([program, *quiet], port):
        yield f"redis://127.0.0.1:{port}/0"


def kill_one(server: subprocess.Popen) -> None:
    """Kill one worker of a server without notice."""
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
    os.kill(int(random.choice(children)), signal.SIGKILL)  # noqa: S311 -- no secret


def main(options: argparse.Namespace) -> int:
    """Change and read; print what was found. Return the exit code."""
    import django  # noqa: PLC0415 -- after the environment

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 -- same
    from django.utils import translation  # noqa: PLC0415 -- same

    call_command("migrate", verbosity=0, skip_checks=True)
    from association.accounts.roles import Role  # noqa: PLC0415 -- same
    from association.plaques.enums import PlaqueStatus  # noqa: PLC0415 -- same
    from association.plaques.models import Plaque  # noqa: PLC0415 -- same
    from tests.factories import make_active_plaque, make_secretary  # noqa: PLC0415 -- same

    translation.activate("zh-hans")
    keys = [make_active_plaque().pk for _number in range(PLAQUES)]
    people = make_secretary(), make_secretary(Role.APPROVER)
    port, old, begun = free_port(), Counter[str](), time.perf_counter()
    done = Counter[str]()
    command = granian(port, "association.wsgi:application", workers=WORKERS)
    with serving(command, port) as server:
        paths = [plaque.scan_path for plaque in Plaque.objects.all()]
        reader = multiprocessing.get_context("spawn").Process(
            target=scan_on, args=(port, paths), daemon=True
        )
        reader.start()
        surfaces = Surfaces(port)
        for number in range(options.changes):
            if options.kill_worker and number % 50 == 25:
                kill_one(server)
            key = random.choice(keys)  # noqa: S311 -- no secret
            done[change(Plaque.objects.get(pk=key), people)] += 1
            # Twice, for the first reading may store what the second is served.
            for _twice in range(2):
                plaque = Plaque.objects.select_related("school").get(pk=key)
                old.update(surfaces.old(plaque))
            if plaque.status == PlaqueStatus.REVOKED:
                # Nothing more happens to this one; another school's takes its place.
                keys[keys.index(key)] = make_active_plaque().pk
        reader.kill()
    took = time.perf_counter() - begun
    print(f"{options.changes} changes, 7 surfaces read twice after each, {took:.0f} s")
    print(", ".join(f"{what} {times}" for what, times in done.most_common()))
    print(f"old answers: {old.total()} {dict(old) if old else ''}")
    return 1 if old else 0


def read_options() -> argparse.Namespace:
    """Return the command line's options."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--changes", type=int, default=1_000)
    parser.add_argument("--redis", choices=["present", "stopped", "absent"], default="absent")
    parser.add_argument("--kill-worker", action="store_true")
    parser.add_argument("--database-url", default="")
    return parser.parse_args()


if __name__ == "__main__":
    chosen = read_options()
    with (
        tempfile.TemporaryDirectory() as scratch,
        make_database(chosen.database_url, scratch) as url,
        redis_server(chosen.redis) as redis_url,
    ):
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "association.settings.demo",
            "PROXIES": "1",
            "DATABASE_URL": url,
            "VAR_DIR": scratch,
            "REDIS_URL": redis_url,
            "TASKS": "immediate",
        }
        sys.exit(main(chosen))
