"""No way round the decision, its days and its people, in the database too.

SQLite dropped the guards of the tables that were rebuilt, so they follow once more.
"""

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
PROPOSED = changed("ballot", "quorum", "measure", "reasons", "public_words", "months", "hand_over")
PUT = "('deciding', 'decided', 'appealed', 'in_force', 'closed', 'annulled')"
DECIDED = changed("decided_at", "final_on")
HEARD = changed("hearing_asked_at", "hearing_held_on", "hearing_record")
IN_FORCE = changed("in_force_on", "public_until")
# Decided on by nobody, or before the school was heard in person, or by too few.
UNHEARD = (
    "NEW.status = 'decided' AND OLD.status NOT IN ('decided', 'appealed') AND ("
    "OLD.status <> 'deciding' OR NEW.told_at IS NULL OR NEW.quorum < 2 "
    "OR (NEW.hearing_asked_at IS NOT NULL AND NEW.hearing_held_on IS NULL) OR NEW.quorum > ("
    "SELECT COUNT(*) FROM violations_vote v WHERE v.case_id = NEW.id "
    "AND v.ballot = NEW.ballot AND v.in_favour))"
)
REJECTED = (
    "EXISTS (SELECT 1 FROM violations_appeal a WHERE a.case_id = NEW.id AND a.status = 'rejected')"
)
# Back to what it was without an answer to the appeal.
UNANSWERED = f"OLD.status = 'appealed' AND NEW.status IN ('decided', 'closed') AND NOT {REJECTED}"
# In force while the school can still appeal, or is waiting for an answer.
TOO_EARLY = (
    "NEW.status = 'in_force' AND OLD.status <> 'in_force' AND (OLD.status <> 'decided' "
    "OR NEW.final_on IS NULL OR NOT (NEW.accepted_at IS NOT NULL "
    f"OR NEW.in_force_on >= NEW.final_on OR {REJECTED}))"
)
# Withdrawn without an appeal that was upheld, or an objection two people found right.
UNFOUNDED = (
    "NEW.status = 'annulled' AND OLD.status <> 'annulled' AND NOT ("
    "EXISTS (SELECT 1 FROM violations_appeal a WHERE a.case_id = NEW.id AND a.status = 'upheld') "
    "OR EXISTS (SELECT 1 FROM violations_objection o WHERE o.case_id = NEW.id "
    "AND o.status = 'withdrawn'))"
)
FROM = {
    "decided": "('decided', 'closed', 'appealed', 'in_force')",
    "appealed": "('appealed', 'decided', 'closed', 'annulled')",
    "in_force": "('in_force', 'closed', 'annulled')",
    "closed": "('closed', 'appealed')",
    "dismissed": "('dismissed')",
    "annulled": "('annulled')",
}
ROUND = " OR ".join(
    [
        *(f"(OLD.status = '{old}' AND NEW.status NOT IN {new})" for old, new in FROM.items()),
        "(NEW.status = 'closed' "
        "AND OLD.status NOT IN ('decided', 'appealed', 'in_force', 'closed'))",
    ]
)
STANDS = " OR ".join(
    [
        OPENED,
        f"(OLD.told_at IS NOT NULL AND {TOLD})",
        f"(OLD.hearing_held_on IS NOT NULL AND {HEARD})",
        f"(OLD.status IN {PUT} AND {PROPOSED})",
        f"(OLD.decided_at IS NOT NULL AND {DECIDED})",
        # Nothing was to be put right while an appeal ran, so its days begin anew.
        f"(OLD.decided_at IS NOT NULL AND OLD.status <> 'appealed' AND {changed('mend_by')})",
        f"(OLD.in_force_on IS NOT NULL AND {IN_FORCE})",
        f"(OLD.accepted_at IS NOT NULL AND {changed('accepted_at')})",
        f"(OLD.annulled_at IS NOT NULL AND {changed('annulled_at')})",
        f"(OLD.ended_at IS NOT NULL AND {changed('ended_at', 'ending')})",
        f"({UNHEARD})",
        f"({UNANSWERED})",
        f"({TOO_EARLY})",
        f"({UNFOUNDED})",
        ROUND,
    ]
)
APPEALED = changed("id", "code", "case_id", "statement_id", "came_from", "lodged_at", "answer_by")
ANSWERED = "OLD.status IN ('rejected', 'upheld')"
# More than half of those named, and at least two, have said so.
UNSUPPORTED = (
    "NEW.status IN ('rejected', 'upheld') AND OLD.status = 'heard' AND ("
    "SELECT COUNT(*) FROM violations_appealvote v WHERE v.appeal_id = NEW.id AND ("
    "(NEW.status = 'upheld' AND v.uphold) OR (NEW.status = 'rejected' AND NOT v.uphold))) * 2 <= ("
    "SELECT COUNT(*) FROM violations_caseperson p WHERE p.case_id = NEW.case_id "
    "AND p.part = 'appeal')"
)
NOT_NAMED = (
    "NOT EXISTS (SELECT 1 FROM violations_appeal a "
    "JOIN violations_caseperson p ON p.case_id = a.case_id "
    "WHERE a.id = NEW.appeal_id AND a.status = 'heard' "
    "AND p.user_id = NEW.user_id AND p.part = 'appeal')"
)
OBJECTED = changed(
    "id", "code", "receipt", "case_id", "by_school", "words", "author_id", "lodged_at"
)
ASKED = changed("id", "code", "case_id", "statement_id", "asked_at")
FILED = changed("id", "code", "case_id", "department_id", "kind", "prepared_at")
SOURCE = ("source_reason", "source_asked_by_id", "source_agreed_by_id")
SENT = ("package", "digest", "signature", "sent_at", "due_on")
RECEIPT = ("receipt_no", "received_on", "acknowledged_by_id")
# Once it was sent it can be chased, and acknowledged; once that is done, or it is dropped, nothing.
FILING = " OR ".join(
    [
        FILED,
        "(OLD.status = 'prepared' AND NEW.status NOT IN ('prepared', 'sent', 'dropped'))",
        "(OLD.status = 'sent' AND NEW.status NOT IN ('sent', 'acknowledged'))",
        f"(OLD.status <> 'prepared' AND {changed(*SENT, *SOURCE)})",
        f"(NEW.status <> 'sent' AND OLD.status <> 'sent' AND {changed(*SENT, 'chased_at')})",
        f"(NEW.status <> 'acknowledged' AND {changed(*RECEIPT)})",
        "(OLD.status IN ('acknowledged', 'dropped') "
        f"AND {changed('status', 'chased_at', *RECEIPT)})",
    ]
)
TAKEN = (
    "EXISTS (SELECT 1 FROM violations_filing f WHERE f.case_id = NEW.case_id "
    "AND f.department_id = NEW.department_id AND f.kind = NEW.kind AND f.status <> 'dropped')"
)
WISHED = changed("id", "case_id", "department_id", "words", "wished_on", "asked_at")
CARRIED = (
    "SELECT 1 FROM plaques_measureproposal m JOIN violations_case c ON c.code = m.basis "
    "WHERE m.plaque_id = NEW.id AND m.carried_out_at IS NOT NULL AND c.school_id = NEW.school_id"
)
# A plaque is taken back by a decision in force; suspended by one, or for danger and some days.
GROUNDLESS = (
    f"(NEW.status = 'revoked' AND OLD.status <> 'revoked' AND NOT EXISTS ({CARRIED} "
    "AND m.kind = 'revoke' AND c.status = 'in_force' AND c.measure IN ('revoke', 'expel'))) "
    f"OR (NEW.status = 'suspended' AND OLD.status <> 'suspended' AND NOT EXISTS ({CARRIED} "
    "AND m.kind = 'suspend' AND ((c.status = 'in_force' AND c.measure = 'suspend') "
    "OR (c.status IN ('told', 'deciding') AND m.until IS NOT NULL))))"
)


class Migration(migrations.Migration):
    dependencies = [
        ("violations", "0003_measures_and_ways_back"),
        ("plaques", "0012_measures_by_cases"),
    ]

    operations = [
        RefuseWrite("violations_case", "INSERT", "NEW.status <> 'open'"),
        RefuseWrite("violations_case", "UPDATE", STANDS),
        RefuseWrite("violations_case", "DELETE"),
        RefuseReplace("violations_case", "code"),
        *append_only("violations_caseperson", "case_id, user_id, part, ballot"),
        RefuseWrite(
            "violations_caseperson",
            "INSERT",
            "EXISTS (SELECT 1 FROM violations_caseperson p WHERE p.case_id = NEW.case_id "
            "AND p.user_id = NEW.user_id AND p.part <> NEW.part)",
        ),
        *append_only("violations_statement"),
        RefuseWrite(
            "violations_vote",
            "INSERT",
            "NOT EXISTS (SELECT 1 FROM violations_case c JOIN violations_caseperson p "
            "ON p.case_id = c.id WHERE c.id = NEW.case_id AND c.status = 'deciding' "
            "AND c.ballot = NEW.ballot AND p.user_id = NEW.user_id AND p.part = 'decider' "
            "AND p.ballot = NEW.ballot)",
        ),
        RefuseWrite("violations_appeal", "INSERT", "NEW.status <> 'lodged'"),
        RefuseWrite(
            "violations_appeal",
            "UPDATE",
            f"{APPEALED} OR ({ANSWERED} AND {changed('status', 'decided_at', 'reasons')}) "
            f"OR ({UNSUPPORTED}) OR (NEW.status IN ('rejected', 'upheld') "
            "AND OLD.status NOT IN ('heard', 'rejected', 'upheld'))",
        ),
        RefuseWrite("violations_appeal", "DELETE"),
        RefuseReplace("violations_appeal", "code", "case_id", "statement_id"),
        *event_log("violations_appealevent"),
        *append_only("violations_appealvote", "appeal_id, user_id"),
        RefuseWrite("violations_appealvote", "INSERT", NOT_NAMED),
        RefuseWrite("violations_objection", "INSERT", "NEW.status <> 'lodged'"),
        RefuseWrite(
            "violations_objection",
            "UPDATE",
            f"{OBJECTED} OR (OLD.status IN ('rejected', 'corrected', 'withdrawn') "
            f"AND {changed('status', 'decided_at', 'decided_by_id', 'reasons')})",
        ),
        RefuseWrite("violations_objection", "DELETE"),
        RefuseReplace("violations_objection", "code", "receipt"),
        *event_log("violations_objectionevent"),
        RefuseWrite("violations_repair", "INSERT", "NEW.status <> 'asked'"),
        RefuseWrite(
            "violations_repair",
            "UPDATE",
            f"{ASKED} OR (OLD.status <> 'asked' AND "
            f"{changed('status', 'visit_id', 'decided_by_id', 'decided_at', 'reasons')})",
        ),
        RefuseWrite("violations_repair", "DELETE"),
        RefuseReplace("violations_repair", "code", "statement_id"),
        *event_log("violations_repairevent"),
        RefuseWrite("violations_filing", "INSERT", f"NEW.status <> 'prepared' OR {TAKEN}"),
        RefuseWrite("violations_filing", "UPDATE", FILING),
        RefuseWrite("violations_filing", "DELETE"),
        RefuseReplace("violations_filing", "code"),
        *event_log("violations_filingevent"),
        RefuseWrite("violations_jointvisit", "UPDATE", WISHED),
        RefuseWrite("violations_jointvisit", "DELETE"),
        RefuseReplace("violations_jointvisit"),
        *event_log("violations_jointvisitevent"),
        RefuseWrite("plaques_plaque", "UPDATE", GROUNDLESS, "violations"),
    ]
