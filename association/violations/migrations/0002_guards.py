"""What a school was told, what it said, what shows it and who voted stays in the database too."""

from django.db import migrations

from association.core.guards import RefuseReplace, RefuseWrite, append_only, changed, event_log

OPENED = changed("id", "code", "school_id", "source", "finding_id", "opened_by_id", "opened_at")
TOLD = changed(
    "reference",
    "promise_id",
    "breach",
    "severity",
    "facts",
    "content",
    "classes",
    "learners",
    "times",
    "in_view",
    "told_at",
)
# What a panel has before it stands still while it votes, and as the decision from then on.
PROPOSED = changed("ballot", "quorum", "measure", "reasons")
DECIDED = changed("mend_by", "decided_at")
HEARD = changed("hearing_asked_at", "hearing_held_on", "hearing_record")
ENDED = changed("status", "ended_at", "ending")
# Decided on by nobody, or before the school was heard in person, or by too few.
UNHEARD = (
    "NEW.status = 'decided' AND OLD.status <> 'decided' AND ("
    "OLD.status <> 'deciding' OR NEW.told_at IS NULL OR NEW.quorum < 2 "
    "OR (NEW.hearing_asked_at IS NOT NULL AND NEW.hearing_held_on IS NULL) OR NEW.quorum > ("
    "SELECT COUNT(*) FROM violations_vote v WHERE v.case_id = NEW.id "
    "AND v.ballot = NEW.ballot AND v.in_favour))"
)
# No way round the decision, and none back from it.
ROUND = (
    "(OLD.status = 'decided' AND NEW.status NOT IN ('decided', 'closed')) "
    "OR (NEW.status = 'closed' AND OLD.status NOT IN ('decided', 'closed'))"
)
STANDS = " OR ".join(
    [
        OPENED,
        f"(OLD.told_at IS NOT NULL AND {TOLD})",
        f"(OLD.hearing_held_on IS NOT NULL AND {HEARD})",
        f"(OLD.status IN ('deciding', 'decided', 'closed') AND {PROPOSED})",
        f"(OLD.decided_at IS NOT NULL AND {DECIDED})",
        f"(OLD.ended_at IS NOT NULL AND {ENDED})",
        f"({UNHEARD})",
        ROUND,
    ]
)
NOT_NAMED = (
    "NOT EXISTS (SELECT 1 FROM violations_case c JOIN violations_caseperson p ON p.case_id = c.id "
    "WHERE c.id = NEW.case_id AND c.status = 'deciding' AND c.ballot = NEW.ballot "
    "AND p.user_id = NEW.user_id AND p.part = 'decider' AND p.ballot = NEW.ballot)"
)
TWO_PARTS = (
    "EXISTS (SELECT 1 FROM violations_caseperson p WHERE p.case_id = NEW.case_id "
    "AND p.user_id = NEW.user_id AND p.part <> NEW.part)"
)


class Migration(migrations.Migration):
    dependencies = [("violations", "0001_cases")]

    operations = [
        RefuseWrite("violations_case", "INSERT", "NEW.status <> 'open'"),
        RefuseWrite("violations_case", "UPDATE", STANDS),
        RefuseWrite("violations_case", "DELETE"),
        RefuseReplace("violations_case", "code"),
        *event_log("violations_caseevent"),
        *append_only("violations_caseperson", "case_id, user_id, part, ballot"),
        RefuseWrite("violations_caseperson", "INSERT", TWO_PARTS),
        *append_only("violations_vote", "case_id, ballot, user_id"),
        RefuseWrite("violations_vote", "INSERT", NOT_NAMED),
        *append_only("violations_statement"),
        *append_only("violations_evidence"),
        *append_only("violations_custody"),
    ]
