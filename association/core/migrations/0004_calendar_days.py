from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0003_audit_trail"),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(unique=True, verbose_name="day")),
                (
                    "working",
                    models.BooleanField(
                        default=False,
                        help_text=(
                            "Ticked: people work on it, even if it is a Saturday or Sunday. "
                            "Not ticked: a day off."
                        ),
                        verbose_name="working day",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=80, verbose_name="note")),
            ],
            options={
                "verbose_name": "calendar day",
                "verbose_name_plural": "calendar days",
                "ordering": ["-day"],
            },
        ),
    ]
