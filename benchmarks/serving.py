"""Servers that run for the length of a block."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def free_port() -> int:
    """Return a port that is free at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serving(command: list[str], port: int, **environment: str) -> Iterator[subprocess.Popen]:
    """Run a server until the end of the block; wait for its port first."""
    found = {"PYTHONPATH": str(ROOT / "benchmarks")}
    signal.signal(signal.SIGTERM, lambda *_told: sys.exit(1))  # so that the server ends too
    server = subprocess.Popen(command, cwd=ROOT, env=os.environ | found | environment)
    try:
        for _try in range(1_200):  # two minutes: others may be using the machine
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        else:
            sys.exit(f"no server came up: {command}")
        yield server
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()


def granian(port: int, application: str, *, workers: int = 2) -> list[str]:
    """Return the command that serves an application as the site is served."""
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
        "--port", str(port), "--no-ws", "--workers", str(workers), "--blocking-threads", "1",
        "--respawn-failed-workers", "--log-level", "critical", application,
    ]  # fmt: skip
