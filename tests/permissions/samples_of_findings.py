"""Samples of findings: their pages, what a school does about them, and its list."""

import datetime as dt

WORDS = {"words": "已经说明"}


def _finding(part, **posted):
    def sample(world):
        return {"code": getattr(world, part).code} | ({"POST": posted} if posted else {})

    return sample


def _with_day(part, name, **posted):
    """The same with a day three days after the deadline."""

    def sample(world):
        row = getattr(world, part)
        day = (row.due_on + dt.timedelta(days=3)).isoformat()
        return {"code": row.code, "POST": posted | {name: day}}

    return sample


PAGES = {
    "peer_review:finding": _finding("finding"),
    "peer_review:finding [to be re-checked]": _finding("mended_finding"),
    "peer_review:finding [noted by the school itself]": _finding("own_finding"),
    "peer_review:finding [another school's]": _finding("strange_finding"),
    "peer_review:finding_photo": lambda world: {"pk": world.finding_photo.pk},
    "peer_review:school_findings": lambda world: {"uscc": world.school.uscc},
    "peer_review:self_checked": lambda world: {"pk": world.self_checked.pk},
}

ACTS = {
    "peer_review:finding_answer": _finding("finding", **WORDS),
    "peer_review:finding_contest": _finding("finding", **WORDS),
    "peer_review:finding_more_time": _with_day("finding", "until", **WORDS),
    "peer_review:finding_mended": _finding("finding", **WORDS),
    "peer_review:finding_deadline": _with_day("own_finding", "due_on"),
    "peer_review:finding_close": _finding("own_finding", **WORDS),
    "peer_review:finding_answer [noted by the school itself]": _finding("own_finding", **WORDS),
}
# What is not possible now.
NOT_NOW = {
    "peer_review:finding_contest [contested]": _finding("contested_finding", **WORDS),
    "peer_review:finding_mended [to be re-checked]": _finding("mended_finding", **WORDS),
}
STRANGE = {
    f"peer_review:finding_{act} [another school's]": _finding("strange_finding", **WORDS)
    for act in ("answer", "contest", "mended")
}

FINDINGS = PAGES | ACTS | NOT_NOW | STRANGE
