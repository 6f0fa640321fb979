"""The guards again, for what SQLite rebuilt and for what is new.

A token changes only with the next serial, a last day only with a new pledge: a replaced copy and
a renewal are told apart from a tampered row.
"""

from django.db import migrations

from association.core.guards import RefuseReplace, RefuseWrite, append_only, changed, event_log

IDENTITY = changed(
    "id",
    "number",
    "chinese_number",
    "series",
    "year",
    "sequence",
    "school_id",
    "campus_id",
    "issued_on",
    "batch_id",
)
ANOTHER_COPY = "(NEW.token <> OLD.token AND NEW.serial <> OLD.serial + 1)"
ANOTHER_SERIAL = "(NEW.serial <> OLD.serial AND NEW.token = OLD.token)"
ANOTHER_TERM = "(NEW.valid_until <> OLD.valid_until AND NEW.pledge_id = OLD.pledge_id)"
PLAQUE = f"{IDENTITY} OR {ANOTHER_COPY} OR {ANOTHER_SERIAL} OR {ANOTHER_TERM}"


class Migration(migrations.Migration):
    dependencies = [("plaques", "0004_numbers_as_printed")]

    operations = [
        RefuseWrite("plaques_plaque", "UPDATE", PLAQUE),
        RefuseWrite("plaques_plaque", "DELETE"),
        RefuseReplace("plaques_plaque", "number", "token", "series, year, sequence"),
        *event_log("plaques_takedownevent"),
        *event_log("plaques_plaquereportevent"),
        *append_only("plaques_replacedcopy", "token"),
        *append_only("plaques_photo", "name"),
    ]
