"""Announcements, results and records of made-up draws, for tests of the selection."""

import copy
import datetime as dt
import random

from hypothesis import strategies as st

from association.peer_review import selection
from association.peer_review.selection.entropy import Bound

CHINA = dt.timezone(dt.timedelta(hours=8))
ANNOUNCED = dt.datetime(2026, 11, 20, 10, 0, tzinfo=CHINA)
DRAWN = dt.datetime(2026, 11, 26, 9, 30, tzinfo=CHINA)
LATER = dt.datetime(2026, 12, 1, 9, 0, tzinfo=CHINA)
DAY = dt.date(2026, 11, 24)
ROUND = "2026-03"
CODE = "7H2KQ0WZ9M4XTB1C"

RFC_SOURCES = (
    selection.numbers_source(
        name="Sales", issue="1", date=DAY, part=selection.Part(count=1, low=0, high=9999)
    ),
    selection.numbers_source(
        name="Small", issue="2", date=DAY, part=selection.Part(count=5, low=1, high=20)
    ),
    selection.numbers_source(
        name="Large", issue="3", date=DAY, part=selection.Part(count=6, low=1, high=49)
    ),
)
RFC_RESULTS = ("9319", "2 5 12 8 10", "9 18 26 34 41 45")
RFC_KEY = "9319./2.5.8.10.12./9.18.26.34.41.45./"
RFC_ORDER = [17, 7, 2, 16, 25, 23, 8, 24, 19, 13]


def code_of(number):
    """Return a made-up credit code; nothing here looks at its check character."""
    return f"52370799MJE{number:07d}"


def pool(strata):
    """Return a school for each letter of `strata`."""
    return [
        selection.Candidate(code_of(number), f"示例学校{number}", "学科类联盟", stratum)
        for number, stratum in enumerate(strata, start=1)
    ]


def issues(kind, count):
    """Return so many issues of a lottery, all drawn on one day."""
    width = selection.LOTTERIES[kind].issue_digits
    return [
        selection.lottery_source(kind, issue=str(2026101 + place)[-width:], date=DAY)
        for place in range(count)
    ]


def announce(strata="A" * 9 + "B" * 6 + "C" * 5 + "D" * 4, sources=None, **changes):
    """Return the announcement of a small random draw."""
    facts = {
        "round_code": ROUND,
        "title": "三季度随机抽查",
        "announced_at": ANNOUNCED,
        "candidates": pool(strata),
        "rules": selection.StrataRules(selection.DEFAULT_RATES, 2),
        "sources": issues("ssq", 3) if sources is None else sources,
        "commitment": selection.commit(ROUND, CODE),
    }
    return selection.announce_selection(**facts | changes)


def announce_rfc(strata="A" * 25, **changes):
    """Return an announcement with the sources and the pool of RFC 3797, section 6: no code."""
    facts = {
        "sources": RFC_SOURCES,
        "rules": selection.StrataRules({"A": 40}),
        "algorithm": "rfc3797",
        "commitment": None,
        "bound": Bound(floor=0),
    }
    return announce(strata, **facts | changes)


def typed(source, chance):
    """Return a possible result of a source as a person would type it."""
    words = []
    for part in source.parts:
        span = range(part.low, part.high + 1)
        pick = chance.choices if part.repeats else chance.sample
        words += [str(number) for number in pick(span, k=part.count)]
    return " ".join(words)


def results_of(announcement, seed=0):
    """Return typed results for an announcement, the same for the same seed."""
    chance = random.Random(seed)
    sources = [selection.Source.from_json(each) for each in announcement["sources"]]
    return [typed(source, chance) for source in sources]


def record(seed=0, **changes):
    """Return the record of a small random draw."""
    announcement = announce(**changes)
    return selection.draw(announcement, results_of(announcement, seed), CODE, drawn_at=DRAWN)


def withdrawn(drawn, *codes):
    """Return the record after these schools have left it."""
    for code in codes:
        entry = selection.withdrawal(drawn, code=code, reason="停业整改中", at=LATER)
        drawn = selection.amend(drawn, entry)
    return drawn


@st.composite
def records(draw):
    """Records of draws of any size, by either algorithm, from any of the sources."""
    strata = draw(st.text("ABCD", min_size=1, max_size=60))
    kinds = draw(st.lists(st.sampled_from(["kl8", "kl8", "ssq", "dlt", "fc3d"]), max_size=4))
    wanted = ["kl8", "kl8", "ssq", *kinds]
    sources = [
        source for kind in sorted(set(wanted)) for source in issues(kind, wanted.count(kind))
    ]
    announcement = announce(
        strata, sources, algorithm=draw(st.sampled_from(["hmac-sha256", "rfc3797"]))
    )
    results = results_of(announcement, draw(st.integers(0, 10**9)))
    drawn = selection.draw(announcement, results, CODE, drawn_at=DRAWN)
    codes = [candidate["code"] for candidate in announcement["pool"]]
    gone = draw(st.lists(st.sampled_from(codes), unique=True, max_size=4))
    return withdrawn(drawn, *gone)


def leaves(value, path=()):
    """Yield the path of every single value in a JSON value, empty lists and objects included."""
    children = value.items() if isinstance(value, dict) else None
    if isinstance(value, list):
        children = enumerate(value)
    if not children or not value:
        yield path
        return
    for name, child in children:
        yield from leaves(child, (*path, name))


def changed(value, path, leaf):
    """Return a copy of a JSON value in which one leaf is another."""
    copied = copy.deepcopy(value)
    place = copied
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = leaf
    return copied


def at(value, path):
    """Return what stands at a path."""
    for name in path:
        value = value[name]
    return value
