"""What happens to an account is kept in the audit trail, and its owner is written."""

from functools import partial
from typing import Any

from django.db import transaction

from association.accounts import tasks
from association.accounts.enums import Act
from association.accounts.models import User
from association.core.audit import record_act


def note(act: Act, *, person: User, acting_user: Any, reason: str = "") -> None:
    """Write an act into the audit trail and, where it has a sentence, to the person.

    Call it in the transaction of the act; the letter leaves after the commit.
    """
    record_act(action=f"accounts.{act}", user=acting_user, obj=person, reason=reason)
    if act.sentence and person.email:
        transaction.on_commit(
            partial(tasks.tell_person.enqueue, person.pk, act.value, person.email)
        )
