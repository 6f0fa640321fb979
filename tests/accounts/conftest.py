import pytest
from django.test import Client

from association.accounts import attempts
from association.core.limits import Budget
from tests.hostile import hostile

__all__ = ["hostile"]


@pytest.fixture
def patient(monkeypatch):
    """Nobody waits: for tests that sign in more often than a person would."""
    for name, value in vars(attempts).items():
        if isinstance(value, Budget) and name != "CODE_USED":
            monkeypatch.setattr(attempts, name, value._replace(attempts=10_000))


@pytest.fixture
def client_of():
    """Another browser, perhaps at another address."""

    def at(address="198.51.100.7"):
        return Client(REMOTE_ADDR=address)

    return at
