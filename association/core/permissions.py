"""Who may read the audit trail: whose role says so. Nobody changes it."""

from association.core.models import AuditEntry
from association.core.policy import RowPolicy

audit_policy = RowPolicy(AuditEntry)
