"""Which acts on cases are told to whom. Nothing is told before the desk shows it."""

from pathlib import Path

from association.messaging.tellings import register_tellings
from association.messaging.wording import register_kinds
from association.violations.told import authorities, cases, ways_back


def register() -> None:
    """Register kinds and tellings; called once, in AppConfig.ready()."""
    register_kinds(Path(__file__).parent.parent / "messages.toml")
    for each in (cases, ways_back, authorities):
        register_tellings("violations", each.TELLINGS)
