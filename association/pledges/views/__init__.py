"""The school's way through its pledge: read, tick, sign, check, receipt."""

from association.pledges.views.reading import begin, overview, promise
from association.pledges.views.receipts import hand_in, receipt, signature, undo
from association.pledges.views.signing import check, sign

__all__ = [
    "begin",
    "check",
    "hand_in",
    "overview",
    "promise",
    "receipt",
    "sign",
    "signature",
    "undo",
]
