"""Histories are append-only in the database too."""

from django.db import migrations

from association.core.guards import event_log


class Migration(migrations.Migration):
    dependencies = [("alliances", "0001_alliances_and_schools")]

    operations = [
        *event_log("alliances_schoolevent"),
        *event_log("alliances_membershipevent"),
        *event_log("alliances_invitationevent"),
        *event_log("alliances_rosterimportevent"),
    ]
