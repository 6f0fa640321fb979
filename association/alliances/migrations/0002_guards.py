"""Histories are append-only in the database too."""

from django.db import migrations

from association.core.guards import append_only


class Migration(migrations.Migration):
    dependencies = [("alliances", "0001_alliances_and_schools")]

    operations = [
        *append_only("alliances_schoolevent"),
        *append_only("alliances_membershipevent"),
        *append_only("alliances_invitationevent"),
        *append_only("alliances_rosterimportevent"),
    ]
