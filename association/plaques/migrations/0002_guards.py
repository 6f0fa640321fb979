"""A plaque's identity and a proposal's words never change, and histories are append-only."""

from django.db import migrations

from association.core.guards import RefuseReplace, RefuseWrite, changed, event_log

IDENTITY = changed(
    "id", "number", "year", "sequence", "token", "school_id", "campus_id", "pledge_id", "issued_on"
)

# What one person proposed is what the other decides on; a decision stands.
PROPOSED = changed(
    "id", "plaque_id", "kind", "promise_id", "reason", "proposed_by_id", "proposed_at"
)
DECIDED = changed("status", "decided_by_id", "decided_at", "decision_note")


class Migration(migrations.Migration):
    dependencies = [("plaques", "0001_plaques_and_measures")]

    operations = [
        *event_log("plaques_plaqueevent"),
        *event_log("plaques_measureproposalevent"),
        RefuseWrite("plaques_plaque", "UPDATE", IDENTITY),
        RefuseWrite("plaques_plaque", "DELETE"),
        RefuseReplace("plaques_plaque", "number", "token", "year, sequence"),
        RefuseWrite(
            "plaques_measureproposal",
            "UPDATE",
            f"{PROPOSED} OR (OLD.status <> 'open' AND {DECIDED})",
        ),
        RefuseWrite("plaques_measureproposal", "DELETE"),
        RefuseReplace("plaques_measureproposal"),
    ]
