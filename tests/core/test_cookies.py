"""Cookies of a real site, read from its own settings in a process of its own."""

import json
import subprocess
import sys

from tests.house.test_environment import example_environment
from tests.house.tree import ROOT

NAMES_AND_FLAGS = """
import django
django.setup()
import json
from django.conf import settings
told = {
    name: getattr(settings, name)
    for name in dir(settings)
    if name.startswith(("SESSION_COOKIE", "CSRF_COOKIE", "LANGUAGE_COOKIE", "MESSAGE_STORAGE"))
    and isinstance(getattr(settings, name), (str, bool, type(None)))
}
print(json.dumps(told))
"""


def test_every_cookie_of_a_real_site_is_out_of_reach(tmp_path):
    asked = subprocess.run(
        [sys.executable, "-c", NAMES_AND_FLAGS],
        cwd=ROOT,
        env=example_environment(str(tmp_path)),
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(asked.stdout)
    for cookie in ("SESSION", "CSRF", "LANGUAGE"):
        assert told[f"{cookie}_COOKIE_NAME"].startswith("__Host-")
        assert told[f"{cookie}_COOKIE_SECURE"] is True
        assert told[f"{cookie}_COOKIE_HTTPONLY"] is True
        assert told[f"{cookie}_COOKIE_SAMESITE"] == "Lax"
        # The prefix forbids a domain, and wants the path of the whole site.
        assert told[f"{cookie}_COOKIE_DOMAIN"] is None
        assert told[f"{cookie}_COOKIE_PATH"] == "/"
    assert told["MESSAGE_STORAGE"].endswith(".SessionStorage")
