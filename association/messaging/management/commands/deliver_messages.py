from typing import Any

from django.core.management.base import BaseCommand

from association.messaging.services import deliver_due


class Command(BaseCommand):
    help = (
        "Hands over every message that is due, and clears up what a worker left behind. "
        "Run it every few minutes; two at once do no harm."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{deliver_due()} sent")
