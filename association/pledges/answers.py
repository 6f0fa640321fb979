"""What a signer has answered, between the sign page and the check page.

It is kept in the session: on the server, so that a drawing is cleaned once, nobody re-posts 200 KB,
and going back, refreshing or a second tab meets the same answers. It goes with signing or signing
out; nothing of it is written to a record before the person says yes.
"""

import base64
import hashlib
import json
from dataclasses import dataclass

from django.contrib.sessions.backends.base import SessionBase

from association.pledges.models import Pledge
from association.pledges.models.covenant import text_hash

KEY = "pledges.answers"


@dataclass(frozen=True, kw_only=True)
class Answers:
    """A name and, if one was drawn, the cleaned PNG of the signature."""

    signer_name: str
    picture: bytes = b""

    @property
    def picture_address(self) -> str:
        """The drawing as a data address, for the page that shows it back."""
        if not self.picture:
            return ""
        return "data:image/png;base64," + base64.b64encode(self.picture).decode()

    def seal(self, *, pledge: Pledge, language: str, capacity: str) -> str:
        """Return a hash over everything the check page shows, the text of the covenant included."""
        shown = [
            pledge.pk,
            self.signer_name,
            hashlib.sha256(self.picture).hexdigest(),
            language,
            text_hash(pledge.covenant_version.full_text(language)),
            capacity,
        ]
        return text_hash(json.dumps(shown))


def keep_answers(session: SessionBase, pledge: Pledge, answers: Answers) -> None:
    """Keep the answers for one draft; those for an earlier draft go."""
    session[KEY] = {
        "pledge": pledge.pk,
        "signer_name": answers.signer_name,
        "picture": base64.b64encode(answers.picture).decode(),
    }


def kept_answers(session: SessionBase, pledge: Pledge) -> Answers | None:
    """Return the answers kept for this draft, or None."""
    kept = session.get(KEY)
    if not kept or kept["pledge"] != pledge.pk:
        return None
    return Answers(signer_name=kept["signer_name"], picture=base64.b64decode(kept["picture"]))


def forget_answers(session: SessionBase) -> None:
    """Drop the answers."""
    session.pop(KEY, None)
