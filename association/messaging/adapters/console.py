"""Short messages onto the terminal: for trying things out."""

import sys

from association.messaging.adapters.base import Letter, PhoneAdapter
from association.messaging.enums import Channel
from association.messaging.letters import short_text


class ConsoleAdapter(PhoneAdapter):
    """Prints what a telephone would show."""

    channel = Channel.SMS

    def send(self, letter: Letter) -> None:
        sys.stdout.write(f"SMS {letter.address}: {short_text(letter.message)}\n")
        sys.stdout.flush()
