"""Copies, photos, reports, take-downs, counts, and two series of numbers."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import association.core.clock
import association.plaques.models.batch
import association.plaques.models.plaque


class Migration(migrations.Migration):
    dependencies = [
        ("alliances", "0003_four_alliances"),
        ("plaques", "0002_guards"),
        ("pledges", "0002_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BadgeSighting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("host", models.CharField(max_length=253, verbose_name="website")),
                (
                    "first_seen",
                    models.DateField(
                        default=association.core.clock.today, verbose_name="first seen"
                    ),
                ),
                (
                    "last_seen",
                    models.DateField(
                        default=association.core.clock.today, verbose_name="last seen"
                    ),
                ),
            ],
            options={
                "ordering": ["-last_seen", "host"],
            },
        ),
        migrations.CreateModel(
            name="OddScan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(default=association.core.clock.today, verbose_name="day")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("revoked", "Taken back"),
                            ("suspended", "Suspended"),
                            ("returned", "Given back"),
                            ("expired", "Expired"),
                            ("superseded", "Replaced"),
                            ("copy_replaced", "This copy was replaced"),
                            ("not_activated", "Not activated"),
                            ("valid", "Valid"),
                        ],
                        max_length=14,
                        verbose_name="state",
                    ),
                ),
                ("scans", models.PositiveIntegerField(default=0, verbose_name="scans")),
            ],
            options={
                "verbose_name": "odd scan",
                "verbose_name_plural": "odd scans",
                "ordering": ["-day", "-scans"],
            },
        ),
        migrations.CreateModel(
            name="Photo",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("gate", "The plaque at the gate"),
                            ("bare_wall", "The bare wall"),
                        ],
                        max_length=10,
                        verbose_name="shows",
                    ),
                ),
                ("serial", models.PositiveSmallIntegerField(verbose_name="copy")),
                (
                    "name",
                    models.CharField(
                        default=association.plaques.models.plaque.new_token,
                        max_length=22,
                        unique=True,
                    ),
                ),
                (
                    "picture",
                    models.FileField(
                        storage=association.plaques.models.batch.private_files,
                        upload_to="plaques/photos/",
                    ),
                ),
                (
                    "small",
                    models.FileField(
                        storage=association.plaques.models.batch.private_files,
                        upload_to="plaques/photos/",
                    ),
                ),
                ("small_width", models.PositiveSmallIntegerField()),
                ("small_height", models.PositiveSmallIntegerField()),
                (
                    "sent_at",
                    models.DateTimeField(
                        default=association.core.clock.now, verbose_name="sent on"
                    ),
                ),
            ],
            options={
                "verbose_name": "photo",
                "verbose_name_plural": "photos",
                "ordering": ["-sent_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="PlaqueBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        editable=False, max_length=40, unique=True, verbose_name="batch key"
                    ),
                ),
                (
                    "colourway",
                    models.CharField(
                        choices=[("paper", "Ink on warm paper"), ("bronze", "Gold on deep bronze")],
                        default="paper",
                        max_length=10,
                        verbose_name="colours",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=association.core.clock.now, editable=False, verbose_name="issued on"
                    ),
                ),
                (
                    "print_state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("making", "Being made"),
                            ("ready", "Ready"),
                            ("failed", "Could not be made"),
                        ],
                        default="waiting",
                        editable=False,
                        max_length=10,
                        verbose_name="print file",
                    ),
                ),
                ("pages_done", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "print_file",
                    models.FileField(
                        blank=True,
                        editable=False,
                        storage=association.plaques.models.batch.private_files,
                        upload_to="plaques/print/",
                    ),
                ),
                ("print_problem", models.CharField(blank=True, editable=False, max_length=300)),
            ],
            options={
                "verbose_name": "batch of plaques",
                "verbose_name_plural": "batches of plaques",
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="PlaqueReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("elsewhere", "It hangs at another school or place"),
                            ("still_hanging", "It still hangs though it may not"),
                            ("altered", "Name, number or code look changed"),
                            ("other", "Something else about the plaque"),
                        ],
                        max_length=14,
                        verbose_name="about",
                    ),
                ),
                (
                    "words",
                    models.CharField(
                        blank=True, editable=False, max_length=300, verbose_name="what you see"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Open"), ("closed", "Closed")],
                        default="open",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=association.core.clock.now, editable=False, verbose_name="sent on"
                    ),
                ),
                (
                    "closed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="closed on"),
                ),
            ],
            options={
                "verbose_name": "report about a plaque",
                "verbose_name_plural": "reports about plaques",
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="PlaqueReportEvent",
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
            ],
            options={
                "ordering": ["sequence"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReplacedCopy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("serial", models.PositiveSmallIntegerField(verbose_name="copy")),
                ("token", models.CharField(max_length=22, unique=True)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("lost", "Lost"),
                            ("stolen", "Stolen"),
                            ("damaged", "Damaged"),
                            ("misprinted", "Misprinted"),
                        ],
                        max_length=12,
                        verbose_name="reason",
                    ),
                ),
                (
                    "replaced_at",
                    models.DateTimeField(
                        default=association.core.clock.now, verbose_name="replaced on"
                    ),
                ),
            ],
            options={
                "verbose_name": "replaced copy",
                "verbose_name_plural": "replaced copies",
                "ordering": ["-serial"],
            },
        ),
        migrations.CreateModel(
            name="ScanCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                (
                    "alliance_code",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("east", "East"),
                            ("south", "South"),
                            ("west", "West"),
                            ("north", "North"),
                        ],
                        max_length=10,
                        verbose_name="alliance",
                    ),
                ),
                ("scans", models.PositiveIntegerField(default=0, verbose_name="scans")),
            ],
            options={
                "ordering": ["-day", "alliance_code"],
            },
        ),
        migrations.CreateModel(
            name="TakeDown",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Waiting for the photo"),
                            ("shown", "Photo to be looked at"),
                            ("closed", "Closed"),
                        ],
                        default="open",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "opened_at",
                    models.DateTimeField(
                        default=association.core.clock.now, editable=False, verbose_name="opened on"
                    ),
                ),
                ("due_on", models.DateField(editable=False, verbose_name="to be down by")),
                (
                    "closed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="closed on"),
                ),
            ],
            options={
                "verbose_name": "take-down",
                "verbose_name_plural": "take-downs",
                "ordering": ["due_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="TakeDownEvent",
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
            ],
            options={
                "ordering": ["sequence"],
                "abstract": False,
            },
        ),
        migrations.AlterModelOptions(
            name="plaque",
            options={
                "ordering": ["-year", "-sequence"],
                "permissions": [
                    ("issue_plaque", "Can issue plaques"),
                    ("activate_plaque", "Can confirm plaques at the gate"),
                    ("replace_copy", "Can replace printed copies"),
                    ("propose_measure", "Can propose a measure"),
                    ("decide_measure", "Can decide a proposed measure"),
                ],
                "verbose_name": "plaque",
                "verbose_name_plural": "plaques",
            },
        ),
        migrations.RemoveConstraint(
            model_name="plaque",
            name="plaques_plaque_sequence",
        ),
        migrations.AddField(
            model_name="plaque",
            name="broken_promise",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="pledges.promise",
                verbose_name="promise broken",
            ),
        ),
        migrations.AddField(
            model_name="plaque",
            name="chinese_number",
            field=models.CharField(
                default="", editable=False, max_length=60, verbose_name="number as printed"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="plaque",
            name="hang_by",
            field=models.DateField(
                default=association.core.clock.today, editable=False, verbose_name="to be hung by"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="plaque",
            name="serial",
            field=models.PositiveSmallIntegerField(default=1, editable=False, verbose_name="copy"),
        ),
        migrations.AddField(
            model_name="plaque",
            name="series",
            field=models.CharField(
                choices=[("main", "Main campus"), ("campus", "Further campus")],
                default="main",
                editable=False,
                max_length=10,
                verbose_name="series",
            ),
        ),
        migrations.AddField(
            model_name="badgesighting",
            name="plaque",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="badge_sightings",
                to="plaques.plaque",
            ),
        ),
        migrations.AddField(
            model_name="oddscan",
            name="plaque",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="odd_scans",
                to="plaques.plaque",
            ),
        ),
        migrations.AddField(
            model_name="photo",
            name="plaque",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="photos",
                to="plaques.plaque",
            ),
        ),
        migrations.AddField(
            model_name="photo",
            name="sent_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="sent by",
            ),
        ),
        migrations.AddField(
            model_name="plaquebatch",
            name="created_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="issued by",
            ),
        ),
        migrations.AddField(
            model_name="plaque",
            name="batch",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="plaques",
                to="plaques.plaquebatch",
            ),
        ),
        migrations.AddConstraint(
            model_name="plaque",
            constraint=models.UniqueConstraint(
                fields=("series", "year", "sequence"), name="plaques_plaque_sequence"
            ),
        ),
        migrations.AddField(
            model_name="plaquereport",
            name="plaque",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reports",
                to="plaques.plaque",
            ),
        ),
        migrations.AddField(
            model_name="plaquereportevent",
            name="acting_user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="done by",
            ),
        ),
        migrations.AddField(
            model_name="plaquereportevent",
            name="record",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="plaques.plaquereport",
            ),
        ),
        migrations.AddField(
            model_name="replacedcopy",
            name="plaque",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaced_copies",
                to="plaques.plaque",
            ),
        ),
        migrations.AddField(
            model_name="replacedcopy",
            name="replaced_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="replaced by",
            ),
        ),
        migrations.AddConstraint(
            model_name="scancount",
            constraint=models.UniqueConstraint(
                fields=("day", "alliance_code"), name="plaques_scancount_one_row"
            ),
        ),
        migrations.AddField(
            model_name="takedown",
            name="plaque",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="take_down",
                to="plaques.plaque",
            ),
        ),
        migrations.AddField(
            model_name="takedownevent",
            name="acting_user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="done by",
            ),
        ),
        migrations.AddField(
            model_name="takedownevent",
            name="record",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="plaques.takedown",
            ),
        ),
        migrations.AddConstraint(
            model_name="badgesighting",
            constraint=models.UniqueConstraint(
                fields=("plaque", "host"), name="plaques_badgesighting_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="oddscan",
            constraint=models.UniqueConstraint(
                fields=("day", "plaque", "state"), name="plaques_oddscan_one_row"
            ),
        ),
        migrations.AddConstraint(
            model_name="plaquereportevent",
            constraint=models.UniqueConstraint(
                fields=("record", "sequence"), name="plaques_plaquereportevent_in_sequence"
            ),
        ),
        migrations.AddConstraint(
            model_name="replacedcopy",
            constraint=models.UniqueConstraint(
                fields=("plaque", "serial"), name="plaques_replacedcopy_one_serial"
            ),
        ),
        migrations.AddConstraint(
            model_name="takedownevent",
            constraint=models.UniqueConstraint(
                fields=("record", "sequence"), name="plaques_takedownevent_in_sequence"
            ),
        ),
    ]
