"""One made-up sequence: who does what on which day, and whether it was taken."""

import datetime as dt
import random
from dataclasses import dataclass, field

from django.db import DatabaseError

from association.core import clock
from association.core.errors import RuleError
from association.peer_review.enums import Severity
from association.plaques.models import Plaque
from association.violations.models import AppealVote, Case, CasePerson, CaseSettings, Vote
from tests.violations.machine.acts import ACTS, begin, likely
from tests.violations.machine.holding import (
    LOOKS_AGAIN,
    Act,
    faults_of,
    plaque_faults,
    school_faults,
)
from tests.violations.machine.world import BEGINNING, FREE, name_for, tie

OFTEN = 0.85  # how often dice choose what fits
HURRIED = 3  # every so many sequences go the shortest way, so that entries in force meet
HELPING = 2  # of those who decide, how many look into a case now and then
SETTLED = ("in_force", "closed", "dismissed", "annulled")


class Dice(random.Random):
    """The dice of a sequence. hurried: they take the shortest way, and choose what is hard."""

    def __init__(self, number):
        super().__init__(number)
        self.hurried = number % HURRIED == 0


@dataclass
class Sequence:
    """A sequence by its number.

    faults: what broke a rule. acts: what was taken, in order. refused: how much was not. acts_for,
    ties: as in the world, and as they became since. told: each case's row when the school was told.
    """

    world: object
    number: int
    faults: list = field(default_factory=list)
    acts: list = field(default_factory=list)
    refused: int = 0

    def __post_init__(self):
        self.dice = Dice(self.number)
        self.now = BEGINNING
        self.acts_for = {user: set(own) for user, own in self.world.acts_for.items()}
        self.ties = set(self.world.ties)
        self.cases, self.told = [], {}

    def run(self, steps):
        """Take so many steps, or as many as it takes to break a rule. Returns the sequence.

        Whoever hurries takes half as many again, to undo what came in force.
        """
        steps += steps // 2 if self.dice.hurried else 0
        while steps and not self.faults:
            with clock.at(self.now):
                self._step()
            steps -= 1
        return self

    @property
    def endings(self):
        """The states in which the cases are."""
        return [row.status for row in Case.objects.filter(pk__in=self.cases)]

    def __str__(self):
        lines = [f"sequence {self.number}", *map(str, self.acts), *self.faults]
        return "\n".join(lines)

    def _step(self):
        roll = self.dice.random()
        if not self.cases or (len(self.cases) < 2 and roll < self._chance_of_another()):
            self._open()
        elif roll < 0.07:
            self.now += dt.timedelta(days=self.dice.choice([1, 1, 3, 8, 12]))
        elif roll < 0.1:
            self._change_the_world()
        else:
            self._act(self._pick())

    def _pick(self):
        """Return a case; hurried dice choose one that is under way, so that both come in force."""
        cases = Case.objects.select_related("school", "finding")
        if self.dice.hurried and self.dice.random() < OFTEN:
            rows = cases.filter(pk__in=self.cases).order_by("pk")
            if under_way := [case for case in rows if case.status not in SETTLED]:
                return self.dice.choice(under_way)
        return cases.get(pk=self.dice.choice(self.cases))

    def _chance_of_another(self):
        """Two cases meet where the second begins once the first is in force."""
        if not self.dice.hurried:
            return 0.01
        under_way = Case.objects.filter(pk__in=self.cases).exclude(status__in=SETTLED)
        return 0.01 if under_way.exists() else 0.3

    def _open(self):
        user = self._choose(self.world.clerks)
        try:
            before = [case.school for case in Case.objects.filter(pk__in=self.cases)]
            case = begin(self.dice, self.world, user, before)
        except RuleError:
            self.refused += 1
            return
        self.cases.append(case.pk)
        self._note("open", case, user, {})

    def _act(self, case):
        often = self.dice.random() < OFTEN
        verb = self.dice.choice(likely(self.dice, case) if often else [*ACTS])
        user = self._choose(self._fitting(verb, case))
        before = _state(case)
        try:
            asked = ACTS[verb](self.dice, case, user, self._possible())
        except RuleError:
            self.refused += 1
            case.refresh_from_db()
            if _state(case) != before:
                self.faults.append(f"{verb} was refused and left something")
            return
        except DatabaseError as wall:
            self.faults.append(f"only the database stopped “{verb}” by {user.pk}: {wall}")
            return
        self._note(verb, case, user, asked)

    def _note(self, verb, case, user, asked):
        self.acts.append(
            Act(
                verb=verb,
                case=case.pk,
                user=user.pk,
                day=clock.today(),
                against=self._against(case),
                speaks=case.school_id in self.acts_for.get(user.pk, ()),
                asked=asked,
            )
        )
        if verb == "tell":
            self.told[case.pk] = Case.objects.values().get(pk=case.pk)
        rows = {row.code: row for row in Case.objects.filter(pk__in=self.cases)}
        for row in rows.values():
            self.faults += faults_of(row, self.acts, self.told)
        today, plaques = clock.today(), Plaque.objects.filter(school__in=self.world.schools)
        for plaque in plaques:
            self.faults += plaque_faults(plaque, rows, self.acts, today)
        for school in self.world.schools:
            own = [row for row in rows.values() if row.school_id == school.pk]
            hung = [plaque for plaque in plaques if plaque.school_id == school.pk]
            self.faults += school_faults(school, own, hung, today)

    def _against(self, case):
        """Who acts for the school, its rival or one tied to it, or had a part in the finding."""
        near = {school.pk for school in self.world.schools}
        near |= {pk for pair in self.ties if case.school_id in pair for pk in pair}
        found = {user for user, own in self.acts_for.items() if own & near}
        return found | self.world.of_finding if case.finding_id else found

    def _choose(self, fitting):
        if fitting and self.dice.random() < OFTEN:
            return self.dice.choice(fitting)
        return self.dice.choice(self.world.people)

    def _fitting(self, verb, case):
        people = self.world.people
        if verb == "vote":
            named = CasePerson.objects.filter(case=case, part="decider", ballot=case.ballot)
            voted = Vote.objects.filter(case=case, ballot=case.ballot).values("user")
            fit = set(named.exclude(user__in=voted).values_list("user", flat=True))
        elif verb == "hear_appeal":
            named = CasePerson.objects.filter(case=case, part="appeal")
            voted = AppealVote.objects.filter(appeal__case=case).values("user")
            fit = set(named.exclude(user__in=voted).values_list("user", flat=True))
        elif verb in {"answer", "ask", "accept", "appeal", "plead"}:
            fit = {user for user, own in self.acts_for.items() if case.school_id in own}
        elif verb in {"show", "amend"}:
            return [*self.world.clerks, *self.world.deciders[:HELPING]]
        elif verb == "dismiss":
            return self.world.deciders[: HELPING + 1]
        elif verb in LOOKS_AGAIN:
            had_a_part = set(CasePerson.objects.filter(case=case).values_list("user", flat=True))
            return [user for user in self.world.deciders[:FREE] if user.pk not in had_a_part]
        elif verb in {"approve", "name_hearers"}:
            return self.world.deciders
        else:
            return self.world.clerks
        return [user for user in people if user.pk in fit]

    def _possible(self):
        """Mostly people who have nothing to do with either school."""
        if self.dice.random() < OFTEN:
            return self.world.deciders[:FREE]
        return self.world.people

    def _change_the_world(self):
        kind = self.dice.choice(["settings", "staff", "tie"])
        if kind == "settings":
            settings = CaseSettings.load()
            settings.answer_days = self.dice.randint(1, 8)
            for each in Severity.values:
                setattr(settings, f"quorum_{each.lower()}", self.dice.choice([2, 2, 3]))
            settings.save()
        elif kind == "staff":
            school = self.dice.choice([*self.world.schools, self.world.apart])
            self._let_join(self.dice.choice(self.world.deciders[:FREE]), school)
        else:
            self._let_be_tied(self.world.schools[1], self.world.apart)

    def _let_join(self, user, school):
        """Somebody who could decide begins to act for a school."""
        name_for(school, user)
        self.acts_for.setdefault(user.pk, set()).add(school.pk)

    def _let_be_tied(self, one, other):
        pair = frozenset((one.pk, other.pk))
        if pair not in self.ties:
            tie(one, other)
            self.ties.add(pair)


def _state(case):
    """What an act that is refused leaves as it was."""
    values = {name: value for name, value in vars(case).items() if name != "_state"}
    values.pop("_prefetched_objects_cache", None)
    return values, CasePerson.objects.filter(case=case).count(), case.events.count()
