"""A school whose plaque was taken back may sign anew before its pledge's time is over."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pledges", "0003_ended_pledges")]

    operations = [
        migrations.AddField(
            model_name="pledge",
            name="renewal_opened_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
