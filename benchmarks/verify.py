"""How fast scans are answered, beside a constant Django view on the same server in the same run.

    .venv/bin/python benchmarks/verify.py [--plaques N ...] [--rounds 5] [--seconds 1]
        [--database-url postgres://USER@HOST:PORT/NEW_NAME]

Without an address it works on SQLite in a temporary folder; a PostgreSQL database is made and
dropped again. All is served by granian (WSGI, two workers) on the loopback, the static file by
nginx if it is installed. Every answer's status is looked at. A million plaques take minutes to
fill in.
"""

import argparse
import os
import shutil
import socket
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from filling import fill, make_database  # noqa: E402 -- found from here on
from loading import rate, request  # noqa: E402 -- same
from serving import free_port, granian, serving  # noqa: E402 -- same

SAMPLE = 200  # plaques that are scanned
GUESSES = 4_000  # unknown codes, each from an address of its own
NGINX = """
worker_processes 2; pid {folder}/nginx.pid; error_log {folder}/error.log; daemon off;
events {{ worker_connections 256; }}
http {{ access_log off; client_body_temp_path {folder}; proxy_temp_path {folder};
  fastcgi_temp_path {folder}; uwsgi_temp_path {folder}; scgi_temp_path {folder};
  keepalive_requests 10000000;
  server {{ listen 127.0.0.1:{port}; root {folder}/static; default_type text/html; }} }}
"""


def nginx(port: int, folder: Path, page: bytes) -> list[str]:
    """Return the command that serves a file as large as the door's answer."""
    (folder / "static").mkdir(parents=True)
    folder.parent.chmod(0o711)  # nginx's workers are somebody else when root starts it
    (folder / "static/page.html").write_bytes(page)
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=port))
    return ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")]


def targets(port: int, tokens: list[str]) -> dict[str, tuple[int, list[bytes], int]]:
    """Return what is measured: port, requests, and the status of every answer."""
    from association.plaques.models.plaque import new_token  # noqa: PLC0415 -- after the settings

    def asks(paths: list[str]) -> list[bytes]:
        return [
            request(path, port=port, X_Forwarded_For=f"10.0.{number // 250}.{number % 250}")
            for number, path in enumerate(paths)
        ]

    guesses = [f"/v/{new_token()}" for _number in range(GUESSES)]
    return {
        "constant view": (port, asks(["/constant"] * 2), 200),
        "slow path": (port, asks([f"/slow/v/{token}" for token in tokens]), 200),
        "door": (port, asks([f"/v/{token}" for token in tokens]), 200),
        "slow path, unknown": (port, asks([f"/slow{path}" for path in guesses]), 404),
        "door, unknown": (port, asks(guesses), 404),
        "door, no token at all": (port, asks([f"{path}-" for path in guesses]), 404),
    }


def measure(
    measured: dict[str, tuple[int, list[bytes], int]], *, rounds: int, seconds: float
) -> dict[str, list[float]]:
    """Return the rates of every target, round by round; the targets take turns."""
    rates: dict[str, list[float]] = {name: [] for name in measured}
    for _round in range(rounds):
        for name, (port, requests, status) in measured.items():
            rates[name].append(rate(port, requests, status=status, seconds=seconds))
    return rates


def report(rates: dict[str, list[float]]) -> None:
    """Print each rate, and its ratio to the constant view of the same round with its spread."""
    print(f"{'':<24}{'per second':>12}{'× constant':>12}   lowest to highest round")
    for name, each in rates.items():
        ratios = [one / base for one, base in zip(each, rates["constant view"], strict=True)]
        print(
            f"{name:<24}{statistics.median(each):12.0f}{statistics.median(ratios):12.2f}"
            f"   {min(ratios):.2f} to {max(ratios):.2f}",
            flush=True,
        )


def fetch(port: int, asked: bytes) -> bytes:
    """Return the body of one answer."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(asked.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        answer = b"".join(iter(lambda: connection.recv(1 << 16), b""))
    return answer.partition(b"\r\n\r\n")[2]


def run(plaques: int, folder: Path, *, rounds: int, seconds: float) -> None:
    """Fill the database up to a number of plaques, measure and report."""
    begun = time.perf_counter()
    tokens = fill(plaques, sample=SAMPLE)
    print(f"\n{plaques:,} plaques (filled in {time.perf_counter() - begun:.0f} s)", flush=True)
    port = free_port()
    with ExitStack() as servers:
        servers.enter_context(serving(granian(port, "served:application"), port))
        measured = targets(port, tokens)
        pages = [fetch(port, asked) for _twice in range(2) for asked in measured["door"][1]]
        if shutil.which("nginx"):
            static, place = free_port(), folder / f"nginx-{plaques}"
            servers.enter_context(serving(nginx(static, place, pages[-1]), static))
            measured["nginx, static file"] = (static, [request("/page.html", port=static)] * 2, 200)
        report(measure(measured, rounds=rounds, seconds=seconds))
    print(f"page as sent: {len(pages[-1]):,} bytes")


def main(options: argparse.Namespace) -> None:
    """Make the database, run at each size."""
    import django  # noqa: PLC0415 -- after the environment

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 -- same

    call_command("migrate", verbosity=0, skip_checks=True)
    print("database:", urlsplit(os.environ["DATABASE_URL"]).scheme)
    for plaques in sorted(options.plaques):
        run(plaques, Path(os.environ["VAR_DIR"]), rounds=options.rounds, seconds=options.seconds)


def read_options() -> Any:
    """Return the command line's options."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--plaques", type=int, nargs="+", default=[1_000, 100_000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--database-url", default="")
    return parser.parse_args()


if __name__ == "__main__":
    chosen = read_options()
    with (
        tempfile.TemporaryDirectory() as scratch,
        make_database(chosen.database_url, scratch) as url,
    ):
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "association.settings.demo",
            "DATABASE_URL": url,
            "VAR_DIR": scratch,
            "PROXIES": "1",
            "SITE_URL": "http://127.0.0.1",
            "TASKS": "immediate",
        }
        main(chosen)
