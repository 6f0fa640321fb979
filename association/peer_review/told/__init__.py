"""Which acts on rounds, visits, reports and findings are told to whom."""

from pathlib import Path

from association.messaging.tellings import register_tellings
from association.messaging.wording import register_kinds
from association.peer_review.told import findings, rounds


def register() -> None:
    """Register kinds and tellings; called once, in AppConfig.ready()."""
    register_kinds(Path(__file__).parent.parent / "messages.toml")
    for each in (rounds, findings):
        register_tellings("peer_review", each.TELLINGS)
