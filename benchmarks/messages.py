"""A thousand messages through a gateway that counts, while the worker is killed at random.

    .venv/bin/python benchmarks/messages.py [--events 1000] [--kill-every 0.6]

Every tenth event is rolled back. The gateway takes whatever it gets, a second time too, answers
slowly, and tells what it has; a worker is started again and again and killed with SIGKILL. In the
end each event that was committed must have arrived once, and no other. On SQLite and on PostgreSQL
(BENCHMARK_POSTGRESQL names the server). Exits with 1 if one was lost or came twice.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from scratch import ROOT, run_on_both

LEASE = 3  # seconds after which a worker is taken for dead
SLOW = 0.004  # seconds the gateway takes before it takes a message, and again before it answers
TEN = 10


class Gateway(BaseHTTPRequestHandler):
    """Counts what it is handed; keeps no message from coming twice."""

    taken: Counter[str] = Counter()

    def do_POST(self) -> None:
        told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        time.sleep(SLOW)
        self.taken[told["id"]] += 1
        time.sleep(SLOW)
        self._answer(201)

    def do_GET(self) -> None:
        self._answer(200 if self.taken[self.path.rpartition("/")[2]] else 404)

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def _answer(self, status: int) -> None:
        try:
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()
        except (BrokenPipeError, ConnectionResetError):
            pass  # the worker was killed


def here(*, events: int, kill_every: float) -> int:
    """Run it on the database of DATABASE_URL. Returns the exit code."""
    gateway = ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
    threading.Thread(target=gateway.serve_forever, daemon=True).start()
    Gateway.taken.clear()
    os.environ |= {
        "MESSAGE_ADAPTERS": "association.messaging.adapters.gateway.GatewayAdapter",
        "MESSAGE_GATEWAY_URL": f"http://127.0.0.1:{gateway.server_address[1]}/sms",
        "MESSAGE_LEASE_SECONDS": str(LEASE),
        "MESSAGE_PHONE_HOURS": "0,24",
    }
    sys.path.insert(0, str(ROOT))
    import django  # noqa: PLC0415 -- after the settings

    django.setup()
    begun = time.perf_counter()
    killing = Killer(kill_every)
    killing.start()
    told = _tell(events)
    kills = killing.finish()
    _sweep(told)
    lost, twice = _compare(told)
    print(
        f"{events} events, {told} of them committed, {kills} workers killed, "
        f"{time.perf_counter() - begun:.0f} s: {sum(Gateway.taken.values())} messages taken, "
        f"{lost} lost, {twice} twice",
        flush=True,
    )
    return 1 if lost or twice else 0


class Killer(threading.Thread):
    """Starts a worker, lets it work a moment, kills it, until it is told to finish."""

    def __init__(self, every: float) -> None:
        super().__init__(daemon=True)
        self.every, self.kills, self._stop_now = every, 0, threading.Event()

    def run(self) -> None:
        while not self._stop_now.is_set():
            with subprocess.Popen(
                [sys.executable, "-c", WORKER], cwd=ROOT, stdout=subprocess.PIPE
            ) as worker:
                worker.stdout.readline()  # it has started
                self._stop_now.wait(random.random() * self.every)  # noqa: S311 -- no secret
                worker.send_signal(signal.SIGKILL)
            self.kills += 1

    def finish(self) -> int:
        """Let the last worker be killed; return how many were."""
        self._stop_now.set()
        self.join()
        return self.kills


# A worker without the seconds that `manage.py` takes to start its checks.
WORKER = """
import django, time
django.setup()
from association.messaging.services import deliver_due
print("started", flush=True)
while True:
    deliver_due()
    time.sleep(0.01)
"""


def _tell(events: int) -> int:
    """Tell each event in a transaction of its own; roll every tenth back. Returns the others."""
    from django.db import transaction  # noqa: PLC0415 -- after the settings

    from association.accounts.models import User  # noqa: PLC0415 -- the same
    from association.messaging.models import Reach  # noqa: PLC0415 -- the same
    from association.messaging.services import Draft, tell  # noqa: PLC0415 -- the same

    person = User.objects.create_user("reader")
    Reach.objects.create(user=person, phone="13800005678")
    told = 0
    for number in range(events):
        with transaction.atomic():
            words = {"count": 1, "first": number, "dates": number}
            tell([Draft(person=person, kind="reminder", key=f"event:{number}", words=words)])
            if number % TEN == 0:
                transaction.set_rollback(True)
            else:
                told += 1
        time.sleep(0.01)  # so that the workers are at it while events come
    return told


def _sweep(told: int) -> None:
    """Let a last worker, which is not killed, finish."""
    from association.messaging.models import Delivery  # noqa: PLC0415 -- after the settings
    from association.messaging.services import deliver_due  # noqa: PLC0415 -- the same

    while Delivery.objects.filter(state="sent").count() < told:
        deliver_due()
        time.sleep(0.2)


def _compare(told: int) -> tuple[int, int]:
    """Return how many messages were lost, and how many came more than once."""
    from association.messaging.models import Delivery  # noqa: PLC0415 -- after the settings

    wanted = {str(reference) for reference in Delivery.objects.values_list("reference", flat=True)}
    strange = set(Gateway.taken) - wanted
    lost = told - len(wanted & set(Gateway.taken)) + len(strange)
    return lost, sum(times > 1 for times in Gateway.taken.values())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=1000)
    parser.add_argument("--kill-every", type=float, default=0.6)
    parser.add_argument("--here", action="store_true")
    chosen = parser.parse_args()
    if chosen.here:
        del chosen.here
        sys.exit(here(**vars(chosen)))
    arguments = ["--events", str(chosen.events), "--kill-every", str(chosen.kill_every)]
    sys.exit(run_on_both(__file__, arguments))
