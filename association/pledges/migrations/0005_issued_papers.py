"""Receipts and certificates as signed files: made once, never changed."""

import django.db.models.deletion
from django.db import migrations, models

import association.core.clock
import association.core.private_files
import association.core.tokens
from association.core.guards import append_only


class Migration(migrations.Migration):
    dependencies = [("pledges", "0004_signing_anew")]

    operations = [
        migrations.CreateModel(
            name="IssuedPaper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "token",
                    models.CharField(
                        default=association.core.tokens.new_token, max_length=22, unique=True
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("receipt", "Receipt"),
                            ("certificate", "Certificate of signing"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        storage=association.core.private_files.private_files,
                        upload_to="pledges/papers/",
                    ),
                ),
                (
                    "sha256",
                    models.CharField(max_length=64, unique=True, verbose_name="checksum (SHA-256)"),
                ),
                (
                    "signature",
                    models.CharField(max_length=88, verbose_name="electronic signature"),
                ),
                (
                    "key",
                    models.CharField(max_length=64, verbose_name="fingerprint of the public key"),
                ),
                (
                    "issued_at",
                    models.DateTimeField(
                        default=association.core.clock.now, verbose_name="issued on"
                    ),
                ),
                (
                    "pledge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="pledges.pledge",
                    ),
                ),
            ],
            options={
                "verbose_name": "signed paper",
                "verbose_name_plural": "signed papers",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("pledge", "kind"), name="pledges_issuedpaper_once"
                    )
                ],
            },
        ),
        *append_only("pledges_issuedpaper", "pledge_id, kind", "token", "sha256"),
    ]
