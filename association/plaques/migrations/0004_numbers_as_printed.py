"""Plaques issued before carry the number in Chinese as it was printed, and a day to hang by."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import migrations


def fill(apps: Any, _schema_editor: Any) -> None:
    """Write what was computed until now."""
    plaques = apps.get_model("plaques", "Plaque")
    pattern = settings.PLAQUE_NUMBER_FORMATS["main"][1]
    days = dt.timedelta(days=settings.PLAQUE_HANG_DAYS)
    for plaque in plaques.objects.filter(chinese_number=""):
        plaque.chinese_number = pattern.format(year=plaque.year, sequence=plaque.sequence)
        plaque.hang_by = plaque.issued_on + days
        plaque.save(update_fields=["chinese_number", "hang_by"])


class Migration(migrations.Migration):
    dependencies = [("plaques", "0003_copies_photos_and_take_downs")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
