"""PostgreSQL's own programs, told where the site's database is."""

import os
import re
import shutil
import subprocess

from django.db import connections
from django.db.backends.postgresql.client import DatabaseClient
from django.utils.translation import gettext as _

from association.core.backups.errors import Failed, Refused


def check(program: str, *, at_least: int) -> None:
    """Raise Refused where a program is not there, or of an older major version."""
    found = shutil.which(program)
    if not found:
        raise Refused(
            _("%(program)s is not installed. Install postgresql-client-%(version)s.")
            % {"program": program, "version": at_least}
        )
    told = subprocess.run([found, "--version"], capture_output=True, text=True, check=False)  # noqa: S603 -- fixed
    match = re.search(r"(\d+)(?:\.\d+|\D*$)", told.stdout)
    version = int(match[1]) if match else 0
    if version < at_least:
        raise Refused(
            _(
                "%(program)s is of version %(version)s, and version %(wanted)s is needed. Install "
                "postgresql-client-%(wanted)s."
            )
            % {"program": program, "version": version, "wanted": at_least}
        )


def run(program: str, *arguments: str) -> None:
    """Run a program as the site's database user.

    Raises Failed with the program's first line of complaint.
    """
    settings = connections["default"].settings_dict
    where = [
        f"--{option}={settings[key]}"
        for option, key in (("host", "HOST"), ("port", "PORT"), ("username", "USER"))
        if settings[key]
    ]
    # Passwords and certificates travel in the environment, where other users cannot read them.
    _arguments, secrets = DatabaseClient.settings_to_cmd_args_env(settings, [])
    ended = subprocess.run(  # noqa: S603 -- a program of PostgreSQL, without a shell
        [shutil.which(program) or program, "--no-password", *where, *arguments],
        env=os.environ | (secrets or {}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if ended.returncode:
        raise Failed(
            _("%(program)s failed: %(reason)s")
            % {"program": program, "reason": first_line(ended.stderr) or ended.returncode}
        )


def first_line(told: object) -> str:
    """Return the first line of a complaint."""
    return str(told).strip().partition("\n")[0]
