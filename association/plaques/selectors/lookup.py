"""From a scanned token or a typed number to the plaque, never to another one."""

import re

from association.core import clock
from association.plaques.models import Plaque, ReplacedCopy
from association.plaques.models.plaque import TOKEN_ALPHABET, TOKEN_LENGTH
from association.plaques.numbers import read_number
from association.plaques.selectors.public import public_view, with_public_facts
from association.plaques.selectors.shown import PublicPlaque
from association.plaques.typos import likely_numbers

_TOKEN = rf"[{TOKEN_ALPHABET}]{{{TOKEN_LENGTH}}}"
MOST_NEAR = 5
_ADDRESS = re.compile(rf"/v/({_TOKEN})/?(?:[?#]|$)")


class NotIssued(LookupError):
    """A well-formed number or token that belongs to no plaque of the association."""


def public_by_token(token: str) -> PublicPlaque:
    """Return what the public is told of the plaque with a scanned token, or of a replaced copy.

    Raises NotIssued; what cannot be a token is refused before the database is asked.
    """
    if not re.fullmatch(_TOKEN, token):
        raise NotIssued
    try:
        return _read(token=token)
    except NotIssued:
        return _read_copy(token)


def public_by_number(typed: str) -> PublicPlaque:
    """Return what the public is told of the plaque with a typed number.

    Raises UnreadableNumber when it is mistyped, NotIssued when no plaque carries it.
    """
    return _read(number=read_number(typed))


def near_numbers(typed: str) -> list[str]:
    """Return at most MOST_NEAR issued numbers that are one slip away from a mistyped one.

    The likeliest is first. Numbers alone: whose they are is told after the reader has compared
    them with the plaque.
    """
    likely = likely_numbers(typed)
    issued = Plaque.objects.filter(number__in=likely).values_list("number", flat=True)
    return sorted(issued, key=likely.index)[:MOST_NEAR] if likely else []


def token_in(typed: str) -> str | None:
    """Return the token when somebody pasted a plaque's scan address instead of its number."""
    address = _ADDRESS.search(typed.strip())
    return address[1] if address else None


def _read(**identity: str) -> PublicPlaque:
    # The clock is read first: the answer is at least as fresh as it says.
    as_of = clock.now()
    plaque = with_public_facts(Plaque.objects.filter(**identity)).first()
    if plaque is None:
        raise NotIssued
    return public_view(plaque, as_of=as_of)


def _read_copy(token: str) -> PublicPlaque:
    as_of = clock.now()
    copy = ReplacedCopy.objects.filter(token=token).first()
    if copy is None:
        raise NotIssued
    plaque = with_public_facts(Plaque.objects.filter(pk=copy.plaque_id)).get()
    return public_view(plaque, as_of=as_of, copy=copy)
