"""How often somebody may try to sign in, and what they are told when it was too often.

A pair of user name and address has five tries. A name that many addresses fail at has one try for
each address: guessing slows down, and its owner, who comes from an address of their own, still gets
in. So nobody can lock a colleague out. An address has many tries, because a school shares one.
"""

import math
import unicodedata
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import ngettext_lazy

from association.accounts.models import User
from association.core.addresses import client_address
from association.core.limits import Budget, forget, spend, wait

QUARTER = 15 * 60  # seconds
PAIR = Budget("sign_in", 5, QUARTER)  # wrong passwords for one name from one address
PAIR_UNDER_ATTACK = Budget("sign_in", 1, QUARTER)  # the same counter, with less patience
ADDRESS = Budget("sign_in_address", 150, QUARTER)  # wrong passwords from one address
NAME = Budget("sign_in_name", 20, 60 * 60)  # wrong passwords for one name, from everywhere
CODE = Budget("second_factor", 5, QUARTER)  # wrong codes for one person from one address
CODE_ANYWHERE = Budget("second_factor_all", 20, 60 * 60)  # who gets here has password or link
CODE_USED = Budget("second_factor_used", 1, 120)  # a code of the app counts once
PASSKEY = Budget("passkey", 60, QUARTER)  # passkeys that were not right, from one address
ASK_LETTER = Budget("ask_letter", 30, QUARTER)  # letters asked for from one address
ASK_LETTER_FOR = Budget("ask_letter_for", 3, QUARTER)  # the same letter for one mail address
OPEN_LINK = Budget("open_link", 60, QUARTER)  # links that open nothing, from one address

TOO_MANY = "too_many"


class TooManyTries(ValidationError):
    """It was tried too often. seconds: how long to wait."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(
            ngettext_lazy(
                "Too many tries. Wait %(minutes)d minute, then try again.",
                "Too many tries. Wait %(minutes)d minutes, then try again.",
                "minutes",
            ),
            code=TOO_MANY,
            params={"minutes": math.ceil(seconds / 60)},
        )


def address_of(request: HttpRequest) -> str:
    """Return the address a request comes from, for comparison alone."""
    return client_address(request.META)


def begin_password(request: HttpRequest, name: str) -> None:
    """Count a try to sign in by password before the password is looked at.

    name: as typed, a user name or an e-mail address. Raises TooManyTries.
    """
    whom, address = _account_of(name), address_of(request)
    slowed = wait(NAME, whom) and wait(PAIR_UNDER_ATTACK, whom, address)
    # Counted before it is looked at, so that a hundred tries at once are a hundred tries.
    seconds = wait(ADDRESS, address) or slowed or spend(PAIR, whom, address)
    if seconds:
        raise TooManyTries(seconds)


def password_failed(request: HttpRequest, name: str) -> None:
    """Note that the try was in vain."""
    spend(ADDRESS, address_of(request))
    spend(NAME, _account_of(name))


def password_was_right(request: HttpRequest, name: str) -> None:
    """Give the pair its tries back."""
    forget(PAIR, _account_of(name), address_of(request))


def begin_code(request: HttpRequest, user: User) -> None:
    """Count a try with a second-factor code before it is looked at. Raises TooManyTries."""
    whom = str(user.pk)
    seconds = wait(CODE_ANYWHERE, whom) or spend(CODE, whom, address_of(request))
    if seconds:
        raise TooManyTries(seconds)


def code_failed(request: HttpRequest, user: User) -> bool:
    """Note a wrong code. Says whether it was the last one that was looked at for now."""
    spend(CODE_ANYWHERE, str(user.pk))
    return wait(CODE, str(user.pk), address_of(request)) > 0


def code_was_right(request: HttpRequest, user: User) -> None:
    """Give the tries back."""
    forget(CODE, str(user.pk), address_of(request))


def spend_or_wait(budget: Budget, *whom: str) -> None:
    """Count a try. Raises TooManyTries when the budget is spent."""
    if seconds := spend(budget, *whom):
        raise TooManyTries(seconds)


def _account_of(name: str) -> str:
    """Return one key for an account, by whichever of its names it is called."""
    typed = unicodedata.normalize("NFKC", name).strip().casefold()
    if "\0" in typed or not typed.isprintable():
        return typed
    known = User.objects.filter(Q(username__iexact=typed) | Q(email__iexact=typed)).order_by("pk")
    pk = known.values_list("pk", flat=True).first()
    return typed if pk is None else f"#{pk}"


def too_many(form: Any) -> int:
    """Return the seconds to wait if that is what a form complains about, else 0."""
    for errors in form.errors.as_data().values():
        for error in errors:
            if isinstance(error, TooManyTries):
                return error.seconds
    return 0
