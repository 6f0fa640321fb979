"""Measures on plaques, notices, and the ways back: appeal, objection, repair; filings."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import association.core.clock
import association.core.private_files
import association.violations.models.objection
from association.core.guards import LiftGuard


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("alliances", "0005_handovers_and_batches"),
        ("peer_review", "0007_openings_declared"),
        ("pledges", "0004_signing_anew"),
        ("violations", "0002_guards"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        LiftGuard("violations_vote", "INSERT"),
        LiftGuard("violations_caseperson", "INSERT"),
        migrations.RemoveConstraint(
            model_name="case",
            name="violations_one_case_of_a_finding",
        ),
        migrations.AddField(
            model_name="case",
            name="annulled_at",
            field=models.DateTimeField(null=True, verbose_name="withdrawn at"),
        ),
        migrations.AddField(
            model_name="case",
            name="accepted_at",
            field=models.DateTimeField(null=True, verbose_name="accepted by the school at"),
        ),
        migrations.AddField(
            model_name="case",
            name="final_on",
            field=models.DateField(null=True, verbose_name="final from"),
        ),
        migrations.AddField(
            model_name="case",
            name="hand_over",
            field=models.BooleanField(default=False, verbose_name="handed over to the authority"),
        ),
        migrations.AddField(
            model_name="case",
            name="in_force_on",
            field=models.DateField(null=True, verbose_name="in force since"),
        ),
        migrations.AddField(
            model_name="case",
            name="months",
            field=models.PositiveSmallIntegerField(
                default=0, verbose_name="months the entry stands"
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="public_until",
            field=models.DateField(null=True, verbose_name="entry stands until"),
        ),
        migrations.AddField(
            model_name="case",
            name="public_words",
            field=models.TextField(
                blank=True, max_length=1000, verbose_name="what the public reads"
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="repaired_on",
            field=models.DateField(null=True, verbose_name="repaired on"),
        ),
        migrations.AddField(
            model_name="casesettings",
            name="appeal_answer_days",
            field=models.PositiveSmallIntegerField(
                default=21,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(60),
                ],
                verbose_name="to answer an appeal, calendar days",
            ),
        ),
        migrations.AddField(
            model_name="casesettings",
            name="appeal_days",
            field=models.PositiveSmallIntegerField(
                default=21,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(60),
                ],
                verbose_name="for the school to appeal, calendar days",
            ),
        ),
        migrations.AddField(
            model_name="casesettings",
            name="appeal_people",
            field=models.PositiveSmallIntegerField(
                default=3,
                validators=[
                    django.core.validators.MinValueValidator(3),
                    django.core.validators.MaxValueValidator(15),
                ],
                verbose_name="people who hear an appeal, an odd number",
            ),
        ),
        migrations.AddField(
            model_name="casesettings",
            name="filing_days",
            field=models.PositiveSmallIntegerField(
                default=5,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(60),
                ],
                verbose_name="for a department to acknowledge a filing, working days",
            ),
        ),
        migrations.AddField(
            model_name="casesettings",
            name="objection_days",
            field=models.PositiveSmallIntegerField(
                default=3,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(60),
                ],
                verbose_name="to answer an objection, working days",
            ),
        ),
        migrations.AddField(
            model_name="casesettings",
            name="objection_long_days",
            field=models.PositiveSmallIntegerField(
                default=7,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(60),
                ],
                verbose_name="where others must help, working days",
            ),
        ),
        migrations.AddField(
            model_name="casesettings",
            name="repair_days",
            field=models.PositiveSmallIntegerField(
                default=15,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(60),
                ],
                verbose_name="to answer who asks for repair, working days",
            ),
        ),
        migrations.AddField(
            model_name="casesettings",
            name="repair_months_s2",
            field=models.PositiveSmallIntegerField(
                default=3,
                validators=[django.core.validators.MaxValueValidator(12)],
                verbose_name="months before a repair, S2",
            ),
        ),
        migrations.AddField(
            model_name="casesettings",
            name="repair_months_s3",
            field=models.PositiveSmallIntegerField(
                default=12,
                validators=[django.core.validators.MaxValueValidator(36)],
                verbose_name="months before a repair, S3",
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="in_view",
            field=models.CharField(
                blank=True,
                choices=[
                    ("remind", "Reminder"),
                    ("talk", "Talk"),
                    ("mend", "To be put right by a day"),
                    ("circular", "Notice to the trade"),
                    ("suspend", "Suspend the plaque"),
                    ("revoke", "Take the plaque back"),
                    ("expel", "End the membership"),
                ],
                max_length=10,
                verbose_name="measure in view",
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="measure",
            field=models.CharField(
                blank=True,
                choices=[
                    ("remind", "Reminder"),
                    ("talk", "Talk"),
                    ("mend", "To be put right by a day"),
                    ("circular", "Notice to the trade"),
                    ("suspend", "Suspend the plaque"),
                    ("revoke", "Take the plaque back"),
                    ("expel", "End the membership"),
                ],
                max_length=10,
                verbose_name="measure",
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="status",
            field=models.CharField(
                choices=[
                    ("open", "Being looked into"),
                    ("told", "With the school"),
                    ("deciding", "Being decided"),
                    ("decided", "Decided"),
                    ("closed", "Closed"),
                    ("dismissed", "Not pursued"),
                    ("appealed", "Under appeal"),
                    ("in_force", "In force"),
                    ("annulled", "Decision withdrawn"),
                ],
                default="open",
                editable=False,
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.AlterField(
            model_name="caseperson",
            name="part",
            field=models.CharField(
                choices=[
                    ("investigator", "Looks into it"),
                    ("decider", "Decides"),
                    ("appeal", "Hears the appeal"),
                ],
                max_length=12,
                verbose_name="part",
            ),
        ),
        migrations.AlterField(
            model_name="statement",
            name="kind",
            field=models.CharField(
                choices=[
                    ("answer", "Answer"),
                    ("hearing", "Asks to be heard in person"),
                    ("reply", "Words beside the notice"),
                    ("appeal", "Appeal"),
                    ("repair", "Asks for repair"),
                ],
                max_length=10,
                verbose_name="kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("status__in", ["open", "told", "deciding", "decided", "appealed", "in_force"])
                ),
                fields=("finding",),
                name="violations_one_case_of_a_finding",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("measure__in", ["suspend", "revoke", "expel"]), _negated=True),
                    ("severity", "S3"),
                    _connector="OR",
                ),
                name="violations_case_plaque_at_stake_when_serious",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("measure", "circular"), _negated=True),
                    models.Q(("severity", "S1"), _negated=True),
                    _connector="OR",
                ),
                name="violations_case_slight_stays_inside",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("measure__in", ["circular", "suspend", "revoke", "expel"]), _negated=True
                    ),
                    models.Q(
                        models.Q(("public_words", ""), _negated=True),
                        ("months__gte", 3),
                        ("months__lte", 36),
                    ),
                    _connector="OR",
                ),
                name="violations_case_public_has_words_and_an_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "in_force"), _negated=True),
                    models.Q(
                        ("in_force_on__isnull", False),
                        ("measure__in", ["circular", "suspend", "revoke", "expel"]),
                        ("public_until__gt", models.F("in_force_on")),
                    ),
                    _connector="OR",
                ),
                name="violations_case_in_force_has_an_end",
            ),
        ),
        migrations.CreateModel(
            name="Appeal",
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
                        editable=False, max_length=12, unique=True, verbose_name="appeal"
                    ),
                ),
                ("came_from", models.CharField(editable=False, max_length=10)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("lodged", "Lodged"),
                            ("heard", "Before its panel"),
                            ("rejected", "Rejected"),
                            ("upheld", "Upheld"),
                        ],
                        default="lodged",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "lodged_at",
                    models.DateTimeField(
                        default=association.core.clock.now, verbose_name="lodged at"
                    ),
                ),
                ("answer_by", models.DateField(verbose_name="to be answered by")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided at")),
                ("reasons", models.TextField(blank=True, max_length=8000, verbose_name="reasons")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeals",
                        to="violations.case",
                    ),
                ),
                (
                    "statement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeal",
                        to="violations.statement",
                    ),
                ),
            ],
            options={
                "verbose_name": "appeal",
                "verbose_name_plural": "appeals",
                "ordering": ["-lodged_at", "-pk"],
                "permissions": [("hear_appeal", "Can hear appeals")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case",), name="violations_one_appeal_in_a_case"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AppealEvent",
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
                        to="violations.appeal",
                    ),
                ),
            ],
            options={
                "ordering": ["sequence"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("record", "sequence"), name="violations_appealevent_in_sequence"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AppealVote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uphold", models.BooleanField(verbose_name="the appeal is right")),
                ("words", models.TextField(max_length=1000, verbose_name="reasons")),
                (
                    "voted_at",
                    models.DateTimeField(
                        default=association.core.clock.now, verbose_name="voted at"
                    ),
                ),
                (
                    "appeal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="votes",
                        to="violations.appeal",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeal_votes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "vote on an appeal",
                "verbose_name_plural": "votes on appeals",
                "ordering": ["appeal", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("appeal", "user"), name="violations_one_appeal_vote"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Filing",
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
                        editable=False, max_length=12, unique=True, verbose_name="filing"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("record", "For the record"), ("hand_over", "Handed over")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("prepared", "Prepared"),
                            ("sent", "Sent"),
                            ("dropped", "Dropped"),
                            ("acknowledged", "Acknowledged"),
                        ],
                        default="prepared",
                        editable=False,
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                (
                    "package",
                    models.FileField(
                        blank=True,
                        storage=association.core.private_files.private_files,
                        upload_to="violations/filings/",
                    ),
                ),
                (
                    "digest",
                    models.CharField(blank=True, max_length=64, verbose_name="checksum (SHA-256)"),
                ),
                ("signature", models.CharField(blank=True, max_length=100)),
                (
                    "prepared_at",
                    models.DateTimeField(
                        default=association.core.clock.now, verbose_name="prepared at"
                    ),
                ),
                ("sent_at", models.DateTimeField(null=True, verbose_name="sent at")),
                ("due_on", models.DateField(null=True, verbose_name="answer expected by")),
                ("chased_at", models.DateTimeField(null=True, verbose_name="last reminded at")),
                (
                    "receipt_no",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="number of the department"
                    ),
                ),
                ("received_on", models.DateField(null=True, verbose_name="received on")),
                (
                    "source_reason",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="why the source is named"
                    ),
                ),
                (
                    "acknowledged_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="filings",
                        to="violations.case",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="filings",
                        to="alliances.department",
                        verbose_name="department",
                    ),
                ),
                (
                    "source_agreed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "source_asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "filing",
                "verbose_name_plural": "filings",
                "ordering": ["-prepared_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "dropped"), _negated=True),
                        fields=("case", "department", "kind"),
                        name="violations_one_filing_of_a_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("source_agreed_by__isnull", True),
                            models.Q(
                                ("source_asked_by__isnull", False),
                                models.Q(
                                    ("source_agreed_by", models.F("source_asked_by")), _negated=True
                                ),
                                models.Q(("source_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="violations_source_takes_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "acknowledged"), _negated=True),
                            models.Q(
                                models.Q(("receipt_no", ""), _negated=True),
                                ("received_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="violations_acknowledged_with_number_and_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FilingEvent",
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
                        to="violations.filing",
                    ),
                ),
            ],
            options={
                "ordering": ["sequence"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("record", "sequence"), name="violations_filingevent_in_sequence"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="JointVisit",
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
                            ("asked", "Asked for"),
                            ("agreed", "Agreed"),
                            ("declined", "Declined"),
                            ("held", "Took place"),
                            ("withdrawn", "Withdrawn"),
                            ("missed", "Did not take place"),
                        ],
                        default="asked",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("words", models.TextField(max_length=2000, verbose_name="why it is asked for")),
                ("wished_on", models.DateField(verbose_name="wished day")),
                (
                    "asked_at",
                    models.DateTimeField(
                        default=association.core.clock.now, verbose_name="asked at"
                    ),
                ),
                ("agreed_on", models.DateField(null=True, verbose_name="day of the visit")),
                (
                    "answer",
                    models.TextField(
                        blank=True, max_length=1000, verbose_name="the department's words"
                    ),
                ),
                ("held_on", models.DateField(null=True, verbose_name="took place on")),
                (
                    "record_words",
                    models.TextField(blank=True, max_length=2000, verbose_name="record"),
                ),
                (
                    "ending",
                    models.TextField(
                        blank=True, max_length=1000, verbose_name="why it does not take place"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="joint_visits",
                        to="violations.case",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="joint_visits",
                        to="alliances.department",
                        verbose_name="department",
                    ),
                ),
            ],
            options={
                "verbose_name": "joint visit",
                "verbose_name_plural": "joint visits",
                "ordering": ["-asked_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["asked", "agreed"])),
                        fields=("case", "department"),
                        name="violations_one_joint_visit_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="JointVisitEvent",
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
                        to="violations.jointvisit",
                    ),
                ),
            ],
            options={
                "ordering": ["sequence"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("record", "sequence"), name="violations_jointvisitevent_in_sequence"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NoticeIndexPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "title_en",
                    models.CharField(blank=True, max_length=160, verbose_name="title in English"),
                ),
                (
                    "intro_zh",
                    models.TextField(
                        blank=True, max_length=300, verbose_name="introduction in Chinese"
                    ),
                ),
                (
                    "intro_en",
                    models.TextField(
                        blank=True, max_length=600, verbose_name="introduction in English"
                    ),
                ),
            ],
            options={
                "verbose_name": "board of notices",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="NoticePage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "words",
                    models.TextField(max_length=1000, verbose_name="facts, as parents read them"),
                ),
                ("basis", models.TextField(max_length=600, verbose_name="basis")),
                (
                    "case",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notice",
                        to="violations.case",
                        verbose_name="case",
                    ),
                ),
            ],
            options={
                "verbose_name": "notice",
                "verbose_name_plural": "notices",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="Objection",
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
                        editable=False, max_length=12, unique=True, verbose_name="objection"
                    ),
                ),
                (
                    "receipt",
                    models.CharField(
                        default=association.violations.models.objection.new_receipt,
                        editable=False,
                        max_length=22,
                        unique=True,
                    ),
                ),
                ("by_school", models.BooleanField(default=False, verbose_name="by the school")),
                ("who", models.CharField(blank=True, max_length=60, verbose_name="who objects")),
                (
                    "contact",
                    models.CharField(blank=True, max_length=120, verbose_name="phone or e-mail"),
                ),
                ("words", models.TextField(max_length=2000, verbose_name="what is wrong")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("lodged", "Being looked at"),
                            ("proposed", "Withdrawal waits for a second person"),
                            ("rejected", "The entry stands"),
                            ("corrected", "The entry was corrected"),
                            ("withdrawn", "The entry was withdrawn"),
                        ],
                        default="lodged",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "lodged_at",
                    models.DateTimeField(
                        default=association.core.clock.now, verbose_name="lodged at"
                    ),
                ),
                ("answer_by", models.DateField(verbose_name="to be answered by")),
                (
                    "asked_others",
                    models.CharField(blank=True, max_length=200, verbose_name="asked others"),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided at")),
                ("reasons", models.TextField(blank=True, max_length=2000, verbose_name="reasons")),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="violations.case",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "objection",
                "verbose_name_plural": "objections",
                "ordering": ["-lodged_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "withdrawn"), _negated=True),
                            models.Q(
                                ("decided_by__isnull", False),
                                ("proposed_by__isnull", False),
                                models.Q(("proposed_by", models.F("decided_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="violations_withdrawal_takes_two",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ObjectionEvent",
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
                        to="violations.objection",
                    ),
                ),
            ],
            options={
                "ordering": ["sequence"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("record", "sequence"), name="violations_objectionevent_in_sequence"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Repair",
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
                        editable=False, max_length=12, unique=True, verbose_name="repair"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("asked", "Being looked at"),
                            ("granted", "Granted"),
                            ("refused", "Refused"),
                        ],
                        default="asked",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(
                        default=association.core.clock.now, verbose_name="asked at"
                    ),
                ),
                ("answer_by", models.DateField(verbose_name="to be answered by")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided at")),
                ("reasons", models.TextField(blank=True, max_length=2000, verbose_name="reasons")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repairs",
                        to="violations.case",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "statement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repair",
                        to="violations.statement",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="peer_review.visit",
                    ),
                ),
            ],
            options={
                "verbose_name": "repair",
                "verbose_name_plural": "repairs",
                "ordering": ["-asked_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "asked")),
                        fields=("case",),
                        name="violations_one_repair_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "granted"), _negated=True),
                            ("visit__isnull", False),
                            _connector="OR",
                        ),
                        name="violations_repair_has_a_clean_visit",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RepairEvent",
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
                        to="violations.repair",
                    ),
                ),
            ],
            options={
                "ordering": ["sequence"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("record", "sequence"), name="violations_repairevent_in_sequence"
                    )
                ],
            },
        ),
    ]
