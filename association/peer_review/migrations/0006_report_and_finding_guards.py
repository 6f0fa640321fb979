"""What visitors saw, what was said about it, and what it led to, stays in the database too."""

from django.db import migrations

from association.core.guards import RefuseReplace, RefuseWrite, append_only, changed, event_log

FOUND = changed(
    "id",
    "code",
    "visit_id",
    "school_id",
    "item_code",
    "row",
    "room",
    "promise",
    "breach",
    "severity",
    "text_zh",
    "text_en",
    "own",
    "self_reported",
    "told_on",
)
FIRST_STANDS = (
    "NEW.again_of_id IS NULL AND EXISTS (SELECT 1 FROM peer_review_visit v "
    "WHERE v.again_of_id IS NULL AND v.round_id = NEW.round_id AND v.school_id = NEW.school_id)"
)


class Migration(migrations.Migration):
    dependencies = [("peer_review", "0005_reports_and_findings")]

    operations = [
        # The table was rebuilt, so its guards are told again.
        RefuseWrite("peer_review_visit", "INSERT", FIRST_STANDS),
        RefuseWrite(
            "peer_review_visit", "UPDATE", changed("id", "round_id", "school_id", "again_of_id")
        ),
        RefuseWrite("peer_review_visit", "DELETE"),
        RefuseReplace("peer_review_visit", "again_of_id"),
        *event_log("peer_review_reportevent"),
        *event_log("peer_review_findingevent"),
        *append_only("peer_review_opening", "key"),
        *append_only("peer_review_visitphoto", "key"),
        *append_only("peer_review_hostsignature", "seat_id"),
        *append_only("peer_review_entry"),
        *append_only("peer_review_entryphoto"),
        RefuseWrite(
            "peer_review_report",
            "UPDATE",
            "OLD.status = 'final' OR " + changed("id", "visit_id", "created_at"),
        ),
        RefuseWrite("peer_review_report", "DELETE"),
        RefuseReplace("peer_review_report", "visit_id"),
        RefuseWrite("peer_review_finding", "UPDATE", FOUND),
        RefuseWrite("peer_review_finding", "DELETE"),
        RefuseReplace("peer_review_finding", "code", "visit_id, item_code, row"),
    ]
