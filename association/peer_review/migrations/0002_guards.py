"""What was asked stays as it was asked: a checklist in use is frozen in the database too."""

from django.db import migrations

from association.core.guards import RefuseReplace, RefuseWrite, changed, event_log

VERSION_IN_USE = (
    "(SELECT status FROM peer_review_checklistversion WHERE id = {row}.version_id) <> 'draft'"
)
SECTION_IN_USE = (
    "(SELECT v.status FROM peer_review_checklistversion v JOIN peer_review_checklistsection s "
    "ON s.version_id = v.id WHERE s.id = {row}.section_id) <> 'draft'"
)
CHECKLIST_WORDS = changed(
    "id", "number", "title_zh", "title_en", "intro_zh", "intro_en", "effective_from"
)


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


class Migration(migrations.Migration):
    dependencies = [("peer_review", "0001_checklists_and_rounds")]

    operations = [
        *event_log("peer_review_checklistversionevent"),
        RefuseWrite(
            "peer_review_checklistversion",
            "UPDATE",
            f"OLD.status <> 'draft' AND ({CHECKLIST_WORDS} OR NEW.status = 'draft')",
        ),
        RefuseWrite("peer_review_checklistversion", "DELETE", "OLD.status <> 'draft'"),
        RefuseReplace("peer_review_checklistversion", "number"),
        *frozen("peer_review_checklistsection", VERSION_IN_USE),
        *frozen("peer_review_checklistitem", SECTION_IN_USE),
    ]
