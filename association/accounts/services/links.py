"""Links that are mailed: to sign in once, to choose a new password.

Whether an account has an address is nobody's business: known or not, the same is done while the
asker waits, and a task does the rest.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from association.accounts import tasks
from association.accounts.enums import LinkPurpose
from association.accounts.models import MailedLink, User
from association.accounts.services.letters import digest_of
from association.core import clock
from association.core.errors import RuleError


def ask_for_sign_in_link(email: str) -> None:
    """Have a link mailed to every active account with this address."""
    tasks.mail_sign_in_links.enqueue(_accounts_with(email))


def ask_for_password_link(email: str) -> None:
    """Have a link to choose a new password mailed to every active account with this address."""
    tasks.mail_password_links.enqueue(_accounts_with(email))


def _accounts_with(email: str) -> list[int]:
    people = User.objects.filter(email__iexact=email, is_active=True)
    return list(people.order_by("pk").values_list("pk", flat=True)[:5])


def find_link(secret: str, purpose: LinkPurpose) -> MailedLink | None:
    """Return an open link of an active person by its secret, or None."""
    link = (
        MailedLink.objects.select_related("user")
        .filter(digest=digest_of(secret), purpose=purpose, user__is_active=True)
        .first()
    )
    return link if link is not None and link.is_open else None


@transaction.atomic
def use_sign_in_link(secret: str) -> User:
    """Use a link up, and with it all others of the person. Returns whom it signs in.

    Raises RuleError where it was used or has run out, perhaps a moment ago.
    """
    return use_up(secret, LinkPurpose.SIGN_IN).user


def use_up(secret: str, purpose: LinkPurpose) -> MailedLink:
    """Mark a link as used; the caller is in a transaction. Raises RuleError as above."""
    link = find_link(secret, purpose)
    # Two that open it at once: the row changes for one of them only.
    mine = link is not None and MailedLink.objects.filter(pk=link.pk, used_at=None).update(
        used_at=clock.now()
    )
    if not mine:
        raise RuleError(_("This link was used before or has run out. Ask for a new one."))
    MailedLink.objects.filter(user=link.user, purpose=purpose, used_at=None).delete()
    return link
