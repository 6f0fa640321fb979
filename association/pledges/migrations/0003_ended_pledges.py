"""A pledge ends when the plaque that stood for it was taken back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pledges", "0002_guards"),
    ]

    operations = [
        migrations.AlterField(
            model_name="pledge",
            name="status",
            field=models.CharField(
                choices=[
                    ("draft", "Being read"),
                    ("submitted", "Signed, in review"),
                    ("accepted", "Accepted"),
                    ("returned", "Returned"),
                    ("undone", "Undone by the signer"),
                    ("superseded", "Replaced by a newer pledge"),
                    ("withdrawn", "Ended by the school"),
                    ("ended", "Ended: the plaque was taken back"),
                ],
                default="draft",
                editable=False,
                max_length=12,
                verbose_name="state",
            ),
        ),
    ]
