"""What makes the suite quick: who runs which file and when, garbage, databases without fsync."""

import gc
from collections import Counter

import pytest
from django.db import connection
from xdist.scheduler import LoadFileScheduling

WALKS = "tests/walks/"
# What takes minutes begins first, so that no worker is left alone with it in the end. The rest
# follows by the number of tests in a file, the smallest last.
FIRST = [
    WALKS,
    "tests/permissions/test_matrix.py",
    "tests/hostile_runs/",
    "tests/core/test_backup_under_load.py",
    "tests/home/test_demo.py",
    "tests/core/test_walls_fall.py",
    "tests/house/",
    "tests/accounts/test_attempts.py",
    "tests/core/test_numbering.py",
    "tests/plaques/test_concurrency.py",
    "tests/plaques/test_crash.py",
]
# Whatever reaches a database asks for one of these, through however many fixtures; `site` is the
# running demo of the walks.
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "site"}
# The test database is thrown away, so nothing of it need survive a failure of power. Benchmarks
# and walks, which are about what survives, have databases and settings of their own.
SQLITE = "PRAGMA synchronous=OFF;PRAGMA journal_mode=MEMORY;PRAGMA cache_size=-65536"
POSTGRESQL = "-c synchronous_commit=off -c jit=off"


class ByFile(LoadFileScheduling):
    """Hands whole files to the workers in the order of collection; all walks share one site."""

    def _split_scope(self, nodeid: str) -> str:
        return WALKS if nodeid.startswith(WALKS) else super()._split_scope(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Take the order of pytest_collection_modifyitems instead of xdist's own."""
    if config.getoption("dist") != "loadfile":
        return None
    config.option.loadscopereorder = False
    return ByFile(config, log)


def pytest_addoption(parser):
    """Let a run on a second database ask for those tests alone that it can answer differently."""
    parser.addoption(
        "--database-only",
        action="store_true",
        help="leave out the tests that touch no database",
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Leave out what the run does not ask for, and put what takes long to the front.

    Inside of a file nothing moves.
    """
    if config.getoption("database_only"):
        left_out = [item for item in items if not _may_touch_database(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if _may_touch_database(item)]
    tests = Counter(_file(item) for item in items)
    items.sort(key=lambda item: (_rank(_file(item)), -tests[_file(item)], _file(item)))


def _may_touch_database(item):
    """Whether pytest-django lets this test at the database, or has made one for its fixtures."""
    return bool(
        item.get_closest_marker("django_db") or DATABASE_FIXTURES.intersection(item.fixturenames)
    )


def _file(item):
    return item.nodeid.partition("::")[0]


def _rank(file):
    return next((place for place, name in enumerate(FIRST) if file.startswith(name)), len(FIRST))


def pytest_collection_finish():
    """Let the garbage collector leave alone what stays: two million objects of loaded code."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 10, 10)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Spare the test database what only a real one needs."""
    options = connection.settings_dict["OPTIONS"]
    if connection.vendor == "sqlite":
        options["init_command"] = f"{options['init_command']};{SQLITE}"
    else:
        options["options"] = f"{options.get('options', '')} {POSTGRESQL}".strip()
