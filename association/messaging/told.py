"""What happens to an account is told its owner: `accounts` lies below and cannot tell itself."""

from collections.abc import Sequence

from django.urls import reverse

from association.accounts.enums import Act
from association.accounts.services.telling import AccountAct
from association.core import announcing
from association.messaging.services import Draft, tell

KIND = "account_act"


def tell_owners(happened: Sequence[AccountAct]) -> None:
    """Tell people what happened to their accounts, at the address that counted then."""
    tell(
        [
            Draft(
                person=each.person,
                kind=KIND,
                key=f"core.auditentry:{each.entry.pk}",
                words={
                    "act": each.act.label,
                    "sentence": each.act.sentence,
                    "time": each.entry.moment,
                    "username": each.person.username,
                },
                link=reverse("accounts:me"),
                email=each.address,
            )
            for each in happened
        ]
    )


def register() -> None:
    """Let acts on accounts be told; called once, in AppConfig.ready()."""
    for act in Act:
        if act.sentence:
            announcing.register(f"accounts.{act}", tell_owners)
