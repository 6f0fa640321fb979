"""What was signed stays as it was signed: evidence is frozen in the database too."""

from django.db import migrations

from association.core.guards import RefuseReplace, RefuseWrite, append_only, changed, event_log

VERSION_IN_FORCE = (
    "(SELECT status FROM pledges_covenantversion WHERE id = {row}.version_id) <> 'draft'"
)
PROMISE_IN_FORCE = (
    "(SELECT v.status FROM pledges_covenantversion v JOIN pledges_promise p "
    "ON p.version_id = v.id WHERE p.id = {row}.promise_id) <> 'draft'"
)
PLEDGE_SIGNED = "(SELECT status FROM pledges_pledge WHERE id = {row}.pledge_id) <> 'draft'"


def frozen(table: str, condition: str) -> list[RefuseWrite]:
    """Refuse every write to a table while its parent is past its draft."""
    return [
        RefuseWrite(table, "INSERT", condition.format(row="NEW")),
        RefuseWrite(
            table,
            "UPDATE",
            # Neither out of what is frozen nor into it.
            f"{condition.format(row='OLD')} OR {condition.format(row='NEW')}",
        ),
        RefuseWrite(table, "DELETE", condition.format(row="OLD")),
        RefuseReplace(table),
    ]


COVENANT_WORDS = changed(
    "id",
    "number",
    "title_zh",
    "title_en",
    "preamble_zh",
    "preamble_en",
    "closing_zh",
    "closing_en",
    "effective_from",
)
PLEDGE_EVIDENCE = changed("id", "school_id", "covenant_version_id", "receipt_no", "started_at")
DRAFT_AGAIN = "NEW.status = 'draft'"


class Migration(migrations.Migration):
    dependencies = [("pledges", "0001_covenants_and_pledges")]

    operations = [
        *event_log("pledges_covenantversionevent"),
        *event_log("pledges_pledgeevent"),
        *append_only("pledges_pledgesignature", "pledge_id"),
        RefuseWrite(
            "pledges_covenantversion",
            "UPDATE",
            f"OLD.status <> 'draft' AND ({COVENANT_WORDS} OR {DRAFT_AGAIN})",
        ),
        RefuseWrite("pledges_covenantversion", "DELETE", "OLD.status <> 'draft'"),
        RefuseReplace("pledges_covenantversion", "number"),
        *frozen("pledges_promise", VERSION_IN_FORCE),
        *frozen("pledges_checklistitem", PROMISE_IN_FORCE),
        *frozen("pledges_breachcode", PROMISE_IN_FORCE),
        RefuseWrite(
            "pledges_pledge",
            "UPDATE",
            f"OLD.status <> 'draft' AND ({PLEDGE_EVIDENCE} OR {DRAFT_AGAIN})",
        ),
        RefuseWrite("pledges_pledge", "DELETE", "OLD.status <> 'draft'"),
        RefuseReplace("pledges_pledge", "receipt_no"),
        *frozen("pledges_promisetick", PLEDGE_SIGNED),
    ]
