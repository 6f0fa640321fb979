"""Short messages as files: for a machine that a gateway's own program empties, and for tests."""

import json
import os
from pathlib import Path

from django.conf import settings

from association.messaging.adapters.base import Letter, PhoneAdapter, Unreachable
from association.messaging.enums import Channel
from association.messaging.letters import short_text


class FileAdapter(PhoneAdapter):
    """Writes `<reference>.json` into MESSAGE_FOLDER; the file is whole from its first moment."""

    channel = Channel.SMS
    can_be_asked = True

    def send(self, letter: Letter) -> None:
        text = json.dumps(
            {"to": letter.address, "text": short_text(letter.message)}, ensure_ascii=False
        )
        path = _path(letter)
        part = path.with_suffix(".part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(text, "utf-8")
            part.replace(path)
        except OSError as error:
            raise Unreachable(os.strerror(error.errno or 0)) from error

    def was_sent(self, letter: Letter) -> bool:
        return _path(letter).exists()


def _path(letter: Letter) -> Path:
    return Path(settings.MESSAGE_FOLDER) / f"{letter.reference}.json"
