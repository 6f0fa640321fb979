"""A proposal may be withdrawn by its proposer; then nobody decided on it.

SQLite rebuilds the table for the new check and drops its guards, so they follow once more.
"""

from django.db import migrations, models
from django.db.models import Q

from association.core.guards import RefuseReplace, RefuseWrite, changed

PROPOSED = changed(
    "id", "plaque_id", "kind", "promise_id", "reason", "proposed_by_id", "proposed_at"
)
DECIDED = changed("status", "decided_by_id", "decided_at", "decision_note")


class Migration(migrations.Migration):
    dependencies = [("plaques", "0006_stored_pages")]

    operations = [
        migrations.AlterField(
            model_name="measureproposal",
            name="status",
            field=models.CharField(
                choices=[
                    ("open", "Waiting for a second person"),
                    ("approved", "Approved"),
                    ("rejected", "Rejected"),
                    ("withdrawn", "Withdrawn by the proposer"),
                ],
                default="open",
                editable=False,
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.RemoveConstraint(
            model_name="measureproposal", name="plaques_measureproposal_decided_by_someone"
        ),
        migrations.AddConstraint(
            model_name="measureproposal",
            constraint=models.CheckConstraint(
                condition=Q(status__in=["open", "withdrawn"]) | Q(decided_by__isnull=False),
                name="plaques_measureproposal_decided_by_someone",
            ),
        ),
        RefuseWrite(
            "plaques_measureproposal",
            "UPDATE",
            f"{PROPOSED} OR (OLD.status <> 'open' AND {DECIDED})",
        ),
        RefuseWrite("plaques_measureproposal", "DELETE"),
        RefuseReplace("plaques_measureproposal"),
    ]
