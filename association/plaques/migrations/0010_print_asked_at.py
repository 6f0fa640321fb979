"""When a batch's print file was asked for last: a file made again must not count as stalled."""

from typing import Any

from django.db import migrations, models
from django.db.models import F

import association.core.clock


def ask_when_issued(apps: Any, schema_editor: Any) -> None:
    """The first file of a batch was asked for with the batch."""
    apps.get_model("plaques", "PlaqueBatch").objects.update(print_asked_at=F("created_at"))


class Migration(migrations.Migration):
    dependencies = [("plaques", "0009_hidden_photos")]

    operations = [
        migrations.AddField(
            model_name="plaquebatch",
            name="print_asked_at",
            field=models.DateTimeField(default=association.core.clock.now, editable=False),
        ),
        migrations.RunPython(ask_when_issued, migrations.RunPython.noop, elidable=True),
    ]
