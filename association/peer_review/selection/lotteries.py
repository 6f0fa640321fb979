"""The state's lotteries a draw can be seeded with, by the names and issues their organizers use.

Entropy of one issue in bits: 双色球 24.1, 大乐透 24.4, 快乐8 61.6, 七星彩 23.8, 排列5 16.6, 福彩3D
and 排列3 10.0. Two issues of 快乐8 or three to six of the others carry an ordinary draw.
"""

import datetime as dt
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from association.peer_review.selection.errors import DrawError
from association.peer_review.selection.sources import Part, Source
from association.peer_review.selection.typed import plain

NUMBERS = "numbers"  # the kind of a source that is none of the lotteries below
LONGEST_NAME = 60


@dataclass(frozen=True)
class Lottery:
    """A lottery. issue_digits: 7 where an issue begins with the whole year, else 5."""

    name: str
    issue_digits: int
    parts: tuple[Part, ...]


LOTTERIES = {
    "ssq": Lottery("福彩双色球", 7, (Part(6, 1, 33), Part(1, 1, 16))),
    "kl8": Lottery("福彩快乐8", 7, (Part(20, 1, 80),)),
    "fc3d": Lottery("福彩3D", 7, (Part(3, 0, 9, ordered=True, repeats=True),)),
    "dlt": Lottery("体彩超级大乐透", 5, (Part(5, 1, 35), Part(2, 1, 12))),
    "qxc": Lottery(
        "体彩7星彩", 5, (Part(6, 0, 9, ordered=True, repeats=True), Part(1, 0, 14, ordered=True))
    ),
    "pl3": Lottery("体彩排列3", 5, (Part(3, 0, 9, ordered=True, repeats=True),)),
    "pl5": Lottery("体彩排列5", 5, (Part(5, 0, 9, ordered=True, repeats=True),)),
}


def lottery_source(kind: str, *, issue: str, date: dt.date) -> Source:
    """Return the announced issue of a lottery.

    kind: a key of LOTTERIES. issue: typed, as 2026135 or 第2026135期; of the sports lottery 26135.
    Raises DrawError for another kind and for an issue that is none.
    """
    lottery = LOTTERIES.get(kind)
    if lottery is None:
        raise DrawError(_("There is no lottery of this name."))
    digits = re.sub(r"[^0-9]", "", plain(issue))
    if len(digits) != lottery.issue_digits:
        raise DrawError(
            _("“%(source)s”: its issue number has %(count)d digits.")
            % {"source": lottery.name, "count": lottery.issue_digits}
        )
    return Source(kind, lottery.name, digits, date, lottery.parts)


def numbers_source(*, name: str, issue: str, date: dt.date, part: Part) -> Source:
    """Return another public draw of numbers, whose name says where anybody can read the result.

    Raises DrawError without a name, or where it is longer than 60 characters.
    """
    if not name.strip() or len(name.strip()) > LONGEST_NAME:
        raise DrawError(_("Say in at most 60 characters which public numbers these are."))
    return Source(NUMBERS, name.strip(), issue.strip(), date, (part,))
