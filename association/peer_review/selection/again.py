"""Which visits are made a second time: a tenth of them, chosen by the seed of the draw."""

from collections.abc import Mapping
from typing import Any

from association.peer_review.selection import hmac_order

ONE_IN = 10
LABEL = "again:"  # another order than that of the draw, from the same seed


def visited_again(record: Mapping[str, Any]) -> list[str]:
    """Return the credit codes of the schools that are visited twice, in the order of the seed.

    record: of a draw. A tenth of the schools that were to be visited, at least one. Amendments
    change nothing: whoever is not visited is not visited again either.
    Follows draft-thomson-elegy-vrs with a label of its own for each school.
    """
    outcome = record["outcome"]
    codes = {pair[1] for pair in outcome["pairs"]} if "pairs" in outcome else outcome["chosen"]
    # RFC 3797 has no seed apart from its key string.
    seed = bytes.fromhex(record["seed"]) if record["seed"] else record["key"].encode()
    labels = hmac_order.order(seed, [LABEL + code for code in codes])
    return [label.removeprefix(LABEL) for label in labels[: -(-len(labels) // ONE_IN)]]
