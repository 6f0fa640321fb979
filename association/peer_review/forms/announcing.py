"""The last button of announcing a draw: what was shown is published, or nothing."""

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from association.core.errors import RuleError
from association.peer_review.models import Draw, Round
from association.peer_review.selection.canonical import digest
from association.peer_review.selection.sources import Source
from association.peer_review.selectors.public import PublicDraw
from association.peer_review.services import announce_draw

# The preview cannot have them: the moment of announcing, and the code that is made in it.
ONLY_THEN = ("announced_at", "commitment")


class ChangedSince(RuleError):
    """What would be published is not what was shown."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Nothing is announced: the register, the plan or the sources changed since you "
                "looked. Please read once more what will be published."
            )
        )


def as_published(row: Round, announcement: Mapping[str, Any]) -> PublicDraw:
    """Return an announcement as everybody would read it, before there is one."""
    shown = Draw(round=copy.copy(row), announcement=announcement)
    return PublicDraw(shown.round)


def seal_of(announcement: Mapping[str, Any]) -> str:
    """Return a hash of all that the preview shows, so that nobody publishes anything else."""
    return digest({name: part for name, part in announcement.items() if name not in ONLY_THEN})


@transaction.atomic
def announce_as_shown(
    *, record: Round, sources: Sequence[Source], shown: str, acting_user: Any
) -> Draw:
    """Announce a draw if it is the one that was shown, else nothing is kept.

    shown: `seal_of` the preview. It is compared with what was frozen, so that nothing can change
    in between. Raises ChangedSince, and RuleError as `announce_draw`.
    """
    made = announce_draw(record=record, sources=sources, acting_user=acting_user)
    if seal_of(made.announcement) != shown:
        raise ChangedSince
    return made
