"""A plaque's identity never changes, and its history is append-only."""

from django.db import migrations

from association.core.guards import RefuseWrite, append_only, changed

IDENTITY = changed(
    "number", "year", "sequence", "token", "school_id", "campus_id", "pledge_id", "issued_on"
)


class Migration(migrations.Migration):
    dependencies = [("plaques", "0001_plaques_and_measures")]

    operations = [
        *append_only("plaques_plaqueevent"),
        *append_only("plaques_measureproposalevent"),
        RefuseWrite("plaques_plaque", "UPDATE", IDENTITY),
        RefuseWrite("plaques_plaque", "DELETE"),
    ]
