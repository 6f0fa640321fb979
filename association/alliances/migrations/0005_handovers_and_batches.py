"""Hand-overs from one principal to the next; invitations for many schools in one go."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import association.core.clock
from association.core.guards import event_log


class Migration(migrations.Migration):
    dependencies = [
        ("alliances", "0004_visitors_and_departments"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="invitation",
            name="sent_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="sent by",
            ),
        ),
        migrations.CreateModel(
            name="Handover",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("started", "Successor invited"),
                            ("accepted", "Waits for confirmation"),
                            ("confirmed", "Confirmed"),
                            ("refused", "Refused"),
                            ("cancelled", "Called off"),
                        ],
                        default="started",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=association.core.clock.now, editable=False, verbose_name="begun on"
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided on")),
                ("note", models.TextField(blank=True, verbose_name="note")),
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
                    "outgoing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="alliances.representative",
                        verbose_name="outgoing principal",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handovers",
                        to="alliances.school",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="begun by",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="takeovers",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="successor",
                    ),
                ),
            ],
            options={
                "verbose_name": "hand-over",
                "verbose_name_plural": "hand-overs",
                "ordering": ["-created_at", "-pk"],
                "permissions": [
                    ("confirm_handover", "Can confirm that another principal takes over")
                ],
            },
        ),
        migrations.AddField(
            model_name="invitation",
            name="handover",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="invitations",
                to="alliances.handover",
            ),
        ),
        migrations.CreateModel(
            name="HandoverEvent",
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
                        to="alliances.handover",
                    ),
                ),
            ],
            options={
                "ordering": ["sequence"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="InvitationBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(editable=False, max_length=40, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(
                        default=association.core.clock.now, editable=False, verbose_name="sent on"
                    ),
                ),
                (
                    "alliance",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="alliances.alliance",
                        verbose_name="alliance",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "invitations in one go",
                "verbose_name_plural": "invitations in one go",
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="invitation",
            name="batch",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="invitations",
                to="alliances.invitationbatch",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("handover__isnull", True), ("status", "sent")),
                fields=("school", "capacity"),
                name="alliances_invitation_one_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("handover__isnull", False), ("status", "sent")),
                fields=("handover",),
                name="alliances_invitation_one_open_successor",
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status__in", ("started", "accepted"))),
                fields=("school",),
                name="alliances_handover_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="handoverevent",
            constraint=models.UniqueConstraint(
                fields=("record", "sequence"), name="alliances_handoverevent_in_sequence"
            ),
        ),
        *event_log("alliances_handoverevent"),
    ]
