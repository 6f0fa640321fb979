"""The rules of a case, told once more from what was done, by whom and on which day."""

import datetime as dt
from dataclasses import dataclass

from association.core.workdays import add_working_days
from association.violations.models import Vote

TOLD = (
    "school_id",
    "promise_id",
    "breach",
    "severity",
    "facts",
    "content",
    "classes",
    "learners",
    "times",
    "in_view",
    "told_at",
)
HARDNESS = ["remind", "talk", "mend"]
LOOKS_INTO = {"open", "amend", "show", "tell", "hear", "put", "take_back", "close"}
SCHOOLS_OWN = {"answer", "ask"}
BEFORE_THE_PANEL = {"deciding", "decided", "closed"}


@dataclass(frozen=True)
class Act:
    """Something that was taken. against: whom something stood against then.

    speaks: whether the person acted for the school. asked: what the act depended on.
    """

    verb: str
    case: int
    user: int
    day: dt.date
    against: set
    speaks: bool
    asked: dict

    def __str__(self):
        told = {name: value for name, value in self.asked.items() if value != ""}
        return f"{self.day} case {self.case}: {self.user} {self.verb} {told or ''}"


def faults_of(row, acts, told):
    """Yield what is wrong with a case: its row, all acts so far, and its values when told."""
    acts = [act for act in acts if act.case == row.pk]
    yield from _people(acts)
    if row.pk in told:
        for name in TOLD:
            if getattr(row, name) != told[row.pk][name]:
                yield f"{name} changed since the school was told"
    if row.status in BEFORE_THE_PANEL:
        number = max(place for place, act in enumerate(acts) if act.verb == "put")
        yield from _heard(acts[:number], acts[number])
        yield from _proposal(row, acts[: number + 1])
    if row.status in {"decided", "closed"}:
        yield from _decision(row, acts)


def _people(acts):
    """Nobody has a part whom something stands against, and nobody has two."""
    for act in acts:
        if act.verb in SCHOOLS_OWN:
            if not act.speaks:
                yield f"{act.user} spoke for a school of others"
        elif act.user in act.against:
            yield f"{act.user} did “{act.verb}” although something stood against it"
    looked_into = {act.user for act in acts if act.verb in LOOKS_INTO}
    decided = {act.user for act in acts if act.verb in {"vote", "dismiss"}}
    for user in sorted(looked_into & decided):
        yield f"{user} looked into the case and decided it"


def _heard(before, put):
    """Told, and answered or out of days since the last thing shown, and heard where it asked."""
    told = [act.verb for act in before].index("tell") if _did(before, "tell") else None
    if told is None:
        yield "put to decision before the school was told"
        return
    new = [place for place, act in enumerate(before) if act.verb in {"tell", "show"}]
    shown = [place for place in new if place >= told]
    last_day = max(
        add_working_days(before[place].day, before[place].asked["days"]) for place in shown
    )
    if put.day <= last_day and not _did(before[shown[-1] :], "answer"):
        yield f"put to decision on {put.day}, the school could answer until {last_day}"
    if _did(before, "ask") and not _did(before, "hear"):
        yield "put to decision before the hearing"


def _proposal(row, acts):
    put = acts[-1]
    panel, quorum = put.asked["panel"], put.asked["quorum"]
    if HARDNESS.index(row.measure) > HARDNESS.index(row.in_view):
        yield f"“{row.measure}” is harder than “{row.in_view}”"
    if len(panel) < quorum:
        yield f"{len(panel)} were named where {quorum} have to agree"
    if panel & put.against:
        yield f"{sorted(panel & put.against)} were named although something stood against it"
    looked_into = {act.user for act in acts if act.verb in LOOKS_INTO}
    if panel & looked_into:
        yield f"{sorted(panel & looked_into)} were named, who looked into it"


def _decision(row, acts):
    """As many different people of the panel voted for it as its size and severity ask for."""
    put = [act for act in acts if act.verb == "put"][-1]
    panel = put.asked["panel"]
    votes = Vote.objects.filter(case=row, ballot=row.ballot)
    needed = max(2, put.asked["quorum"], len(panel) // 2 + 1)
    in_favour = {vote.user_id for vote in votes if vote.in_favour}
    if len(in_favour) < needed:
        yield f"decided with {len(in_favour)} votes in favour of {needed}"
    if {vote.user_id for vote in votes} - panel:
        yield "somebody voted who was not named"
    if any(not (vote.in_favour or vote.words) for vote in votes):
        yield "a vote against without words"


def _did(acts, verb):
    return any(act.verb == verb for act in acts)
