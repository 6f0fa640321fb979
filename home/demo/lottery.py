"""Public results that seed the draws of the demo: issues and numbers as 快乐8 has them, made up."""

import datetime as dt
import random

from association.peer_review.selection import Source, lottery_source
from home.demo.cast import SEED

KIND, BALLS, HIGHEST = "kl8", 20, 80
EVENING = dt.timedelta(days=1)


def two_issues(last: dt.date) -> list[Source]:
    """Return the issues of two evenings. last: the day of the later one."""
    return [lottery_source(KIND, issue=_issue(day), date=day) for day in (last - EVENING, last)]


def results(sources: list[Source]) -> list[str]:
    """Return what somebody types for each source; the same issue has the same numbers."""
    return [_numbers(source.issue) for source in sources]


def _issue(day: dt.date) -> str:
    """Return the issue of a day: one comes out each evening, counted from New Year."""
    return f"{day:%Y%j}"


def _numbers(issue: str) -> str:
    chance = random.Random(f"{SEED}-{issue}")  # noqa: S311 -- drawn balls of a story
    balls = sorted(chance.sample(range(1, HIGHEST + 1), BALLS))
    return " ".join(f"{ball:02d}" for ball in balls)
