"""The public record of a draw, as it reads today."""

from collections.abc import Mapping
from functools import reduce
from typing import Any

from association.peer_review import selection
from association.peer_review.models import Draw


def present_record(draw: Draw) -> Mapping[str, Any]:
    """Return the record with every amendment so far, as anybody may download it.

    Raises ValueError before the draw.
    """
    if draw.record is None:
        raise ValueError("nothing has been drawn yet")
    entries = draw.amendments.values_list("entry", flat=True)
    return reduce(selection.amend, entries, draw.record)
