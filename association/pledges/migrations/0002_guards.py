"""What was signed stays as it was signed: evidence is frozen in the database too."""

from django.db import migrations

from association.core.guards import RefuseWrite, append_only, changed

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
        RefuseWrite(table, "UPDATE", condition.format(row="OLD")),
        RefuseWrite(table, "DELETE", condition.format(row="OLD")),
    ]


COVENANT_WORDS = changed(
    "number",
    "title_zh",
    "title_en",
    "preamble_zh",
    "preamble_en",
    "closing_zh",
    "closing_en",
    "effective_from",
)
PLEDGE_EVIDENCE = changed("school_id", "covenant_version_id", "receipt_no", "started_at")


class Migration(migrations.Migration):
    dependencies = [("pledges", "0001_covenants_and_pledges")]

    operations = [
        *append_only("pledges_covenantversionevent"),
        *append_only("pledges_pledgeevent"),
        *append_only("pledges_pledgesignature"),
        RefuseWrite(
            "pledges_covenantversion", "UPDATE", f"OLD.status <> 'draft' AND {COVENANT_WORDS}"
        ),
        RefuseWrite("pledges_covenantversion", "DELETE", "OLD.status <> 'draft'"),
        *frozen("pledges_promise", VERSION_IN_FORCE),
        *frozen("pledges_checklistitem", PROMISE_IN_FORCE),
        *frozen("pledges_breachcode", PROMISE_IN_FORCE),
        RefuseWrite("pledges_pledge", "UPDATE", f"OLD.status <> 'draft' AND {PLEDGE_EVIDENCE}"),
        RefuseWrite("pledges_pledge", "DELETE", "OLD.status <> 'draft'"),
        *frozen("pledges_promisetick", PLEDGE_SIGNED),
    ]
