"""What was announced, drawn and handed in stays as it was, in the database too."""

from django.db import migrations

from association.core.guards import RefuseReplace, RefuseWrite, append_only, changed, event_log

PLAN = changed(
    "id",
    "code",
    "title",
    "kind",
    "scope",
    "alliance_id",
    "checklist_id",
    "opens_on",
    "closes_on",
    "due_on",
    "visits_per_school",
    "avoid_rounds",
    "rival_metres",
    "algorithm",
)
ANNOUNCED = changed("id", "round_id", "announcement", "announced_at", "sealed_code")
DRAWN = changed("record", "drawn_at", "drawn_by_id")
PLACE = changed("id", "round_id", "school_id", "alliance_id", "number", "stratum")
ROUND_OF = "(SELECT {column} FROM peer_review_round WHERE id = {row}.round_id)"
BEYOND_PLAN = ROUND_OF.format(column="status", row="OLD") + " <> 'draft'"
POOL_IS_PUBLIC = (
    f"{ROUND_OF.format(column='status', row='NEW')} <> 'draft' "
    f"AND {ROUND_OF.format(column='kind', row='NEW')} IN ('mutual', 'random')"
)


# Their unique keys count standing rows alone, so REPLACE would throw one out unseen.
SEAT_STANDS = (
    "NEW.until IS NULL AND EXISTS (SELECT 1 FROM peer_review_seat s WHERE s.until IS NULL "
    "AND s.visit_id = NEW.visit_id AND s.school_id = NEW.school_id)"
)
TIE_STANDS = (
    "NEW.ended_at IS NULL AND EXISTS (SELECT 1 FROM peer_review_tie t WHERE t.ended_at IS NULL "
    "AND t.first_id = NEW.first_id AND t.second_id = NEW.second_id AND t.kind = NEW.kind)"
)


class Migration(migrations.Migration):
    dependencies = [("peer_review", "0002_guards")]

    operations = [
        *event_log("peer_review_roundevent"),
        *event_log("peer_review_visitevent"),
        *append_only("peer_review_amendment", "draw_id, sequence"),
        *append_only("peer_review_submission", "key"),
        RefuseWrite(
            "peer_review_round",
            "UPDATE",
            f"OLD.status <> 'draft' AND ({PLAN} OR NEW.status = 'draft')",
        ),
        RefuseWrite("peer_review_round", "DELETE", "OLD.status <> 'draft'"),
        RefuseReplace("peer_review_round", "code"),
        RefuseWrite(
            "peer_review_draw",
            "UPDATE",
            f"{ANNOUNCED} OR (OLD.record IS NOT NULL AND {DRAWN})",
        ),
        RefuseWrite("peer_review_draw", "DELETE"),
        RefuseReplace("peer_review_draw", "round_id"),
        RefuseWrite("peer_review_participant", "INSERT", POOL_IS_PUBLIC),
        RefuseWrite("peer_review_participant", "UPDATE", f"{BEYOND_PLAN} AND {PLACE}"),
        RefuseWrite("peer_review_participant", "DELETE", BEYOND_PLAN),
        RefuseReplace("peer_review_participant", "round_id, school_id", "round_id, number"),
        RefuseWrite("peer_review_visit", "UPDATE", changed("id", "round_id", "school_id")),
        RefuseWrite("peer_review_visit", "DELETE"),
        RefuseReplace("peer_review_visit", "round_id, school_id"),
        RefuseWrite(
            "peer_review_seat",
            "UPDATE",
            "OLD.until IS NOT NULL OR "
            + changed("id", "visit_id", "school_id", "since", "in_place_of_id"),
        ),
        RefuseWrite("peer_review_seat", "INSERT", SEAT_STANDS),
        RefuseWrite("peer_review_seat", "DELETE"),
        RefuseReplace("peer_review_seat", "in_place_of_id"),
        RefuseWrite(
            "peer_review_tie",
            "UPDATE",
            "OLD.ended_at IS NOT NULL OR "
            + changed("id", "first_id", "second_id", "kind", "reason", "declared_at"),
        ),
        RefuseWrite("peer_review_tie", "INSERT", TIE_STANDS),
        RefuseWrite("peer_review_tie", "DELETE"),
        RefuseReplace("peer_review_tie"),
    ]
