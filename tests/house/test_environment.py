"""`.env.example` names every variable the settings read, and a site configured by it is sound."""

import ast
import base64
import io
import os
import subprocess
import sys

import pytest
from dotenv import dotenv_values

from tests.house.tree import ROOT, files

EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
REFUSED = {
    "the demo's key": {"SECRET_KEY": "demo-key-for-the-demo-association-only"},
    "the example's key": {"SECRET_KEY": "replace-me"},
    "debugging": {"DEBUG": "true"},
    "an empty ICP number": {"ICP_NUMBER": ""},
    "an empty address": {"SITE_URL": ""},
    "an address without TLS": {"SITE_URL": "http://plaque.example.org"},
}

REDIS_ROUND_TRIP = """
import django
django.setup()
from django.conf import settings
from django.core.cache import cache
cache.set("tests.house", "here", 5)
print(settings.SESSION_ENGINE, cache.get("tests.house"))
"""

FAILING_REQUEST = """
import django
django.setup()
from django.http import HttpResponseNotFound, HttpResponseServerError
from django.test import RequestFactory
from django.utils.log import log_response
request = RequestFactory().get("/join/1-key/")
log_response("Not Found: %s", request.path, request=request, response=HttpResponseNotFound())
try:
    1 / 0
except ZeroDivisionError as error:
    answer = HttpResponseServerError()
    log_response("Error: %s", request.path, request=request, response=answer, exception=error)
"""


def example_environment(folder: str) -> dict[str, str]:
    """Return the example with what it tells the reader to replace replaced."""
    values = {
        name: value or "" for name, value in dotenv_values(stream=io.StringIO(EXAMPLE)).items()
    }
    machine = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return machine | values | {
        "SECRET_KEY": "only-for-this-test-" + "k3Jq9vX2" * 6,
        "SIGNING_KEY": base64.b64encode(bytes(range(32))).decode(),
        "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
        "VAR_DIR": folder,
    }  # fmt: skip


def deploy_check(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_redis_holds_sessions_where_it_is_named(tmp_path):
    if subprocess.run(
        [sys.executable, "scripts/services.py", "Redis"], cwd=ROOT, check=False
    ).returncode:
        pytest.skip("no Redis server is here")
    environment = example_environment(str(tmp_path)) | {
        "REDIS_URL": os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/15")
    }
    asked = subprocess.run(
        [sys.executable, "-c", REDIS_ROUND_TRIP],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert asked.stdout == "django.contrib.sessions.backends.cached_db here\n", asked.stderr


def variables_read() -> set[str]:
    return {
        node.args[0].value
        for path in files(".py", within=("association", "home"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "env"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }


def test_the_example_names_every_variable_and_no_other():
    named = set(dotenv_values(stream=io.StringIO(EXAMPLE)))
    assert named - {"DJANGO_SETTINGS_MODULE"} == variables_read()


def test_a_shell_reads_the_example_as_the_settings_do(tmp_path):
    loaded = subprocess.run(
        ["bash", "-c", "set -a; . ./.env.example; env -0"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    by_shell = dict(pair.split("=", 1) for pair in loaded.split("\0") if pair)
    wanted = dotenv_values(stream=io.StringIO(EXAMPLE))
    assert {name: by_shell.get(name) for name in wanted} == wanted


def test_a_site_configured_by_the_example_passes_the_deploy_check(tmp_path):
    checked = deploy_check(example_environment(str(tmp_path)))
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("change", REFUSED.values(), ids=REFUSED.keys())
def test_production_refuses_to_start_with(change: dict[str, str], tmp_path):
    checked = deploy_check(example_environment(str(tmp_path)) | change)
    assert checked.returncode == 1
    assert f"ImproperlyConfigured: {next(iter(change))}" in checked.stderr


def test_an_error_in_production_is_told_on_the_terminal(tmp_path):
    told = subprocess.run(
        [sys.executable, "-c", FAILING_REQUEST],
        cwd=ROOT,
        env=example_environment(str(tmp_path)),
        capture_output=True,
        text=True,
        check=True,
    ).stderr
    assert "ZeroDivisionError" in told
    assert "Not Found" not in told
