"""Who needs a second factor, and whether they have one.

Whoever can change public truth needs one. Each room names its people; accounts knows no room.
"""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser

from association.accounts.models import User
from association.core import clock

KEPT = "kept_at"  # in the data of the recovery codes: when their owner said they are kept safe
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]

_belongs: list[Callable[[Any], bool]] = []


def require_second_factor(belongs_to: Callable[[Any], bool]) -> None:
    """Ask a second factor of people; called in a room's AppConfig.ready().

    belongs_to(user): says whether an active user is one of them.
    """
    _belongs.append(belongs_to)


def must_have_second_factor(user: User | AnonymousUser) -> bool:
    """Say whether a person can change public truth and thus needs a second factor."""
    if not user.is_active:
        return False
    return user.is_superuser or any(belongs_to(user) for belongs_to in _belongs)


def has_second_factor(user: User) -> bool:
    """Say whether a person has an authenticator app or a passkey."""
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def factors_of(user: User) -> set[str]:
    """Return the kinds of second factor a person has: totp, webauthn."""
    rows = Authenticator.objects.filter(user=user, type__in=FACTORS)
    return set(rows.values_list("type", flat=True))


def is_last_factor(authenticator: Authenticator) -> bool:
    """Say whether without this authenticator its owner would have no second factor."""
    others = Authenticator.objects.filter(user=authenticator.user_id, type__in=FACTORS)
    return not others.exclude(pk=authenticator.pk).exists()


def recovery_codes_of(user: User) -> Authenticator | None:
    """Return the row of a person's recovery codes, if they have any."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()


def keep_codes(codes: Authenticator) -> None:
    """Note that the owner keeps the recovery codes in a safe place."""
    codes.data[KEPT] = clock.now().isoformat()
    codes.save(update_fields=["data"])


def next_step(user: User) -> str:
    """Return the URL name of what is still to be done before anything else; empty if nothing is.

    First the second factor is set up, then the recovery codes are kept.
    """
    rows = dict(Authenticator.objects.filter(user=user).values_list("type", "data"))
    if rows.keys() & set(FACTORS):
        kept = KEPT in rows.get(Authenticator.Type.RECOVERY_CODES, {})
        if kept or not must_have_second_factor(user):
            return ""
        return "accounts:recovery_codes"
    return "accounts:enrol" if must_have_second_factor(user) else ""
