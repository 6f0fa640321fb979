"""Tells which optional services the tests can use here.

usage: services.py         print a line for each; exit 1 if any is missing
       services.py NAME    print nothing; exit 1 if it is missing
"""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from urllib.parse import urlsplit

import psycopg


def postgresql() -> str:
    """Return the server's version, or "" where none answers at TEST_POSTGRES_URL in two seconds."""
    url = os.environ.get("TEST_POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/association")
    # The test run makes its own database; `postgres` is the one that is always there to ask.
    address = urlsplit(url)._replace(path="/postgres").geturl()
    try:
        with psycopg.connect(address, connect_timeout=2) as connection:
            return f"{connection.info.server_version // 10_000}"
    except psycopg.OperationalError:
        return ""


def redis() -> str:
    """Return "a server answers", or "" where TEST_REDIS_URL gives no PONG in two seconds."""
    address = urlsplit(os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/15"))
    try:
        with socket.create_connection((address.hostname, address.port or 6379), 2) as connection:
            connection.sendall(b"PING\r\n")
            return "a server answers" if connection.recv(64).startswith(b"+PONG") else ""
    except OSError:
        return ""


def chromium() -> str:
    """Return Chromium's version line, or "" where it is not installed."""
    return _version_line("chromium")


def gettext() -> str:
    """Return msgfmt's version line, or "" where GNU gettext is not installed."""
    return _version_line("msgfmt")


def _version_line(program: str) -> str:
    if not shutil.which(program):
        return ""
    answer = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    return answer.stdout.partition("\n")[0].strip()


SERVICES: dict[str, tuple[Callable[[], str], str]] = {
    "PostgreSQL": (postgresql, "its run is left out"),
    "Redis": (redis, "the test of shared sessions is left out"),
    "Chromium": (chromium, "browser tests are left out"),
    "gettext": (gettext, "the check that all texts are gathered is left out"),
}


def main(names: list[str]) -> int:
    """Report on all services, or answer for the named ones by the exit code."""
    missing = 0
    for name in names or SERVICES:
        find, consequence = SERVICES[name]
        found = find()
        missing += not found
        if not names:
            print(f"{name}: found, {found}" if found else f"{name}: not found, {consequence}")
    return min(missing, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
