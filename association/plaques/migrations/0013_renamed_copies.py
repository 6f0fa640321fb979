"""A copy may give way because the school has another name."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plaques", "0012_measures_by_cases")]

    operations = [
        migrations.AlterField(
            model_name="replacedcopy",
            name="reason",
            field=models.CharField(
                choices=[
                    ("lost", "Lost"),
                    ("stolen", "Stolen"),
                    ("damaged", "Damaged"),
                    ("misprinted", "Misprinted"),
                    ("renamed", "Carries the school's former name"),
                ],
                max_length=12,
                verbose_name="reason",
            ),
        ),
    ]
