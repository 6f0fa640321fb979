"""The site as people meet it: `scripts/run-demo` in its own processes, on its own database."""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Site:
    """A running site. `environment` is what its processes were started with."""

    url: str
    environment: dict[str, str]

    def manage(self, *arguments):
        """Run a management command on the site's database and return what it prints."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            text=True,
            capture_output=True,
            check=True,
        ).stdout


def free_port():
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(folder, database_url):
    """Return the environment of a demo site that keeps its files in a folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "association.settings.demo",
        "DATABASE_URL": database_url,
        "VAR_DIR": str(folder),
    }


def prepare(folder, database_url):
    """Build the demo association, as `make run` does."""
    subprocess.run(
        [sys.executable, "scripts/prepare_demo.py"],
        cwd=ROOT,
        env=environment(folder, database_url),
        stdout=subprocess.DEVNULL,
        check=True,
    )


def sqlite_demo(shared, folder):
    """Return the address of a fresh copy of the demo association on SQLite.

    It is built once for all workers of a run, behind a file lock, in `shared`.
    """
    original = shared / "demo"
    with (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (original / "complete").exists():
            original.mkdir(exist_ok=True)
            prepare(original, f"sqlite:///{original}/db.sqlite3")
            (original / "complete").touch()
    shutil.copytree(original, folder, dirs_exist_ok=True)
    return f"sqlite:///{folder}/db.sqlite3"


@contextmanager
def scratch_postgresql():
    """Make an empty database beside the one of the settings; drop it afterwards."""
    server = settings.DATABASES["default"]
    name = f"walk_{os.getpid()}"
    where = {"host": server["HOST"], "port": server["PORT"] or 5432, "user": server["USER"]}
    login = where | {"password": server["PASSWORD"], "dbname": "postgres", "autocommit": True}
    with psycopg.connect(**login) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}")
    secret = f":{server['PASSWORD']}" if server["PASSWORD"] else ""
    try:
        yield f"postgres://{where['user']}{secret}@{where['host']}:{where['port']}/{name}"
    finally:
        with psycopg.connect(**login) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@contextmanager
def serve(folder, database_url):
    """Serve the demo association until the block ends, with its task worker."""
    port = free_port()
    surroundings = environment(folder, database_url) | {"PORT": str(port), "HOST": "127.0.0.1"}
    process = subprocess.Popen(
        ["scripts/run-demo"],
        cwd=ROOT,
        env=surroundings,
        text=True,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        said = []
        for line in process.stdout:
            said.append(line)
            if line.startswith("Serving on"):
                break
        else:
            raise RuntimeError("The demo site did not start:\n" + "".join(said))
        yield Site(url=url, environment=surroundings | {"SITE_URL": url})
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.communicate()
