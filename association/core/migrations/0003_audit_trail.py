"""The audit trail: one table, written once, read newest first by each of its filters."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import association.core.clock
from association.core.guards import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("alliances", "0001_alliances_and_schools"),
        ("core", "0002_attempts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "moment",
                    models.DateTimeField(default=association.core.clock.now, verbose_name="time"),
                ),
                ("capacity", models.TextField(blank=True, verbose_name="capacity")),
                ("action", models.CharField(max_length=80, verbose_name="act")),
                (
                    "object_type",
                    models.CharField(blank=True, max_length=80, verbose_name="kind of object"),
                ),
                (
                    "object_id",
                    models.CharField(blank=True, max_length=40, verbose_name="key of the object"),
                ),
                (
                    "label",
                    models.CharField(blank=True, max_length=255, verbose_name="object"),
                ),
                (
                    "old_status",
                    models.CharField(blank=True, max_length=20, verbose_name="old state"),
                ),
                (
                    "new_status",
                    models.CharField(blank=True, max_length=20, verbose_name="new state"),
                ),
                ("changes", models.JSONField(default=dict, verbose_name="changes")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "request_id",
                    models.CharField(blank=True, max_length=80, verbose_name="request"),
                ),
                (
                    "school",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="alliances.school",
                        verbose_name="school",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="done by",
                    ),
                ),
            ],
            options={
                "verbose_name": "audit entry",
                "verbose_name_plural": "audit entries",
                "ordering": ["-moment", "-pk"],
                "default_permissions": ("view",),
                "indexes": [
                    models.Index(fields=["moment", "id"], name="core_audit_newest"),
                    models.Index(fields=["user", "moment", "id"], name="core_audit_by_user"),
                    models.Index(fields=["action", "moment", "id"], name="core_audit_by_action"),
                    models.Index(fields=["school", "moment", "id"], name="core_audit_by_school"),
                    models.Index(
                        fields=["object_type", "object_id", "moment", "id"],
                        name="core_audit_by_object",
                    ),
                    models.Index(fields=["request_id"], name="core_audit_by_request"),
                ],
            },
        ),
        *append_only("core_auditentry"),
    ]
