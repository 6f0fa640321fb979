import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import association.core.clock


class Migration(migrations.Migration):
    dependencies = [
        ("pledges", "0007_terms_given_before"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Acceptance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(editable=False, max_length=40, unique=True)),
                (
                    "asked_at",
                    models.DateTimeField(
                        default=association.core.clock.now, editable=False, verbose_name="begun on"
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="accepted by",
                    ),
                ),
            ],
            options={
                "verbose_name": "acceptance of many pledges",
                "verbose_name_plural": "acceptances of many pledges",
                "ordering": ["-asked_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="AcceptanceLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("accepted", "Accepted"),
                            ("refused", "Not accepted"),
                        ],
                        default="waiting",
                        editable=False,
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        blank=True, editable=False, max_length=300, verbose_name="reason"
                    ),
                ),
                (
                    "acceptance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="pledges.acceptance",
                    ),
                ),
                (
                    "pledge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="pledges.pledge",
                    ),
                ),
            ],
            options={
                "verbose_name": "pledge in an acceptance",
                "verbose_name_plural": "pledges in acceptances",
                "ordering": ["acceptance", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("acceptance", "pledge"), name="pledges_acceptanceline_once"
                    )
                ],
            },
        ),
    ]
