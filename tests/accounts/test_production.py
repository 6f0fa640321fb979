"""What the demo makes easy does not exist on a real site."""

import subprocess
import sys

from tests.house.test_environment import example_environment
from tests.house.tree import ROOT

ASKED = """
import django
django.setup()
from django.conf import settings
insecure = getattr(settings, "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN", False)
print(settings.DEMO, insecure, settings.PROXIES)
"""


def test_production_tells_no_code_and_takes_passkeys_over_tls_alone(tmp_path):
    environment = example_environment(str(tmp_path)) | {"DEMO": "true"}
    told = subprocess.run(
        [sys.executable, "-c", ASKED],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert told == "False False 1\n"


def test_the_deploy_check_asks_how_many_proxies_there_are(tmp_path):
    environment = example_environment(str(tmp_path))
    del environment["PROXIES"]
    checked = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 1
    assert "association.W001" in checked.stderr
