from typing import Any

from django.core.management.base import BaseCommand

from association.core import clock
from association.messaging.services import remind
from association.messaging.services.reminding import may_remind


class Command(BaseCommand):
    help = (
        "Reminds people of dates 180, 90, 30 and 7 days ahead, all of a person's in one message. "
        "Run it every morning: on days off it does nothing, and nobody is reminded twice."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not may_remind(clock.now()):
            self.stdout.write("People are reminded on working days from 8 to 18; nothing was sent.")
            return
        self.stdout.write(f"{remind()} messages written")
