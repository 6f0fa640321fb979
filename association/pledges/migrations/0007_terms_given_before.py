"""Pledges accepted before get the days they had by the server's configuration; then these stand."""

import datetime as dt
import os
from typing import Any

from django.db import migrations
from django.utils import timezone

from association.core.clock import months_later
from association.core.guards import RefuseWrite, changed

COVENANT_WORDS = changed(
    "id",
    "number",
    "title_zh",
    "title_en",
    "preamble_zh",
    "preamble_en",
    "closing_zh",
    "closing_en",
    "effective_from",
    "sign_by",
)
PLEDGE_EVIDENCE = changed("id", "school_id", "covenant_version_id", "receipt_no", "started_at")
GIVEN_DAYS = f"(OLD.given_until IS NOT NULL AND {changed('given_until', 'renewal_from')})"
DRAFT_AGAIN = "NEW.status = 'draft'"


def write_days(apps: Any, _schema_editor: Any) -> None:
    """Write the last day of every pledge that was once accepted, and keep what was configured."""
    months = int(os.environ.get("PLAQUE_TERM_MONTHS") or 24)
    days = int(os.environ.get("PLEDGE_RENEWAL_DAYS") or 60)
    pledges = apps.get_model("pledges", "Pledge").objects
    for pledge in pledges.exclude(status="returned").filter(decided_at__isnull=False):
        pledge.given_until = months_later(timezone.localdate(pledge.decided_at), months)
        pledge.renewal_from = pledge.given_until - dt.timedelta(days=days)
        pledge.save(update_fields=["given_until", "renewal_from"])
    if (months, days) != (24, 60):
        apps.get_model("pledges", "PledgeSettings").objects.create(
            term_months=months, renewal_days=days
        )


class Migration(migrations.Migration):
    dependencies = [("pledges", "0006_terms")]

    operations = [
        migrations.RunPython(write_days, migrations.RunPython.noop),
        RefuseWrite(
            "pledges_covenantversion",
            "UPDATE",
            f"OLD.status <> 'draft' AND ({COVENANT_WORDS} OR {DRAFT_AGAIN})",
        ),
        RefuseWrite(
            "pledges_pledge",
            "UPDATE",
            f"OLD.status <> 'draft' AND ({PLEDGE_EVIDENCE} OR {GIVEN_DAYS} OR {DRAFT_AGAIN})",
        ),
    ]
