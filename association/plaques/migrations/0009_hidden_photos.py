"""A gate photo may go from the web; each photo keeps the address it was taken at.

SQLite rebuilds the table of photos, so its guards are repeated.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import association.core.clock
from association.core.guards import append_only


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("plaques", "0008_reports_of_any_number"),
    ]

    operations = [
        migrations.AddField(
            model_name="photo",
            name="address",
            field=models.CharField(
                blank=True, default="", max_length=200, verbose_name="address then"
            ),
            preserve_default=False,
        ),
        *append_only("plaques_photo", "name"),
        migrations.CreateModel(
            name="HiddenPhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "hidden_at",
                    models.DateTimeField(
                        default=association.core.clock.now, verbose_name="hidden on"
                    ),
                ),
                (
                    "hidden_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="hidden by",
                    ),
                ),
                (
                    "photo",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hidden",
                        to="plaques.photo",
                    ),
                ),
            ],
            options={
                "verbose_name": "hidden photo",
                "verbose_name_plural": "hidden photos",
                "ordering": ["-hidden_at", "-pk"],
            },
        ),
        *append_only("plaques_hiddenphoto", "photo_id"),
    ]
