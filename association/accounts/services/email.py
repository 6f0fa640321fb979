"""The e-mail address of an account: changed when its mailbox has answered."""

from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from association.accounts import tasks
from association.accounts.enums import Act, LinkPurpose
from association.accounts.models import User
from association.accounts.services.links import use_up
from association.accounts.services.telling import note
from association.core.errors import RuleError


@transaction.atomic
def change_email(*, address: str, acting_user: User) -> None:
    """Write to a new address; it counts when its link was opened. An empty one counts at once."""
    if address:
        transaction.on_commit(partial(tasks.mail_email_link.enqueue, acting_user.pk, address))
    else:
        _set(acting_user, "")


@transaction.atomic
def use_email_link(*, secret: str, acting_user: User) -> None:
    """Take the address over that a link was mailed to.

    Raises RuleError where the link is spent, or belongs to somebody else.
    """
    link = use_up(secret, LinkPurpose.EMAIL)
    if link.user_id != acting_user.pk:
        raise RuleError(_("This link belongs to another account. Sign in with that one first."))
    _set(acting_user, link.address)


def _set(user: User, address: str) -> None:
    # The old mailbox hears of it: its owner may be the last to know.
    note(Act.CHANGE_EMAIL, person=user, acting_user=user)
    user.email = address
    user.save(update_fields=["email"])
