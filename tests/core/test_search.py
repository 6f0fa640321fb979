"""What the search finds is written by several at once: the site's processes and its task worker."""

import os
import subprocess
import sys

import pytest
from django.db import connection as database

from tests.house.tree import ROOT
from tests.plaques.scratch import scratch_database

pytestmark = pytest.mark.django_db

# The second writer comes right after the first statement of the first one on the index. Where it
# has to wait, it says so at once and comes again when the first one is done.
TWO_WRITERS = """
import threading
import django
django.setup()
from django.db import OperationalError, connection, connections
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

page = Page.objects.get(depth=1)
page.index_entries.all().delete()
search = get_search_backend()

def second():
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA busy_timeout=0")
    try:
        get_search_backend().add(page)
        print("the second wrote")
    except OperationalError as refusal:
        print("the second:", refusal)
    connections.close_all()

def come():
    thread = threading.Thread(target=second)
    thread.start()
    thread.join()

came = []

def interrupt(execute, sql, params, many, context):
    result = execute(sql, params, many, context)
    if "indexentry" in sql and not came:
        came.append(sql)
        come()
    return result

with connection.execute_wrapper(interrupt):
    search.add(page)
come()
print(len(came), "interruption,", page.index_entries.count(), "entry")
"""


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker, tmp_path_factory):
    """What the two writers said; they ran before the test's own transaction begins."""
    folder = tmp_path_factory.mktemp("scratch")
    with django_db_blocker.unblock(), scratch_database(folder) as url:
        ended = subprocess.run(
            [sys.executable, "-c", TWO_WRITERS],
            cwd=ROOT,
            env=os.environ | {"DATABASE_URL": url, "VAR_DIR": str(folder)},
            text=True,
            capture_output=True,
            check=False,
        )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.splitlines()


def test_two_writers_of_one_object_leave_one_entry(told):
    assert told[1:] == ["the second wrote", "1 interruption, 1 entry"]


def test_the_second_writer_waits_on_sqlite_and_writes_on_postgresql(told):
    waits = {"sqlite": "the second: database is locked", "postgresql": "the second wrote"}
    assert told[0] == waits[database.vendor]
