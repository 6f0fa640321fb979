"""A measure rests on a case; a suspension ends by its day, and what is told of it by another.

SQLite rebuilds both tables for the new columns and drops their guards, so they follow once more.
"""

from django.conf import settings
from django.db import migrations, models

from association.core.guards import RefuseReplace, RefuseWrite, changed

IDENTITY = changed(
    "id",
    "number",
    "chinese_number",
    "series",
    "year",
    "sequence",
    "school_id",
    "campus_id",
    "issued_on",
    "batch_id",
)
ANOTHER_COPY = "(NEW.token <> OLD.token AND NEW.serial <> OLD.serial + 1)"
ANOTHER_SERIAL = "(NEW.serial <> OLD.serial AND NEW.token = OLD.token)"
ANOTHER_TERM = "(NEW.valid_until <> OLD.valid_until AND NEW.pledge_id = OLD.pledge_id)"
PLAQUE = f"{IDENTITY} OR {ANOTHER_COPY} OR {ANOTHER_SERIAL} OR {ANOTHER_TERM}"
PROPOSED = changed(
    "id",
    "plaque_id",
    "kind",
    "promise_id",
    "reason",
    "basis",
    "told_until",
    "proposed_by_id",
    "proposed_at",
)
DECIDED = changed("status", "decided_by_id", "decided_at", "decision_note", "until")
# Only what hung could be suspended before, also where the school left during the suspension.
RESUME = """
UPDATE plaques_plaque SET resumes_as = 'active' WHERE status = 'suspended' OR (
    status = 'returned' AND EXISTS (
        SELECT 1 FROM plaques_plaqueevent e
        WHERE e.record_id = plaques_plaque.id
        AND e.verb = 'return_plaque' AND e.old_status = 'suspended'
    )
)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("plaques", "0011_reports_proved_true"),
        ("pledges", "0004_signing_anew"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="measureproposal",
            name="plaques_measureproposal_names_a_promise",
        ),
        migrations.AddField(
            model_name="measureproposal",
            name="basis",
            field=models.CharField(blank=True, editable=False, max_length=12, verbose_name="case"),
        ),
        migrations.AddField(
            model_name="measureproposal",
            name="told_until",
            field=models.DateField(editable=False, null=True, verbose_name="reason told until"),
        ),
        migrations.AddField(
            model_name="measureproposal",
            name="until",
            field=models.DateField(editable=False, null=True, verbose_name="suspended until"),
        ),
        migrations.AddField(
            model_name="plaque",
            name="reworded_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="plaque",
            name="resumes_as",
            field=models.CharField(
                blank=True,
                choices=[
                    ("issued", "Issued, not activated"),
                    ("active", "Active"),
                    ("suspended", "Suspended"),
                    ("revoked", "Taken back"),
                    ("superseded", "Replaced"),
                    ("returned", "Given back"),
                ],
                editable=False,
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="plaque",
            name="suspended_until",
            field=models.DateField(editable=False, null=True, verbose_name="suspended until"),
        ),
        migrations.AddField(
            model_name="plaque",
            name="told_from",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="plaque",
            name="told_until",
            field=models.DateField(editable=False, null=True, verbose_name="reason told until"),
        ),
        migrations.AlterField(
            model_name="measureproposal",
            name="kind",
            field=models.CharField(
                choices=[
                    ("suspend", "Suspend the plaque"),
                    ("revoke", "Take the plaque back"),
                    ("reinstate", "Lift the suspension"),
                    ("restore", "Give the plaque back"),
                ],
                max_length=10,
                verbose_name="measure",
            ),
        ),
        migrations.AddConstraint(
            model_name="measureproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["reinstate", "restore"]),
                    ("promise__isnull", False),
                    _connector="OR",
                ),
                name="plaques_measureproposal_names_a_promise",
            ),
        ),
        migrations.RunSQL(RESUME, migrations.RunSQL.noop),
        RefuseWrite("plaques_plaque", "UPDATE", PLAQUE),
        RefuseWrite("plaques_plaque", "DELETE"),
        RefuseReplace("plaques_plaque", "number", "token", "series, year, sequence"),
        RefuseWrite(
            "plaques_measureproposal",
            "UPDATE",
            f"{PROPOSED} OR (OLD.status <> 'open' AND {DECIDED})",
        ),
        RefuseWrite("plaques_measureproposal", "DELETE"),
        RefuseReplace("plaques_measureproposal"),
    ]
