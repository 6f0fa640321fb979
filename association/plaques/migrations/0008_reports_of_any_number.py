"""A report may be about a number the association never gave out, or about a replaced copy.

SQLite rebuilds the table of reports. It has no guards of its own; those of its events stay.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("plaques", "0007_withdrawn_proposals")]

    operations = [
        migrations.AlterField(
            model_name="plaquereport",
            name="plaque",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reports",
                to="plaques.plaque",
            ),
        ),
        migrations.AddField(
            model_name="plaquereport",
            name="serial",
            field=models.PositiveSmallIntegerField(
                editable=False, null=True, verbose_name="replaced copy"
            ),
        ),
        migrations.AddField(
            model_name="plaquereport",
            name="typed_number",
            field=models.CharField(
                blank=True, editable=False, max_length=40, verbose_name="number as typed"
            ),
        ),
        migrations.AddConstraint(
            model_name="plaquereport",
            constraint=models.CheckConstraint(
                condition=Q(plaque__isnull=False) | ~Q(typed_number=""),
                name="plaques_plaquereport_about_something",
            ),
        ),
    ]
