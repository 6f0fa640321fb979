"""Change requests with their proof; what a school says of itself."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import association.core.clock
import association.core.private_files
from association.core.guards import RefuseReplace, RefuseWrite, append_only, changed, event_log

# What was asked stands as it was, and so does how it ended.
STANDS = changed("id", "code", "school_id", "changes", "reason", "asked_by_id", "asked_at")


class Migration(migrations.Migration):
    dependencies = [
        ("alliances", "0005_handovers_and_batches"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="school",
            name="introduction_en",
            field=models.CharField(
                blank=True, editable=False, max_length=600, verbose_name="introduction in English"
            ),
        ),
        migrations.AddField(
            model_name="school",
            name="introduction_hidden",
            field=models.CharField(
                blank=True,
                editable=False,
                max_length=500,
                verbose_name="why the introduction is hidden",
            ),
        ),
        migrations.AddField(
            model_name="school",
            name="introduction_zh",
            field=models.CharField(
                blank=True, editable=False, max_length=300, verbose_name="introduction"
            ),
        ),
        migrations.CreateModel(
            name="ChangeRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        editable=False, max_length=12, unique=True, verbose_name="change request"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Waits for the association"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("withdrawn", "Taken back"),
                        ],
                        default="open",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("changes", models.JSONField(verbose_name="changes")),
                ("reason", models.TextField(max_length=500, verbose_name="why")),
                (
                    "asked_at",
                    models.DateTimeField(
                        default=association.core.clock.now, editable=False, verbose_name="asked at"
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided at")),
                ("note", models.TextField(blank=True, max_length=500, verbose_name="reasons")),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="change_requests",
                        to="alliances.school",
                    ),
                ),
            ],
            options={
                "verbose_name": "change request",
                "verbose_name_plural": "change requests",
                "ordering": ["-asked_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ChangeProof",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        storage=association.core.private_files.private_files,
                        upload_to="alliances/proofs/",
                    ),
                ),
                ("digest", models.CharField(max_length=64, verbose_name="checksum (SHA-256)")),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proofs",
                        to="alliances.changerequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "proof of a change",
                "verbose_name_plural": "proofs of a change",
                "ordering": ["request", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ChangeRequestEvent",
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
                        to="alliances.changerequest",
                    ),
                ),
            ],
            options={
                "ordering": ["sequence"],
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="changerequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "open")),
                fields=("school",),
                name="alliances_one_change_request_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="changerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "declined"), _negated=True),
                    models.Q(("note", ""), _negated=True),
                    _connector="OR",
                ),
                name="alliances_change_declined_with_reasons",
            ),
        ),
        migrations.AddConstraint(
            model_name="changerequestevent",
            constraint=models.UniqueConstraint(
                fields=("record", "sequence"), name="alliances_changerequestevent_in_sequence"
            ),
        ),
        RefuseWrite("alliances_changerequest", "UPDATE", f"OLD.status <> 'open' OR {STANDS}"),
        RefuseWrite("alliances_changerequest", "DELETE"),
        RefuseReplace("alliances_changerequest", "code"),
        *event_log("alliances_changerequestevent"),
        *append_only("alliances_changeproof"),
    ]
