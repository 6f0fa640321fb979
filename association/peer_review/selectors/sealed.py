"""The visitors' own answers, each sealed from the other until all are in."""

from typing import Any

from association.peer_review.models import Submission, Visit


def last_submissions(visit: Visit) -> list[Submission]:
    """Return the last answers of each standing place, in the order of the places. One query.

    A visit nobody had a place in has the answers that were typed in for it.
    """
    found: dict[int | None, Submission] = {}
    standing = visit.submissions.filter(seat__until__isnull=True).order_by("pk")
    for each in standing.select_related("seat__school", "seat__visitor", "entered_by"):
        found[each.seat_id] = each
    places = sorted(place for place in found if place is not None)
    return [found[place] for place in places] or list(found.values())


def sealed_answers(visit: Visit) -> dict[int, dict[str, Any]]:
    """Return each visitor's answers by the key of the place; 0 where nobody had one."""
    return {each.seat_id or 0: each.answers for each in last_submissions(visit)}
