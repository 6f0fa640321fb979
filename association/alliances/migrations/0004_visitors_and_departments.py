"""Visitors of an alliance; departments and who reads for them. Their histories are kept."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import association.core.bilingual
import association.core.clock
from association.core.guards import event_log


class Migration(migrations.Migration):
    dependencies = [
        ("alliances", "0003_four_alliances"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="alliance",
            options={
                "ordering": ["order"],
                "permissions": [
                    ("lead_alliance", "Can lead the alliance"),
                    ("visit_alliance", "Can visit schools for the alliance"),
                    ("appoint_visitor", "Can appoint visitors"),
                ],
                "verbose_name": "alliance",
                "verbose_name_plural": "alliances",
            },
        ),
        migrations.CreateModel(
            name="Department",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(editable=False, max_length=20, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("supervising", "Supervising authority"),
                            ("approval", "Approval bureau"),
                            ("registration", "Registration authority"),
                            ("market", "Market regulation"),
                            ("other", "Another department"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("name_zh", models.CharField(max_length=60, verbose_name="name in Chinese")),
                (
                    "name_en",
                    models.CharField(blank=True, max_length=80, verbose_name="name in English"),
                ),
            ],
            options={
                "verbose_name": "department",
                "verbose_name_plural": "departments",
                "ordering": ["pk"],
            },
            bases=(association.core.bilingual.Bilingual, models.Model),
        ),
        migrations.CreateModel(
            name="AllianceEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sequence", models.PositiveIntegerField(verbose_name="sequence")),
                ("verb", models.CharField(max_length=40, verbose_name="act")),
                (
                    "old_status",
                    models.CharField(blank=True, max_length=20, verbose_name="old state"),
                ),
                (
                    "new_status",
                    models.CharField(blank=True, max_length=20, verbose_name="new state"),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "created_at",
                    models.DateTimeField(default=association.core.clock.now, verbose_name="time"),
                ),
                (
                    "acting_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="done by",
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="alliances.alliance",
                    ),
                ),
            ],
            options={
                "ordering": ["sequence"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("record", "sequence"), name="alliances_allianceevent_in_sequence"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DepartmentEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sequence", models.PositiveIntegerField(verbose_name="sequence")),
                ("verb", models.CharField(max_length=40, verbose_name="act")),
                (
                    "old_status",
                    models.CharField(blank=True, max_length=20, verbose_name="old state"),
                ),
                (
                    "new_status",
                    models.CharField(blank=True, max_length=20, verbose_name="new state"),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "created_at",
                    models.DateTimeField(default=association.core.clock.now, verbose_name="time"),
                ),
                (
                    "acting_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="done by",
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="alliances.department",
                    ),
                ),
            ],
            options={
                "ordering": ["sequence"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("record", "sequence"), name="alliances_departmentevent_in_sequence"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AllianceVisitor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "since",
                    models.DateTimeField(default=association.core.clock.now, verbose_name="since"),
                ),
                ("until", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                (
                    "alliance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visitors",
                        to="alliances.alliance",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visited_alliances",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "alliance visitor",
                "verbose_name_plural": "alliance visitors",
                "ordering": ["-since"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("alliance", "user"),
                        name="alliances_visitor_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DepartmentLiaison",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "since",
                    models.DateTimeField(default=association.core.clock.now, verbose_name="since"),
                ),
                ("until", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="liaisons",
                        to="alliances.department",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="liaisons",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "liaison",
                "verbose_name_plural": "liaisons",
                "ordering": ["-since"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("department", "user"),
                        name="alliances_liaison_once",
                    )
                ],
            },
        ),
        *event_log("alliances_allianceevent"),
        *event_log("alliances_departmentevent"),
    ]
