from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("peer_review", "0006_report_and_finding_guards"),
    ]

    operations = [
        migrations.AlterField(
            model_name="opening",
            name="opened_by",
            field=models.CharField(
                choices=[
                    ("code", "The code on the school's screen"),
                    ("plaque", "The plaque, scanned"),
                    ("declared", "Declared, with a reason"),
                ],
                max_length=10,
                verbose_name="opened by",
            ),
        ),
    ]
