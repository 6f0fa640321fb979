"""The four alliances. Their names can be changed in the admin, their number cannot."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

ALLIANCES = [
    ("east", "东联盟", "East Alliance"),
    ("south", "南联盟", "South Alliance"),
    ("west", "西联盟", "West Alliance"),
    ("north", "北联盟", "North Alliance"),
]


def write_alliances(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    model = apps.get_model("alliances", "Alliance")
    for order, (code, name_zh, name_en) in enumerate(ALLIANCES, start=1):
        model.objects.create(code=code, name_zh=name_zh, name_en=name_en, order=order)


class Migration(migrations.Migration):
    dependencies = [("alliances", "0002_guards")]

    operations = [migrations.RunPython(write_alliances, migrations.RunPython.noop)]
