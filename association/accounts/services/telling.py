"""What happens to an account is kept in the audit trail, and its owner is told."""

from dataclasses import dataclass
from typing import Any

from association.accounts.enums import Act
from association.accounts.models import User
from association.core import announcing
from association.core.audit import record_act
from association.core.models import AuditEntry


@dataclass(frozen=True, kw_only=True)
class AccountAct:
    """One act on an account, for whoever tells of it. address: where the owner was reached then."""

    act: Act
    person: User
    address: str
    entry: AuditEntry


def note(act: Act, *, person: User, acting_user: Any, reason: str = "") -> None:
    """Write an act into the audit trail and, where it has a sentence, tell the person.

    Call it in the transaction of the act, before an address is changed: the letter goes to the one
    that counted when it happened, which may have been the very thing to change.
    """
    action = f"accounts.{act}"
    entry = record_act(action=action, user=acting_user, obj=person, reason=reason)
    if act.sentence:
        happened = AccountAct(act=act, person=person, address=person.email, entry=entry)
        announcing.announce(action, [happened])
