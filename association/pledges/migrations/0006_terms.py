"""How long pledges are given is the association's to set, and until when a new version is signed."""

import django.core.validators
from django.db import migrations, models

DAYS = [
    django.core.validators.MinValueValidator(7),
    django.core.validators.MaxValueValidator(120),
]


class Migration(migrations.Migration):
    dependencies = [("pledges", "0005_issued_papers")]

    operations = [
        migrations.CreateModel(
            name="PledgeSettings",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "term_months",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (6, "a school term (6 months)"),
                            (12, "a year (12 months)"),
                            (24, "two years (24 months)"),
                        ],
                        default=24,
                        verbose_name="a pledge is given for",
                    ),
                ),
                (
                    "renewal_days",
                    models.PositiveSmallIntegerField(
                        default=60,
                        validators=DAYS,
                        verbose_name="it can be signed again before its last day for, days",
                    ),
                ),
                (
                    "sign_anew_days",
                    models.PositiveSmallIntegerField(
                        default=60,
                        help_text=(
                            "Proposed where a new version is put in force; another day can be set "
                            "there."
                        ),
                        validators=DAYS,
                        verbose_name="to sign a new version of the covenant, days",
                    ),
                ),
            ],
            options={"verbose_name": "terms of pledges"},
        ),
        migrations.AddField(
            model_name="covenantversion",
            name="sign_by",
            field=models.DateField(editable=False, null=True, verbose_name="to be signed anew by"),
        ),
        migrations.AddField(
            model_name="pledge",
            name="given_until",
            field=models.DateField(editable=False, null=True, verbose_name="given until"),
        ),
        migrations.AddField(
            model_name="pledge",
            name="renewal_from",
            field=models.DateField(
                editable=False, null=True, verbose_name="can be signed again from"
            ),
        ),
    ]
