"""What a person was told stays in the database as it was told, and what was sent stays sent."""

from django.db import migrations

from association.core.guards import RefuseWrite, changed

TOLD = changed(
    "id",
    "recipient_id",
    "kind",
    "key",
    "subject_zh",
    "subject_en",
    "body_zh",
    "body_en",
    "short_zh",
    "short_en",
    "link",
    "created_at",
)
OF_WHAT = changed("id", "message_id", "channel", "address", "reference")


class Migration(migrations.Migration):
    dependencies = [("messaging", "0001_outbox")]

    operations = [
        RefuseWrite("messaging_message", "UPDATE", TOLD),
        RefuseWrite("messaging_message", "DELETE"),
        RefuseWrite("messaging_delivery", "UPDATE", f"OLD.state = 'sent' OR {OF_WHAT}"),
        RefuseWrite("messaging_delivery", "DELETE"),
        RefuseWrite("messaging_reminded", "UPDATE"),
        RefuseWrite("messaging_reminded", "DELETE"),
    ]
