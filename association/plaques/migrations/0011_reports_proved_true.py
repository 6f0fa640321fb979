"""Whether a report proved true, as the clerk found it on closing."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plaques", "0010_print_asked_at")]

    operations = [
        migrations.AddField(
            model_name="plaquereport",
            name="proved_true",
            field=models.BooleanField(default=False, editable=False, verbose_name="proved true"),
        ),
    ]
