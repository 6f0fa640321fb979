"""Brings the demo association up to date and prints its accounts, in one process to start soon."""

import os
import sys
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from association.core.origin import begin_command


def main() -> None:
    """Migrate if there is anything to migrate, load the demo once, print what it is called by."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "association.settings.demo")
    django.setup()
    begin_command("load_demo")
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0)
    call_command("load_demo")
    call_command("demo_accounts")


if __name__ == "__main__":
    main()
