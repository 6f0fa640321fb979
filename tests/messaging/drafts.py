"""Made-up messages of the one kind this room has."""

import datetime as dt

from association.messaging.services import Draft


def draft(person, key="event:1", **values):
    """A reminder of one date."""
    words = {"count": 1, "first": dt.date(2027, 3, 31), "dates": "· 2027-03-31"}
    return Draft(**({"person": person, "kind": "reminder", "key": key, "words": words} | values))
