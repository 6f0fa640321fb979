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
HARDNESS = ["remind", "talk", "mend", "circular", "suspend", "revoke", "expel"]
HARDEST = {"S1": "mend", "S2": "circular", "S3": "expel"}
LEAST_MONTHS = {"S2": 3, "S3": 12}
LOOKS_INTO = {
    "open",
    "amend",
    "show",
    "tell",
    "hear",
    "put",
    "take_back",
    "close",
    "carry_out",
    "warn",
}
DECIDES = {"vote", "dismiss"}
HEARS = {"hear_appeal"}
NAMES_OTHERS = {"name_hearers"}
LOOKS_AGAIN = {
    "propose_to_withdraw",
    "confirm_to_withdraw",
    "refuse_to_withdraw",
    "grant",
    "refuse",
}
SCHOOLS_OWN = {"answer", "ask", "accept", "appeal", "plead"}
ANYBODYS = {"object_to"}
BEFORE_THE_PANEL = {"deciding", "decided", "closed", "appealed", "in_force", "annulled"}
DECIDED = {"decided", "closed", "appealed", "in_force", "annulled"}
TAKES_BACK = {"revoke", "expel"}
DAYS_TO_APPEAL = 21
DANGER_DAYS = 10


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
    if row.status in DECIDED:
        yield from _decision(row, acts)
    if row.status == "in_force":
        yield from _in_force(row, acts)
    if row.status == "annulled":
        yield from _annulled(row, acts)
    yield from _appeal(row, acts)


def plaque_faults(plaque, cases, acts, today):
    """Yield what is wrong with a plaque: taken back or suspended without what that requires.

    cases: the rows of its school by code. today: the day on which it is read.
    """
    done = plaque.proposals.filter(carried_out_at__isnull=False).order_by("carried_out_at", "pk")
    last = done.last()
    state = str(plaque.state)
    if state not in {"revoked", "suspended"}:
        return
    row = last and cases.get(last.basis)
    if row is None:
        yield f"{plaque} is {state}, and no case says so"
    elif state == "revoked" and not _carries(row, TAKES_BACK):
        yield f"{plaque} is taken back, and case {row.pk} is {row.status}: {row.measure}"
    elif state == "suspended" and not (_stands(row, today) and row.measure == "suspend"):
        yield from _danger(plaque, row, acts, today)


def school_faults(school, cases, plaques, today):
    """Yield where the entries that stand and what is true of their school do not agree.

    cases, plaques: the rows of the school. Two queries while a plaque is taken back.
    """
    standing = [row for row in cases if _stands(row, today)]
    measures = {row.measure for row in standing}
    if measures & TAKES_BACK:
        codes = [row.code for row in standing if row.measure in TAKES_BACK]
        for plaque in plaques:
            if str(plaque.state) != "revoked":
                yield f"{plaque} is {plaque.state}, and {codes} say that it was taken back"
        if school.pledges.filter(status="accepted").exists():
            yield f"a pledge of {school} is in force, and {codes} say that it ended"
        if "expel" in measures and school.memberships.filter(status="active").exists():
            yield f"{school} is a member, and {codes} say that it is none"
    elif "suspend" in measures:
        last = max(row.public_until for row in standing if row.measure == "suspend")
        for plaque in plaques:
            state = str(plaque.state)
            if state not in {"suspended", "revoked", "returned"}:
                yield f"{plaque} is {state}, and its school's plaques are suspended until {last}"
            elif state == "suspended" and plaque.suspended_until < last:
                yield f"{plaque} is suspended until {plaque.suspended_until}, not until {last}"


def _stands(row, today):
    return row.status == "in_force" and row.public_until >= today


def _carries(row, measures):
    return row.in_force_on is not None and row.measure in measures and row.status != "annulled"


def _danger(plaque, row, acts, today):
    """For danger: serious, by two people, for ten working days at most, and undecided."""
    acts = [act for act in acts if act.case == row.pk]
    approved = [act for act in acts if act.verb == "approve"]
    if row.severity != "S3" or not approved:
        yield f"{plaque} is suspended, and case {row.pk} is {row.status}"
        return
    last = approved[-1]
    if last.user == last.asked["proposer"] or last.user in last.against:
        yield f"{plaque} is suspended by one person, or by one against whom something stood"
    if today > add_working_days(approved[0].day, DANGER_DAYS):
        yield f"{plaque} is suspended for danger since {approved[0].day}"
    if row.status in {"dismissed", "closed", "annulled"}:
        yield f"{plaque} is suspended although case {row.pk} is {row.status}"


def _in_force(row, acts):
    """Public and heard out: the days to appeal were over, given up, or the appeal was rejected."""
    verbs = [act.verb for act in acts]
    if row.measure not in HARDNESS[3:] or not row.public_words:
        yield f"in force without being public: {row.measure}"
    if not LEAST_MONTHS.get(row.severity, 99) <= row.months <= 36:
        yield f"an entry of {row.severity} for {row.months} months"
    decided = max(place for place, verb in enumerate(verbs) if verb == "vote")
    carried = max(place for place, verb in enumerate(verbs) if verb == "carry_out")
    waited = (acts[carried].day - acts[decided].day).days > DAYS_TO_APPEAL
    answered = row.appeals.filter(status="rejected").exists()
    if not (waited or answered or "accept" in verbs[decided:carried]):
        yield f"in force on {acts[carried].day}, decided on {acts[decided].day}"
    if row.appeals.exists() and not answered:
        yield "in force while an appeal waits"


def _annulled(row, acts):
    """By an appeal that was upheld, or by two people who looked at an objection."""
    confirmed = [act for act in acts if act.verb == "confirm_to_withdraw"]
    if row.appeals.filter(status="upheld").exists():
        return
    if not confirmed or confirmed[-1].user == confirmed[-1].asked["proposer"]:
        yield "withdrawn by nobody, or by one person alone"


def _appeal(row, acts):
    """An odd number of people hears it, and more than half of them say so."""
    named = set().union(*(act.asked["hearers"] for act in acts if act.verb == "name_hearers"))
    for appeal in row.appeals.all():
        votes = {vote.user_id: vote.uphold for vote in appeal.votes.all()}
        if set(votes) - named:
            yield "somebody heard the appeal who was not named"
        if appeal.status in {"upheld", "rejected"}:
            right = list(votes.values()).count(appeal.status == "upheld")
            if len(named) < 3 or right * 2 <= len(named):
                yield f"an appeal {appeal.status} by {right} of {len(named)}"


def _people(acts):
    """Nobody has a part whom something stands against, and nobody has two."""
    for act in acts:
        if act.verb in SCHOOLS_OWN:
            if not act.speaks:
                yield f"{act.user} spoke for a school of others"
        elif act.verb in ANYBODYS:
            continue
        elif act.user in act.against:
            yield f"{act.user} did “{act.verb}” although something stood against it"
    looked_into = {act.user for act in acts if act.verb in LOOKS_INTO}
    decided = {act.user for act in acts if act.verb in DECIDES}
    for user in sorted(looked_into & decided):
        yield f"{user} looked into the case and decided it"
    again = {act.user for act in acts if act.verb in HEARS | LOOKS_AGAIN}
    for user in sorted(again & (looked_into | decided)):
        yield f"{user} had a part in the case and looked at it again"
    for place, act in enumerate(acts):
        before = {each.user for each in acts[:place] if each.verb in LOOKS_INTO | DECIDES}
        if act.verb in NAMES_OTHERS and act.user in before:
            yield f"{act.user} worked on the case and named who hears its appeal"


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
    if HARDNESS.index(row.measure) > HARDNESS.index(HARDEST[row.severity]):
        yield f"“{row.measure}” in a case of {row.severity}"
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
