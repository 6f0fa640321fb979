"""What happened to a record is told to the people it concerns, in the transaction of the act.

A room registers a teller for each verb that concerns somebody. `core.regulated` calls it with the
events it has just written, so that no act can forget to tell.
"""

from collections.abc import Callable, Sequence
from typing import Any

Teller = Callable[[Sequence[Any]], None]

_tellers: dict[str, Teller] = {}


def register(action: str, teller: Teller) -> None:
    """Let a teller hear of an act.

    action: `<app>.<verb>`, as the audit trail names it. teller: takes events of that verb, of one
    model, all new. Raises ValueError for an act that has a teller already.
    """
    if action in _tellers:
        message = f"two tellers of {action}"
        raise ValueError(message)
    _tellers[action] = teller


def announce(action: str, events: Sequence[Any]) -> None:
    """Tell of events of one verb. Called by `core.regulated`, in the transaction of the act."""
    if teller := _tellers.get(action):
        teller(events)


def told_actions() -> frozenset[str]:
    """Return the acts that are told to somebody."""
    return frozenset(_tellers)
