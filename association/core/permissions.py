"""Who may read the audit trail, which nobody changes, and who keeps the calendar: by role."""

from association.core.models import AuditEntry, CalendarDay
from association.core.policy import RowPolicy

audit_policy = RowPolicy(AuditEntry)
calendar_policy = RowPolicy(CalendarDay)
