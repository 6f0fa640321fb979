"""A copy of the test database on which processes may really commit, collide and die."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager

import psycopg
from django.db import connection, connections

from tests.house.tree import ROOT


@contextmanager
def scratch_database(folder):
    """Copy the empty test database; give its address; drop it afterwards."""
    connections.close_all()
    if connection.vendor == "sqlite":
        copy = folder / "scratch.sqlite3"
        with (
            closing(sqlite3.connect(connection.settings_dict["NAME"])) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
        yield f"sqlite:///{copy}"
        return
    server = connection.settings_dict
    name = f"scratch_{os.getpid()}"
    where = {"host": server["HOST"], "port": server["PORT"] or 5432, "user": server["USER"]}
    login = where | {"password": server["PASSWORD"], "dbname": "postgres", "autocommit": True}
    secret = f":{server['PASSWORD']}" if server["PASSWORD"] else ""
    with psycopg.connect(**login) as admin:
        admin.execute(f'CREATE DATABASE {name} TEMPLATE "{server["NAME"]}"')
        try:
            yield f"postgres://{where['user']}{secret}@{where['host']}:{where['port']}/{name}"
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def run_benchmark(name, *arguments, url, folder):
    """Run a benchmark on a scratch database in a process of its own; return what it said."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "association.settings.demo",
        "DATABASE_URL": url,
        "VAR_DIR": str(folder),
    }
    return subprocess.run(
        [sys.executable, f"benchmarks/{name}.py", "--here", *map(str, arguments)],
        cwd=ROOT,
        env=environment,
        text=True,
        capture_output=True,
        check=False,
    )
