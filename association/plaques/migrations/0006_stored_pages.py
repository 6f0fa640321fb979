import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plaques", "0005_more_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="StoredPage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(max_length=10)),
                ("edition", models.CharField(max_length=32)),
                ("school_version", models.PositiveBigIntegerField()),
                ("site_version", models.PositiveBigIntegerField()),
                ("fresh_until", models.BigIntegerField()),
                ("headers", models.TextField()),
                ("front", models.BinaryField()),
                ("front_checksum", models.BigIntegerField()),
                ("front_length", models.PositiveIntegerField()),
                ("ending", models.BinaryField()),
                ("alliance_code", models.CharField(blank=True, max_length=10)),
                ("state", models.CharField(max_length=14)),
                (
                    "plaque",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stored_pages",
                        to="plaques.plaque",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plaque", "language"), name="plaques_storedpage_one_rendering"
                    )
                ],
            },
        ),
    ]
